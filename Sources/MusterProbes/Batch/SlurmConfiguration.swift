internal import MusterModel

/// Slurm's configuration on the node: slurm.conf with what it includes, and
/// job_container.conf, cgroup.conf and plugstack.conf beside it.
///
/// Names are case insensitive. Lines about nodes and partitions set nothing for the
/// node as a whole and are passed over.
struct SlurmConfiguration: Sendable {
    /// Where the file is: as packaged, as slurmd fetches it from the controller, as
    /// Debian has it, as built from source (slurm.conf(5)).
    static let places = [
        "/etc/slurm", "/run/slurm/conf", "/etc/slurm-llnl", "/usr/local/etc",
    ]

    /// A plugin of jobs (plugstack.conf(5)).
    struct Plugin: Hashable, Sendable {
        /// The name of its file, `singularity-exec.so`.
        let name: String
        /// `default=/image`, `bind=…`.
        let arguments: [String]
    }

    /// The settings by lower-case name.
    private(set) var settings: [String: String] = [:]
    /// The settings of job_container.conf that hold for all nodes.
    private(set) var containerSettings: [String: String] = [:]
    /// Whether lines of job_container.conf are about named nodes.
    private(set) var isContainerPerNode = false
    /// The settings of cgroup.conf.
    private(set) var groupSettings: [String: String] = [:]
    /// The plugins in their order.
    private(set) var plugins: [Plugin] = []
    /// The files that were read.
    private(set) var files: [String] = []
    /// What was not evaluated.
    private(set) var unevaluated: [String] = []

    /// More files are not read.
    private static let filesAtMost = 100
    /// Longer files are cut.
    private static let linesAtMost = 50_000
    /// Includes within includes.
    private static let depthAtMost = 8

    /// Nothing read.
    init() {}

    /// Reads all files of the first place that has a slurm.conf.
    /// - Throws: absent where none has; why slurm.conf could not be read.
    static func read(on node: any NodeView) async throws(Absence) -> SlurmConfiguration {
        var all = SlurmConfiguration()
        let (text, path) = try await node.firstText(of: places.map { "\($0)/slurm.conf" })
        let folder = path.parts(by: "/").dropLast().map { "/" + $0 }.joined()
        await all.readMain(text, from: path, in: folder, on: node, depth: 0)
        await all.readBeside("job_container.conf", in: folder, on: node) { $0.takeContainer($1) }
        await all.readBeside("cgroup.conf", in: folder, on: node) { all, line in
            for (name, value) in Self.pairs(in: line) { all.groupSettings[name] = value }
        }
        let stack = all.settings["plugstackconfig"] ?? "\(folder)/plugstack.conf"
        await all.readStack(stack, on: node, depth: 0)
        return all
    }

    private mutating func readMain(
        _ text: String, from path: String, in folder: String, on node: any NodeView, depth: Int
    ) async {
        files.append(path)
        for line in Self.lines(of: text) {
            let words = line.split { $0.isWhitespace }
            if words.first?.lowercased() == "include", words.count == 2 {
                let name = String(words[1])
                let full = name.isAbsolute ? name : "\(folder)/\(name)"
                guard let text = await include(full, on: node, depth: depth) else { continue }
                await readMain(text, from: full, in: folder, on: node, depth: depth + 1)
            } else {
                take(line)
            }
        }
    }

    /// The text of an included file; nil, remembered, where it is not read.
    private mutating func include(
        _ path: String, on node: any NodeView, depth: Int
    ) async -> String? {
        guard depth < Self.depthAtMost, files.count < Self.filesAtMost else {
            unevaluated.append("\(path): not read")
            return nil
        }
        do throws(Absence) {
            return try await node.text(of: path)
        } catch {
            unevaluated.append("\(path): \(error.reason.rawValue)")
            return nil
        }
    }

    private mutating func take(_ line: String) {
        let pairs = Self.pairs(in: line)
        let subject = pairs.first?.name ?? ""
        guard !Self.subjects.contains(subject) else { return }
        for (name, value) in pairs { settings[name] = value }
    }

    /// First words of lines that describe a part of the cluster.
    private static let subjects: Set<String> = [
        "nodename", "partitionname", "downnodes", "nodeset", "frontendname", "switchname",
    ]

    private mutating func takeContainer(_ line: String) {
        let pairs = Self.pairs(in: line)
        if pairs.first?.name == "nodename" {
            isContainerPerNode = true
            return
        }
        for (name, value) in pairs { containerSettings[name] = value }
    }

    private mutating func readBeside(
        _ name: String, in folder: String, on node: any NodeView,
        _ take: (inout SlurmConfiguration, String) -> Void
    ) async {
        let path = "\(folder)/\(name)"
        do throws(Absence) {
            let text = try await node.text(of: path)
            files.append(path)
            for line in Self.lines(of: text) { take(&self, line) }
        } catch {
            if error.reason != .absent { unevaluated.append("\(path): \(error.reason.rawValue)") }
        }
    }

    private mutating func readStack(
        _ path: String, on node: any NodeView, depth: Int
    ) async {
        if depth == 0, (try? await node.exists(path)) == false { return }
        guard let text = await include(path, on: node, depth: depth) else { return }
        files.append(path)
        for line in Self.lines(of: text) {
            let words = QuotedWords(line).words
            guard let first = words.first?.lowercased(), words.count >= 2 else { continue }
            if first == "include" {
                for file in await matches(words[1], on: node) {
                    await readStack(file, on: node, depth: depth + 1)
                }
            } else if first == "required" || first == "optional" {
                let name = words[1].parts(by: "/").last.map(String.init) ?? words[1]
                plugins.append(Plugin(name: name, arguments: Array(words.dropFirst(2))))
            }
        }
    }

    /// The files of a pattern `folder/*.conf`, sorted; a pattern in the folder's
    /// part is not evaluated.
    private mutating func matches(_ pattern: String, on node: any NodeView) async -> [String] {
        guard pattern.contains("*") || pattern.contains("?") else { return [pattern] }
        let parts = pattern.parts(by: "/")
        let folder = parts.dropLast().map { "/" + $0 }.joined()
        guard pattern.isAbsolute, !folder.contains("*"), let last = parts.last,
            let names = try? await node.names(in: folder)
        else {
            unevaluated.append("include \(pattern.excerpt)")
            return []
        }
        let glob = Glob(String(last))
        return names.filter { glob.matches($0) }.prefix(Self.filesAtMost).map { "\(folder)/\($0)" }
    }
}

extension SlurmConfiguration {
    /// Lines without comments and empty ones; a backslash goes on with the next.
    static func lines(of text: String) -> [String] {
        var lines: [String] = []
        var open = ""
        for raw in text.split(whereSeparator: \.isNewline).prefix(linesAtMost) {
            let line = raw.prefix { $0 != "#" }.trimmingSpace
            if line.hasSuffix("\\") {
                open += line.dropLast() + " "
            } else {
                let whole = open + line
                if !whole.trimmingSpace.isEmpty { lines.append(String(whole.trimmingSpace)) }
                open = ""
            }
        }
        if !open.isEmpty { lines.append(open) }
        return lines
    }

    /// `Name=value` pairs of a line, names in lower case.
    static func pairs(in line: String) -> [(name: String, value: String)] {
        QuotedWords(line).words.compactMap { word in
            guard let equals = word.firstIndex(of: "=") else { return nil }
            let value = String(word[word.index(after: equals)...])
            return (word[..<equals].lowercased(), value)
        }
    }
}
