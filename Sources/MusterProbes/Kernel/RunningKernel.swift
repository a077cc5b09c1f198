internal import MusterModel

/// What the running kernel shows of its features in procfs.
struct RunningKernel: Sendable {
    /// File systems of `/proc/filesystems`.
    var fileSystems: Result<Set<String>, Absence>
    /// Names of `/proc/modules`; empty in a kernel without loadable modules.
    var loaded: Result<Set<String>, Absence>
    /// Names in `/proc/self/ns`.
    var namespaces: Result<Set<String>, Absence>
    /// Whether system calls are filtered by seccomp.
    var seccomp: Result<Bool, Absence>
    /// Whether the switch of 32-bit programs is there.
    var switch32: Result<Bool, Absence>

    /// What procfs says about `feature`: a state, nil where it leaves it open.
    func state(of feature: KernelFeature) -> KernelFeature.State? {
        if feature.isFileSystem { return fileSystem(feature.rawValue) }
        if let name = feature.namespaceFile { return namespace(name) }
        let found = feature == .seccomp ? seccomp : switch32
        return (try? found.get()) == true ? .builtin : nil
    }

    /// Why procfs could not tell, where that was not for want of the feature.
    func trouble(with feature: KernelFeature) -> Absence? {
        if feature.isFileSystem { return fileSystems.absence ?? loaded.absence }
        if feature.namespaceFile != nil { return namespaces.absence }
        return feature == .seccomp ? seccomp.absence : switch32.absence
    }

    private func fileSystem(_ name: String) -> KernelFeature.State? {
        guard let registered = try? fileSystems.get(), registered.contains(name),
            let loaded = try? loaded.get()
        else { return nil }
        return loaded.contains(name) ? .module : .builtin
    }

    /// Before Linux 3.8 the folder has no `mnt`, and then says nothing about the
    /// namespaces that came to it together with that (namespaces(7)).
    private func namespace(_ name: String) -> KernelFeature.State? {
        guard let names = try? namespaces.get() else { return nil }
        if names.contains(name) || name == "mnt" { return .builtin }
        return names.contains("mnt") || !["pid", "mnt"].contains(name) ? .absent : nil
    }
}

extension Result where Failure == Absence {
    /// Why there is no value; nil where there is one.
    var absence: Absence? { if case .failure(let absence) = self { absence } else { nil } }

    /// What `look` returns or throws.
    static func looked(_ look: () async throws(Absence) -> Success) async -> Self {
        do {
            return .success(try await look())
        } catch {
            return .failure(error)
        }
    }
}

extension RunningKernel {
    /// Looks at procfs.
    init(_ node: any NodeView) async {
        fileSystems = await Result.looked { () async throws(Absence) in
            let path = "/proc/filesystems"
            return try Self.fileSystems(in: try await node.text(of: path), from: path)
        }
        loaded = await Result.looked { () async throws(Absence) in
            let path = "/proc/modules"
            guard try await node.exists(path) else { return [] }
            return try ModuleList.loaded(in: try await node.text(of: path), from: path)
        }
        namespaces = await Result.looked { () async throws(Absence) in
            let names = Set(try await node.names(in: "/proc/self/ns"))
            guard names.contains("net") || names.contains("uts") || names.contains("mnt") else {
                throw Absence(.malformed, "/proc/self/ns: no namespace, needed their names")
            }
            return names
        }
        seccomp = await Result.looked { () async throws(Absence) in try await Self.seccomp(node) }
        switch32 = await Result.looked { () async throws(Absence) in
            try await node.exists("/proc/sys/abi/vsyscall32")
        }
    }

    /// The names in `/proc/filesystems`: the last word of every line.
    /// - Throws: malformed where a line has more than two words, and without lines.
    static func fileSystems(in text: String, from source: String) throws(Absence) -> Set<String> {
        var names: Set<String> = []
        for line in text.split(separator: "\n") {
            let words = line.split(whereSeparator: { $0 == "\t" || $0 == " " })
            guard let name = words.last, words.count == 1 || words == ["nodev", name] else {
                throw Absence(.malformed, "\(source): \(line.excerpt) names no file system")
            }
            names.insert(String(name))
        }
        guard names.contains("proc") else {
            throw Absence(.malformed, "\(source): no line for proc, needed all file systems")
        }
        return names
    }

    private static func seccomp(_ node: any NodeView) async throws(Absence) -> Bool {
        if try await node.exists("/proc/sys/kernel/seccomp/actions_avail") { return true }
        let path = "/proc/self/status"
        let lines = try await node.text(of: path).split(separator: "\n")
        guard lines.first?.hasPrefix("Name:") == true else {
            throw Absence(.malformed, "\(path): no line Name, needed a process's status")
        }
        return lines.contains { $0.hasPrefix("Seccomp:") }
    }
}
