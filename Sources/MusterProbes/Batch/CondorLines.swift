/// The statements of one configuration file of HTCondor.
enum CondorStatement: Hashable, Sendable {
    /// `name = value`, also by `@=tag`.
    case define(String, String)
    /// `if condition`, `elif condition`.
    case condition(String, isFirst: Bool)
    case otherwise, end
    /// `include : file`, `include ifexist : file`.
    case include(String, mayMiss: Bool)
    /// `include : program|`, `include command …`.
    case program(String)
    /// `use CATEGORY : names`.
    case template(category: String, text: String)
    /// Anything else; warnings, errors and section marks are left out.
    case strange(String)

    /// Longer files are cut.
    static let linesAtMost = 20_000

    /// The statements in `text`, in their order.
    static func all(in text: String) -> [CondorStatement] {
        var statements: [CondorStatement] = []
        var lines = logicalLines(of: text)[...]
        while let line = lines.popFirst() {
            if let range = line.firstRange(of: "@="), line[..<range.lowerBound].isNameAndSpace {
                let tag = "@" + line[range.upperBound...].trimmingSpace
                var value: [String] = []
                while let next = lines.popFirst(), next != tag { value.append(next) }
                let name = String(line[..<range.lowerBound].trimmingSpace)
                statements.append(.define(name, value.joined(separator: "\n")))
            } else {
                statements += [CondorStatement(line)].compactMap(\.self)
            }
        }
        return statements
    }

    /// One line; nil for those that say nothing about settings.
    private init?(_ line: String) {
        let plain = line.hasPrefix("@") ? String(line.dropFirst()) : line
        let words = plain.split(maxSplits: 1) { $0.isWhitespace || $0 == ":" }
        let first = words.first?.lowercased() ?? ""
        let rest = words.count > 1 ? String(words[1].trimmingSpace) : ""
        switch first {
        case "if": self = .condition(rest, isFirst: true)
        case "elif": self = .condition(rest, isFirst: false)
        case "else" where rest.isEmpty: self = .otherwise
        case "endif" where rest.isEmpty: self = .end
        case "include" where plain.contains(":"): self.init(including: plain)
        case "use" where plain.contains(":"):
            let parts = rest.split(separator: ":", maxSplits: 1)
            self = .template(
                category: String(parts.first?.trimmingSpace ?? "").uppercased(), text: plain)
        case "warning" where plain.contains(":"), "error" where plain.contains(":"): return nil
        default: self.init(defining: line)
        }
    }

    private init?(defining line: String) {
        if let equals = line.firstIndex(of: "="), line[..<equals].isNameAndSpace {
            let value = String(line[line.index(after: equals)...].trimmingSpace)
            self = .define(String(line[..<equals].trimmingSpace), value)
        } else if line.hasPrefix("[") {
            return nil
        } else {
            self = .strange(line)
        }
    }

    private init?(including line: String) {
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let head = line[..<colon].lowercased().split { $0.isWhitespace }
        let target = String(line[line.index(after: colon)...].trimmingSpace)
        if target.hasSuffix("|") || head.contains("command") {
            self = .program(line)
        } else {
            self = .include(target, mayMiss: head.contains("ifexist"))
        }
    }

    /// Lines without comments and empty ones. A backslash goes on with the next line;
    /// a comment in between is left out whole.
    private static func logicalLines(of text: String) -> [String] {
        var lines: [String] = []
        var open: String?
        for raw in text.split(whereSeparator: \.isNewline).prefix(linesAtMost) {
            let line = raw.trimmingSpace
            if line.isEmpty || line.hasPrefix("#") { continue }
            let goesOn = line.hasSuffix("\\")
            let part = (open ?? "") + (goesOn ? line.dropLast() : line)
            open = goesOn ? part : nil
            if !goesOn { lines.append(part) }
        }
        if let open { lines.append(open) }
        return lines
    }
}

extension Substring {
    /// Whether it is one name of a variable with white space around it.
    fileprivate var isNameAndSpace: Bool { trimmingSpace.isCondorName }
}
