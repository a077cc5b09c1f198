internal import MusterModel

/// CVMFS's configuration files in the client's own order (field guide §7).
///
/// For every repository `default.conf`, `default.d/*.conf`, the configuration
/// repository's `default.conf`, `default.local`; then for one the files of its
/// domain and its own: the configuration repository's first, `.conf`, `.local`.
/// The configuration repository's files are looked for as the client does it, by
/// a touch of its mount.
struct CvmfsFiles {
    /// Where the files are.
    static let folder = "/etc/cvmfs"
    /// Files in `default.d` that are read; packages and sites have up to ten.
    private static let dropInsAtMost = 100

    private var evaluation: ShellEvaluation

    /// `/cvmfs/cvmfs-config.cern.ch/etc/cvmfs`; nil where none is configured.
    private var shared: String?

    /// Files of the defaults that are there.
    private(set) var found: [String] = []

    /// Reads the defaults.
    init(on node: any NodeView) async {
        evaluation = ShellEvaluation(on: node)
        await defaults()
    }

    /// The parameters as they stand without a repository.
    var settings: CvmfsSettings { Self.settings(of: evaluation, []) }

    /// The parameters that count for one repository.
    func settings(for repository: CvmfsName) async -> CvmfsSettings {
        var copy = self
        copy.evaluation.macros = [
            ("@fqrn@", repository.text), ("@org@", repository.organisation),
        ]
        var own: [String] = []
        for (part, name) in [("domain.d", repository.domain), ("config.d", repository.text)] {
            let stem = "\(part)/\(name)"
            let paths =
                (shared.map { ["\($0)/\(stem).conf"] } ?? [])
                + ["\(Self.folder)/\(stem).conf", "\(Self.folder)/\(stem).local"]
            for path in paths where !name.isEmpty {
                if await copy.source(path) { own.append(path) }
            }
        }
        return Self.settings(of: copy.evaluation, own)
    }

    private static let switchName = "CVMFS_CONFIG_REPOSITORY"

    private mutating func defaults() async {
        let folder = Self.folder
        await read("\(folder)/default.conf")
        for path in await dropIns() { await read(path) }
        if let shared = sharedFolder() {
            self.shared = shared
            if !(await source("\(shared)/default.conf")) {
                evaluation.remark(
                    Self.switchName, "\(shared)/default.conf: not there, the client warns")
            }
        }
        await read("\(folder)/default.local")
    }

    private mutating func read(_ path: String) async {
        if await source(path) { found.append(path) }
    }

    /// Sources a file; after the drop-ins none may change the configuration
    /// repository: the client calls it an error and ignores it.
    private mutating func source(_ path: String) async -> Bool {
        let before = evaluation.variables[Self.switchName]
        let isThere = await evaluation.source(path)
        let isEarly =
            path == Self.folder + "/default.conf" || path.hasPrefix(Self.folder + "/default.d/")
        if !isEarly {
            evaluation.restore(
                Self.switchName, to: before, why: "ignored, belongs in default.d")
        }
        return isThere
    }

    private mutating func dropIns() async -> [String] {
        let folder = Self.folder + "/default.d"
        do throws(Absence) {
            let names = try await evaluation.node.names(in: folder)
            let wanted = names.filter { $0.hasSuffix(".conf") && !$0.hasPrefix(".") }.sorted()
            if wanted.count > Self.dropInsAtMost {
                evaluation.remark(folder, "only \(Self.dropInsAtMost) files are read")
            }
            return wanted.prefix(Self.dropInsAtMost).map { "\(folder)/\($0)" }
        } catch where error.reason == .absent {
            return []
        } catch {
            evaluation.variables.drown(error, from: folder)
            evaluation.remark(folder, error.detail)
            return []
        }
    }

    /// The configuration repository's folder; where its name is not known every
    /// parameter is uncertain, because its files may set any.
    private mutating func sharedFolder() -> String? {
        switch evaluation.variables[Self.switchName]?.value {
        case nil, .text(""): return nil
        case .doubt(let absence):
            evaluation.variables.drown(absence, from: Self.switchName)
            return nil
        case .text(let text):
            guard let name = CvmfsName(text) else {
                evaluation.remark(Self.switchName, "\(text.excerpt) is no repository")
                return nil
            }
            let folder = Self.settings(of: evaluation, []).mountFolder
            return "\(folder)/\(name.text)/etc/cvmfs"
        }
    }

    private static func settings(
        of evaluation: ShellEvaluation, _ own: [String]
    ) -> CvmfsSettings {
        let settings = evaluation.variables.settings
        let doubts = settings.compactMap { name, setting -> String? in
            guard case .doubt(let absence) = setting.value else { return nil }
            return "\(name) (\(absence.detail))".shortened
        }
        return CvmfsSettings(
            reader: .files, settings: settings, others: evaluation.variables.flood,
            unevaluated: Set(doubts + evaluation.remarks).sorted(), ownFiles: own)
    }
}
