internal import MusterModel

extension BatchSystem {
    /// Slurm, by its files.
    static func slurm(
        on node: any NodeView, version: Result<Version, Absence>
    ) async -> BatchSystem {
        var system = BatchSystem("slurm", role: .batch, version)
        do throws(Absence) {
            let configuration = try await SlurmConfiguration.read(on: node)
            system.files = configuration.files
            system.unevaluated = configuration.unevaluated.sorted()
            system.take(configuration)
        } catch {
            return system.without(error)
        }
        return system
    }

    private mutating func take(_ configuration: SlurmConfiguration) {
        let settings = configuration.settings
        // %h and %n stand for the node's name, which is identity and no fact.
        scratch = .success(settings["tmpfs"] ?? "/tmp")
        privateFolders = Self.privateFolders(configuration)
        takeContainer(configuration)
        let process = settings["proctracktype"]
        let task = settings["taskplugin"]
        let plugin = configuration.groupSettings["cgroupplugin"]
        group = Self.group(process, task, plugin)
        let told = [("CgroupPlugin", plugin), ("ProctrackType", process), ("TaskPlugin", task)]
        tracking = .success(told.map { "\($0.0)=\($0.1 ?? "default")" })
    }

    /// Where the plugins keep the groups (Slurm, "Control Group v2 plugin"); the words
    /// before the slash may be left out.
    private static func group(
        _ process: String?, _ task: String?, _ plugin: String?
    ) -> Result<String?, Absence> {
        if plugin == "disabled" { return .success(nil) }
        let tasks = (task ?? "").split(separator: ",").map { $0.hasSuffix("cgroup") }
        if process?.hasSuffix("cgroup") == true || tasks.contains(true) {
            return .success("slurmstepd.scope (v2) or slurm (v1)")
        }
        guard process != nil else {
            let detail = "ProctrackType is not set, its default depends on the release"
            return .failure(Absence(.unsupported, detail))
        }
        return .success(nil)
    }

    /// By job_container/tmpfs (namespace/tmpfs since 25.11), which works with
    /// PrologFlags=Contain alone, or by a plugin of jobs.
    private static func privateFolders(
        _ configuration: SlurmConfiguration
    ) -> Result<[String], Absence> {
        let settings = configuration.settings
        let type = settings["jobcontainertype"] ?? settings["namespacetype"] ?? ""
        let flags = (settings["prologflags"] ?? "").lowercased()
        if type.hasSuffix("/tmpfs"), flags.contains("contain") {
            let own = configuration.containerSettings
            guard own["basepath"] != nil, !configuration.isContainerPerNode else {
                return .failure(
                    Absence(.unsupported, "job_container.conf: differs from node to node"))
            }
            let folders = own["dirs"] ?? "/tmp,/dev/shm"
            return .success(folders.split(separator: ",").map(String.init).sorted())
        }
        if type.hasSuffix("/linux") {
            return .failure(Absence(.unsupported, "namespace.yaml: was not evaluated"))
        }
        let plugins = configuration.plugins.map(\.name)
        let own = ["private-tmpdir.so", "spank-private-tmp.so", "private-tmp.so", "tmpdir.so"]
        if plugins.contains(where: own.contains) {
            return .failure(
                Absence(.unsupported, "plugstack.conf: a plugin decides which folders"))
        }
        return .success([])
    }

    /// A plugin of jobs that starts each in a container: `singularity-exec.so` with
    /// a default image (GSI-HPC/slurm-singularity-exec); `spank_pyxis.so` does so
    /// only for those that ask.
    private mutating func takeContainer(_ configuration: SlurmConfiguration) {
        let none = Absence(.absent, "no plugin of jobs names an image")
        imageExpression = .failure(none)
        images = .failure(none)
        binds = .failure(none)
        guard let plugin = configuration.plugins.first(where: { $0.name == "singularity-exec.so" })
        else {
            container = .success(.never)
            return
        }
        func argument(_ name: String) -> String? {
            let found = plugin.arguments.first { $0.hasPrefix("\(name)=") }
            let value = found.map { String($0.dropFirst(name.count + 1)) } ?? ""
            return value.isEmpty ? nil : value
        }
        let image = argument("default")
        container = .success(image == nil ? .never : .always)
        if let image {
            imageExpression = .success(image)
            images = .success([image])
        }
        if let bound = argument("bind") {
            binds = .success(bound.split(separator: ",").map(String.init).sorted())
        }
    }
}
