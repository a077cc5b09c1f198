internal import MusterModel

/// A batch system or compute element on the node, as its own configuration tells.
struct BatchSystem: Sendable {
    /// What it is here for.
    enum Role: String, Hashable, Sendable {
        /// Runs jobs on this node.
        case batch
        /// Takes jobs from the grid and hands them to a batch system.
        case element = "ce"
    }

    /// Whether jobs run in a container that they did not ask for.
    enum Container: String, Hashable, Sendable {
        /// All of them.
        case always
        /// Those for which an expression or a list of communities says so.
        case conditional
        /// None.
        case never
    }

    /// `htcondor`, `slurm`, `pbs`, `gridengine`, `arc`, `htcondor-ce`.
    let name: String
    /// What it is here for.
    let role: Role
    /// The release, as its program says.
    var version: Result<Version, Absence>
    /// Who read the configuration: `files` or the system's own tool.
    var reader = "files"
    /// The files that were read, in their order.
    var files: [String] = []
    /// What was not evaluated, sorted.
    var unevaluated: [String] = []
    /// Where jobs run.
    var scratch: Result<String, Absence>
    /// Folders of which every job has one of its own.
    var privateFolders: Result<[String], Absence>
    /// Whether jobs run in a container.
    var container: Result<Container, Absence>
    /// How the image is chosen, as it is written.
    var imageExpression: Result<String, Absence>
    /// The images that are written there.
    var images: Result<[String], Absence>
    /// What is bound into the container.
    var binds: Result<[String], Absence>
    /// Where the job's folder is inside the container.
    var target: Result<String, Absence>
    /// The control group below which jobs have one each; nil where they have none.
    var group: Result<String?, Absence>
    /// The settings that decide how processes are followed, `NAME=value`.
    var tracking: Result<[String], Absence>

    /// A system of which nothing is known yet but that it is here.
    init(_ name: String, role: Role, _ version: Result<Version, Absence>) {
        self.name = name
        self.role = role
        self.version = version
        let unread = Absence(.unsupported, "\(name): has no such setting")
        scratch = .failure(unread)
        privateFolders = .failure(unread)
        container = .failure(unread)
        imageExpression = .failure(unread)
        images = .failure(unread)
        binds = .failure(unread)
        target = .failure(unread)
        group = .failure(unread)
        tracking = .failure(unread)
    }

    /// The same system where its configuration could not be read.
    func without(_ absence: Absence) -> BatchSystem {
        var system = self
        system.scratch = .failure(absence)
        system.privateFolders = .failure(absence)
        system.container = .failure(absence)
        system.imageExpression = .failure(absence)
        system.images = .failure(absence)
        system.binds = .failure(absence)
        system.target = .failure(absence)
        system.group = .failure(absence)
        system.tracking = .failure(absence)
        return system
    }

    /// Whether a job sees mounts that others do not.
    var hasMountNamespaces: Result<Bool, Absence> {
        if case .success(.always) = container { return .success(true) }
        return privateFolders.map { !$0.isEmpty }
    }

    /// Whether every job has a control group of its own.
    var hasGroups: Result<Bool, Absence> { group.map { $0 != nil } }
}
