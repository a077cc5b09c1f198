internal import MusterModel

extension BatchSystem {
    /// The variables that are asked for.
    private static let variables = [
        "BASE_CGROUP", "EXECUTE", "MOUNT_UNDER_SCRATCH", "SINGULARITY_BIND_EXPR",
        "SINGULARITY_IMAGE_EXPR", "SINGULARITY_JOB", "SINGULARITY_TARGET_DIR",
        "USE_PID_NAMESPACES",
    ]

    /// HTCondor: its own tool where it is installed, else its files.
    static func condor(
        on node: any NodeView, version: Result<Version, Absence>
    ) async -> BatchSystem {
        var system = BatchSystem("htcondor", role: .batch, version)
        do throws(Absence) {
            let (configuration, reader) = try await condorConfiguration(on: node)
            system.reader = reader
            system.files = configuration.files
            system.unevaluated = configuration.unevaluated.sorted()
            system.take(configuration)
        } catch {
            return system.without(error)
        }
        return system
    }

    private static func condorConfiguration(
        on node: any NodeView
    ) async throws(Absence) -> (CondorConfiguration, reader: String) {
        let tool = "/usr/bin/condor_config_val"
        if (try? await node.exists(tool)) == true,
            let end = try? await node.run([tool, "-dump", "-expand"] + variables), end.exit == 0
        {
            let dump = CondorConfiguration(dump: end.output, from: tool)
            // A release that answers in another way is not believed.
            if variables.contains(where: { dump.settings[$0] != nil }) {
                return (dump, "condor_config_val")
            }
        }
        return (try await CondorFiles.read(on: node), "files")
    }

    /// What the starter of jobs goes by.
    private mutating func take(_ configuration: CondorConfiguration) {
        func ask(_ name: String) -> Result<String?, Absence> {
            Result(catching: { () throws(Absence) in
                try configuration.value(of: name, in: ["STARTER", "STARTD"])
            })
        }
        scratch = ask("EXECUTE").map { $0 ?? "/var/lib/condor/execute" }
        privateFolders = ask("MOUNT_UNDER_SCRATCH").trying { (text) throws(Absence) in
            try Self.folders(in: text)
        }
        container = ask("SINGULARITY_JOB").map(Self.decision)
        imageExpression = ask("SINGULARITY_IMAGE_EXPR").trying { (text) throws(Absence) in
            try Self.present(text, "SINGULARITY_IMAGE_EXPR")
        }
        images = imageExpression.map(Self.images)
        binds = ask("SINGULARITY_BIND_EXPR").trying { (text) throws(Absence) in
            let bound = try Self.present(text, "SINGULARITY_BIND_EXPR")
            let lists = bound.contains("\"") ? CondorText.literals(in: bound) : [bound]
            return lists.flatMap(CondorText.words).filter { $0.isAbsolute }
        }
        target = ask("SINGULARITY_TARGET_DIR").trying { (text) throws(Absence) in
            try Self.present(text, "SINGULARITY_TARGET_DIR")
        }
        // The default is `htcondor`; an empty text turns control groups off.
        group = ask("BASE_CGROUP").map { text in
            guard let text else { return "htcondor" }
            let plain = CondorText.literal(text) ?? text
            return plain.isEmpty ? nil : plain
        }
        let pids = (try? ask("USE_PID_NAMESPACES").get()) ?? nil
        tracking = ask("BASE_CGROUP").map {
            ["BASE_CGROUP=\($0 ?? "htcondor")"] + (pids.map { ["USE_PID_NAMESPACES=\($0)"] } ?? [])
        }
    }

    private static func present(_ text: String?, _ name: String) throws(Absence) -> String {
        guard let text, !text.isEmpty else { throw Absence(.absent, "\(name) is not set") }
        return CondorText.literal(text) ?? text
    }

    /// The folders of a list, quoted or not.
    private static func folders(in text: String?) throws(Absence) -> [String] {
        guard let text else {
            throw Absence(
                .unsupported, "MOUNT_UNDER_SCRATCH is not set, its default depends on the release")
        }
        let words = CondorText.words(of: CondorText.literal(text) ?? text)
        guard words.allSatisfy({ $0.isAbsolute }) else {
            throw Absence(
                .unsupported, "MOUNT_UNDER_SCRATCH: \(text.excerpt) is decided job by job")
        }
        return words.sorted()
    }

    /// What an expression says of all jobs.
    private static func decision(_ expression: String?) -> Container {
        switch (expression ?? "").trimmingSpace.lowercased() {
        case "", "false", "undefined": .never
        case "true": .always
        default: .conditional
        }
    }

    /// The images that an expression names: a path or an address, as one quoted
    /// text or several in an expression.
    static func images(in expression: String) -> [String] {
        let whole = expression.contains("\"") ? CondorText.literals(in: expression) : [expression]
        let named = whole.filter { text in
            (text.isAbsolute || text.contains("://")) && !text.contains { $0.isWhitespace }
        }
        return Set(named).sorted()
    }
}
