internal import MusterModel

/// A file of sections and `key=value` lines as systemd reads it (systemd.syntax(7)),
/// with the drop-ins behind it.
struct SettingsFile: Hashable, Sendable {
    /// One assignment, in the order of reading.
    struct Line: Hashable, Sendable {
        /// The section without its brackets, `Service`.
        let section: String
        /// The key, `ExecStart`.
        let key: String
        /// All behind the equals sign, without white space around it.
        let value: String
        /// The file that it stands in.
        let origin: String
    }

    /// All assignments; later ones stand behind earlier ones.
    private(set) var lines: [Line] = []
    /// The sections that were opened, also those without a line.
    private(set) var sections: Set<String> = []
    /// The files that were read, in their order.
    private(set) var files: [String] = []

    /// Longer files are no unit or daemon settings.
    static let linesAtMost = 5_000

    /// Nothing read.
    init() {}

    /// Adds the text of one file. Lines that fit no rule are left out, as systemd
    /// does with a warning.
    mutating func read(_ text: String, from path: String) {
        files.append(path)
        var section = ""
        for line in Self.joined(text).prefix(Self.linesAtMost) {
            if line.hasPrefix("["), line.hasSuffix("]") {
                section = String(line.dropFirst().dropLast())
                sections.insert(section)
            } else if let equals = line.firstIndex(of: "=") {
                let value = line[line.index(after: equals)...].trimmingSpace
                lines.append(
                    Line(
                        section: section, key: String(line[..<equals].trimmingSpace),
                        value: String(value), origin: path))
            }
        }
    }

    /// What the last assignment says; nil where there is none or it is empty, which
    /// means the default.
    func last(_ key: String, in section: String) -> Line? {
        let line = lines.last { $0.key == key && $0.section == section }
        return line?.value.isEmpty == true ? nil : line
    }

    /// What all assignments say together; an empty one forgets those before it.
    func all(_ key: String, in section: String) -> [Line] {
        let found = lines.filter { $0.key == key && $0.section == section }
        let reset = found.lastIndex { $0.value.isEmpty }
        return Array(found[(reset.map { $0 + 1 } ?? 0)...])
    }

    /// Lines without comments and empty ones; a backslash at the end goes on with
    /// the next line, over comments in between.
    private static func joined(_ text: String) -> [String] {
        var lines: [String] = []
        var open: String?
        for raw in text.split(whereSeparator: \.isNewline) {
            let line = raw.trimmingSpace
            if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
            let goesOn = line.hasSuffix("\\")
            let part = (open ?? "") + (goesOn ? line.dropLast() + " " : line)
            open = goesOn ? part : nil
            if !goesOn { lines.append(part) }
        }
        if let open { lines.append(open) }
        return lines
    }
}

extension SettingsFile {
    /// Where units are looked for, the strongest first (systemd.unit(5)).
    static let unitFolders = [
        "/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system",
        "/usr/lib/systemd/system", "/lib/systemd/system",
    ]
    /// Where daemons' own settings are looked for (journald.conf(5)).
    static let daemonFolders = [
        "/etc/systemd", "/run/systemd", "/usr/local/lib/systemd", "/usr/lib/systemd",
        "/lib/systemd",
    ]
    /// Folders with more drop-ins are cut; packages and sites have a handful.
    static let dropInsAtMost = 100

    /// The settings of `name`: the first file of that name, then the drop-ins of all
    /// folders in the order of their names, of one name that of the strongest folder.
    /// - Throws: absent where there is neither a file nor a drop-in; why one of them
    ///   could not be read.
    static func read(
        _ name: String, in folders: [String], on node: any NodeView
    ) async throws(Absence) -> SettingsFile {
        var settings = SettingsFile()
        do throws(Absence) {
            let (text, path) = try await node.firstText(of: folders.map { "\($0)/\(name)" })
            settings.read(text, from: path)
        } catch  where error.reason == .absent {}
        for path in try await dropIns(of: name, in: folders, on: node) {
            settings.read(try await node.text(of: path), from: path)
        }
        guard !settings.files.isEmpty else {
            throw Absence(.absent, "\(name): in none of \(folders[0]) … \(folders.last ?? "")")
        }
        return settings
    }

    private static func dropIns(
        of name: String, in folders: [String], on node: any NodeView
    ) async throws(Absence) -> [String] {
        var paths: [String: String] = [:]
        for folder in folders {
            let names: [String]
            do throws(Absence) {
                names = try await node.names(in: "\(folder)/\(name).d")
            } catch  where error.reason == .absent {
                continue
            }
            for file in names.prefix(dropInsAtMost) where file.hasSuffix(".conf") {
                if paths[file] == nil { paths[file] = "\(folder)/\(name).d/\(file)" }
            }
        }
        return paths.keys.sorted().prefix(dropInsAtMost).compactMap { paths[$0] }
    }
}
