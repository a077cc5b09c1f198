internal import MusterModel

/// The facts of one batch system, and what each says.
enum BatchFacts {
    /// The roster of systems.
    static let roster = FactCard(
        "batch.systems.list", .list,
        "The batch systems and compute elements that are installed here, by name.")
    private static let role = FactCard(
        "batch.system.role", .string, "batch: runs jobs here; ce: takes them from the grid.")
    private static let version = FactCard(
        "batch.system.version", .version, "What the system's own program says of its release.")
    private static let reader = FactCard(
        "batch.system.reader", .string,
        "Who read the configuration: condor_config_val, or files as far as they can be evaluated.")
    private static let files = FactCard(
        "batch.system.files", .list, "The configuration files that were read, in their order.")
    private static let unevaluated = FactCard(
        "batch.system.unevaluated", .list,
        "What in them was not evaluated: programs, templates, conditions, files out of reach.")
    private static let scratch = FactCard(
        "batch.system.scratch", .string, "The folder in which jobs run or keep temporary files.")
    private static let total = FactCard(
        "batch.system.scratch-total", .bytes, "The size of the file system below that folder.")
    private static let free = FactCard(
        "batch.system.scratch-free", .bytes,
        "What an ordinary user may still write there.", keeping: .gauge)
    private static let privateFolders = FactCard(
        "batch.system.private-folders", .list,
        "Folders such as /tmp of which every job has one of its own, sorted.")
    private static let namespaces = FactCard(
        "batch.system.mount-namespace", .bool,
        "Whether jobs have mounts of their own, by private folders or a container.")
    private static let container = FactCard(
        "batch.system.container", .string,
        "Whether jobs run in a container that they did not ask for: always, conditional or never.")
    private static let expression = FactCard(
        "batch.system.image-expression", .string, "How that container's image is chosen.")
    private static let images = FactCard(
        "batch.system.images", .list, "The images that are written there, sorted.")
    private static let binds = FactCard(
        "batch.system.binds", .list, "What is bound into that container.")
    private static let target = FactCard(
        "batch.system.target", .string, "Where the job's folder is inside that container.")
    private static let grouped = FactCard(
        "batch.system.control-groups", .bool,
        "Whether every job has a control group of its own, by which its processes are told.")
    private static let group = FactCard(
        "batch.system.control-group", .string, "The control group below which they are.")
    private static let tracking = FactCard(
        "batch.system.tracking", .list, "The settings that decide how processes are followed.")

    /// Every fact of a system.
    static let cards = [
        role, version, reader, files, unevaluated, scratch, total, free, privateFolders,
        namespaces, container, expression, images, binds, target, grouped, group, tracking,
    ]

    /// Writes down all facts of `system`.
    static func note(_ system: BatchSystem, _ node: any NodeView, in notes: inout Notes) async {
        let origin = system.files.first ?? system.name
        func note(_ card: FactCard, _ settled: Result<FactValue, Absence>) {
            notes.note(card, of: system.name, settled: settled, from: origin)
        }
        note(role, .success(.string(system.role.rawValue)))
        note(version, system.version.map(FactValue.version))
        note(reader, .success(.string(system.reader)))
        note(files, .success(.list(system.files)))
        note(unevaluated, .success(.list(system.unevaluated)))
        note(scratch, system.scratch.map(FactValue.string))
        let capacity = await Result.of { () async throws(Absence) in
            try await node.capacity(of: try path(system.scratch.get()))
        }
        note(total, capacity.map { .bytes(Bytes($0.total)) })
        note(free, capacity.map { .bytes(Bytes($0.available)) })
        note(privateFolders, system.privateFolders.map(FactValue.list))
        note(namespaces, system.hasMountNamespaces.map(FactValue.bool))
        note(container, system.container.map { .string($0.rawValue) })
        note(expression, system.imageExpression.map(FactValue.string))
        note(images, system.images.map(FactValue.list))
        note(binds, system.binds.map(FactValue.list))
        note(target, system.target.map(FactValue.string))
        note(grouped, system.hasGroups.map(FactValue.bool))
        note(
            group,
            system.group.trying { (name) throws(Absence) in
                guard let name else { throw Absence(.absent, "jobs have no control groups") }
                return .string(name)
            })
        note(tracking, system.tracking.map(FactValue.list))
    }

    /// A folder that can be looked at: an absolute path without the node's name in it.
    private static func path(_ text: String) throws(Absence) -> String {
        guard text.isAbsolute, !text.contains("%"), !text.contains("*") else {
            throw Absence(.unsupported, "\(text.excerpt): differs from node to node or job to job")
        }
        return text
    }
}
