internal import MusterModel

/// Reads HTCondor's configuration files in its own order: the one initial file, the
/// folders of `LOCAL_CONFIG_DIR`, the files of `LOCAL_CONFIG_FILE`, and the folders
/// again where one of these changed their list.
///
/// Programs that would make configuration are not run, templates (`use`) are not
/// evaluated, and conditions only where they can be told; all are remembered. What
/// HTCondor's daemons have in their environment (`_CONDOR_…`) is not seen.
struct CondorFiles {
    /// The initial file, the first that is there (manual, "Ordered Evaluation").
    static let initial = ["/etc/condor/condor_config", "/usr/local/etc/condor_config"]

    /// What was read.
    private(set) var configuration = CondorConfiguration()

    private let node: any NodeView
    private var branches: [Branch] = []
    private var filesLeft = Self.filesAtMost

    /// More files are not read.
    private static let filesAtMost = 300
    /// Includes within includes; HTCondor has a limit, too.
    private static let depthAtMost = 8

    /// Templates that set roles, policies of starting jobs and security, and nothing
    /// about containers (manual, "Configuration Templates").
    private static let harmless: Set<String> = ["ROLE", "POLICY", "SECURITY"]

    /// One `if`, by what its lines are.
    private enum Branch {
        /// They count.
        case taken
        /// A later branch may count.
        case waiting
        /// Another branch counted, or all of it lies in a branch that does not.
        case over
        /// The condition could not be told: nobody knows whether they count.
        case unknown
    }

    /// Reads all files.
    /// - Throws: absent without an initial file; why that could not be read.
    static func read(on node: any NodeView) async throws(Absence) -> CondorConfiguration {
        var files = CondorFiles(node: node)
        let (text, path) = try await node.firstText(of: initial)
        await files.read(text, from: path, depth: 0)
        await files.readFolders(after: nil)
        let before = files.list("LOCAL_CONFIG_DIR")
        await files.readLocalFiles()
        if files.list("LOCAL_CONFIG_DIR") != before { await files.readFolders(after: before) }
        return files.configuration
    }

    private init(node: any NodeView) { self.node = node }

    private func list(_ name: String) -> [String] {
        let text = (try? configuration.value(of: name)) ?? nil
        return text.map(CondorText.words) ?? []
    }

    /// Folders are read again where a file in them changed the list.
    private mutating func readFolders(after known: [String]?) async {
        var before = known
        for _ in 0..<2 {
            let folders = list("LOCAL_CONFIG_DIR")
            if folders == before { return }
            before = folders
            for folder in folders { await readFolder(folder) }
        }
    }

    private mutating func readFolder(_ folder: String) async {
        do throws(Absence) {
            for name in try await node.names(in: folder) where !Self.isLeftOut(name) {
                await readFile("\(folder)/\(name)", mayMiss: false, depth: 0)
            }
        } catch {
            configuration.skip(
                "\(error.reason.rawValue) folder", in: folder,
                definesAnything: error.reason != .absent)
        }
    }

    private mutating func readLocalFiles() async {
        guard let text = (try? configuration.value(of: "LOCAL_CONFIG_FILE")) ?? nil else { return }
        if text.trimmingSpace.hasSuffix("|") {
            configuration.skip(text, in: "LOCAL_CONFIG_FILE", definesAnything: true)
            return
        }
        for path in CondorText.words(of: text) { await readFile(path, mayMiss: true, depth: 0) }
    }

    /// Files of packages and editors (the default of
    /// LOCAL_CONFIG_DIR_EXCLUDE_REGEXP).
    private static func isLeftOut(_ name: String) -> Bool {
        name.hasPrefix(".") || name.hasPrefix("#") || name.hasSuffix("~")
            || name.hasSuffix(".rpmsave") || name.hasSuffix(".rpmnew") || name.contains(".dpkg-")
    }

    private mutating func readFile(_ path: String, mayMiss: Bool, depth: Int) async {
        guard depth < Self.depthAtMost, filesLeft > 0, path.isAbsolute else {
            configuration.skip("not read", in: path, definesAnything: true)
            return
        }
        filesLeft -= 1
        do throws(Absence) {
            await read(try await node.text(of: path), from: path, depth: depth)
        } catch {
            if error.reason == .absent, mayMiss { return }
            configuration.skip(
                error.reason.rawValue, in: path, definesAnything: error.reason != .absent)
        }
    }

    private mutating func read(_ text: String, from path: String, depth: Int) async {
        configuration.opened(path)
        let outer = branches
        branches = []
        let isOuterUnknown = outer.contains { if case .unknown = $0 { true } else { false } }
        if isOuterUnknown { branches = [.unknown] }
        for statement in CondorStatement.all(in: text) {
            await take(statement, in: path, depth: depth)
        }
        branches = outer
    }

    private mutating func take(
        _ statement: CondorStatement, in path: String, depth: Int
    ) async {
        if branch(statement, in: path) { return }
        guard !isPassedOver else { return }
        switch statement {
        case .define(let name, let value):
            configuration.define(name, value, from: path, isDoubtful: isUnknown)
        case .include(let target, let mayMiss):
            guard let file = try? configuration.expanded(text: target) else {
                configuration.skip("include : \(target)", in: path, definesAnything: true)
                return
            }
            await readFile(file, mayMiss: mayMiss, depth: depth + 1)
        case .program(let text): configuration.skip(text, in: path, definesAnything: true)
        case .template(let category, let text):
            configuration.skip(
                text, in: path, definesAnything: !Self.harmless.contains(category))
        case .strange(let text): configuration.skip(text, in: path, definesAnything: false)
        case .condition, .otherwise, .end: break
        }
    }

    private var isPassedOver: Bool {
        branches.contains {
            switch $0 {
            case .waiting, .over: true
            case .taken, .unknown: false
            }
        }
    }

    private var isUnknown: Bool {
        branches.contains { if case .unknown = $0 { true } else { false } }
    }

    /// Takes `if`, `elif`, `else` and `endif`; false for all other statements.
    private mutating func branch(_ statement: CondorStatement, in path: String) -> Bool {
        switch statement {
        case .condition(let text, true):
            branches.append(isPassedOver ? .over : opened(by: text, in: path))
        case .condition(let text, false):
            guard let last = branches.popLast() else { return true }
            branches.append(next(after: last, text, in: path))
        case .otherwise:
            guard let last = branches.popLast() else { return true }
            branches.append(next(after: last, "true", in: path))
        case .end: _ = branches.popLast()
        default: return false
        }
        return true
    }

    private mutating func next(after last: Branch, _ text: String, in path: String) -> Branch {
        switch last {
        case .taken, .over: .over
        case .unknown: .unknown
        case .waiting: opened(by: text, in: path)
        }
    }

    private mutating func opened(by text: String, in path: String) -> Branch {
        switch truth(of: text) {
        case true?: return .taken
        case false?: return .waiting
        case nil:
            configuration.skip("if \(text)", in: path, definesAnything: false)
            return .unknown
        }
    }

    /// What a simple condition comes to; nil where it cannot be told, as a
    /// comparison of versions.
    private func truth(of text: String) -> Bool? {
        let plain = text.trimmingSpace
        if plain.hasPrefix("!") { return truth(of: String(plain.dropFirst())).map { !$0 } }
        let words = plain.split { $0.isWhitespace }
        if words.first?.lowercased() == "defined", words.count == 2 {
            let name = String(words[1])
            if configuration.settings[name.uppercased()]?.isDoubtful == true { return nil }
            if configuration.isDefined(name) { return true }
            return configuration.flood == nil ? false : nil
        }
        guard let value = try? configuration.expanded(text: String(plain)) else { return nil }
        switch value.trimmingSpace.lowercased() {
        case "true", "yes", "1", "t": return true
        case "false", "no", "0", "", "f": return false
        default: return nil
        }
    }
}
