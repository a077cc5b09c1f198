internal import MusterModel

/// What the installed files say about the features of the running kernel's release.
struct InstalledKernel: Sendable {
    /// Module files, from `modules.dep`.
    var modules: Result<Set<String>, Absence>
    /// Modules that are part of the kernel's image, from `modules.builtin`.
    var builtin: Result<Set<String>, Absence>
    /// The options that the kernel was built with.
    var config: Result<KernelConfig, Absence>

    /// What the files say about `feature`; `registered` is false for a file system that
    /// the running kernel does not know yet, which then is no part of its image.
    ///
    /// A module's file counts more than the configuration: what is built and not
    /// installed is not there.
    /// - Throws: why the files do not say it.
    func state(
        of feature: KernelFeature, registered: Bool?
    ) throws(Absence) -> KernelFeature.State {
        guard feature.isFileSystem else { return try option(of: feature) }
        if let modules = try? modules.get() {
            if modules.contains(feature.rawValue) { return .module }
            if registered == false { return .absent }
        }
        if registered != false, let builtin = try? builtin.get(),
            builtin.contains(feature.rawValue)
        {
            return .builtin
        }
        let state = try optionOrList(of: feature)
        guard registered == false, state != .absent else { return state }
        throw modules.absence ?? Absence(.absent, "modules.dep: no \(feature.rawValue)")
    }

    /// A list that is there and does not read explains more than a missing option.
    private func optionOrList(
        of feature: KernelFeature
    ) throws(Absence) -> KernelFeature.State {
        do {
            return try option(of: feature)
        } catch {
            if let trouble = modules.absence, trouble.reason != .absent { throw trouble }
            throw error
        }
    }

    private func option(of feature: KernelFeature) throws(Absence) -> KernelFeature.State {
        let config = try config.get()
        guard let option = feature.option else { return .builtin }
        if feature == .ia32, config["IA32_EMULATION_DEFAULT_DISABLED"] == .builtIn {
            return .absent
        }
        switch config[option] {
        case .builtIn: return .builtin
        case .module: return .module
        case .off: return .absent
        case nil:
            throw Absence(.absent, "kernel config: nothing about CONFIG_\(option)")
        }
    }
}

extension InstalledKernel {
    /// Looks at the files of `release`.
    init(_ node: any NodeView, release: String) async {
        modules = await Self.list("modules.dep", of: release, node)
        builtin = await Self.list("modules.builtin", of: release, node)
        config = await Result.looked { () async throws(Absence) in
            try await Self.config(of: release, node)
        }
    }

    /// - Throws: unsupported where the options are only there compressed.
    private static func config(
        of release: String, _ node: any NodeView
    ) async throws(Absence) -> KernelConfig {
        do throws(Absence) {
            let (text, path) = try await node.firstText(of: KernelConfig.paths(of: release))
            return try KernelConfig(parsing: text, from: path)
        } catch  where error.reason == .absent {
            if try await node.exists("/proc/config.gz") {
                throw Absence(.unsupported, "/proc/config.gz: compressed, needed one in /boot")
            }
            throw Absence(.absent, "no kernel config for \(release) in /boot or /lib/modules")
        }
    }

    /// No files of any release for one that cannot be told.
    init(without absence: Absence) {
        modules = .failure(absence)
        builtin = .failure(absence)
        config = .failure(absence)
    }

    private static func list(
        _ name: String, of release: String, _ node: any NodeView
    ) async -> Result<Set<String>, Absence> {
        await Result.looked { () async throws(Absence) in
            let folders = ["/lib/modules", "/usr/lib/modules"]
            let paths = folders.map { "\($0)/\(release)/\(name)" }
            let (text, path) = try await node.firstText(of: paths)
            return try ModuleList.installed(in: text, from: path)
        }
    }
}

extension NodeView {
    /// The content of the first of `paths` that is there, and its path.
    /// - Throws: why the first one that is there could not be read; absent with the
    ///   first path where none is.
    func firstText(of paths: [String]) async throws(Absence) -> (text: String, path: String) {
        var first: Absence?
        for path in paths {
            do {
                return (try await text(of: path), path)
            } catch {
                guard error.reason == .absent else { throw error }
                first = first ?? error
            }
        }
        throw first ?? Absence(.absent, "no path to look at")
    }
}
