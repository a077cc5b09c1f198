/// The words of HTCondor's configuration language.
enum CondorText {
    /// A piece of a value.
    enum Part: Hashable, Sendable {
        case plain(String)
        /// `$(name)` or `$(name:fallback)`.
        case macro(String, String?)
        /// `$ENV(x)`, `$INT(x)` …: functions, which are not evaluated here.
        case function(String)

        /// The piece as it was written.
        var text: String {
            switch self {
            case .plain(let text), .function(let text): text
            case .macro(let name, let fallback): "$(\(name)\(fallback.map { ":" + $0 } ?? ""))"
            }
        }
    }

    /// Macros that HTCondor sets by itself (manual, "Pre-Defined Macros").
    static let machineMacros: Set<String> = [
        "FULL_HOSTNAME", "HOSTNAME", "IP_ADDRESS", "IPV4_ADDRESS", "IPV6_ADDRESS", "TILDE",
        "SUBSYSTEM", "LOCALNAME", "DETECTED_CPUS", "DETECTED_CORES", "DETECTED_MEMORY",
        "DETECTED_PHYSICAL_CPUS", "DETECTED_CPUS_LIMIT", "ARCH", "OPSYS", "OPSYS_VER",
        "OPSYS_AND_VER", "UNAME_ARCH", "UNAME_OPSYS", "PID", "PPID", "USERNAME", "REAL_UID",
        "REAL_GID", "CONDOR_VERSION",
    ]

    /// Where packages put things; files name them where they differ.
    static let defaults = ["RELEASE_DIR": "/usr", "LOCAL_DIR": "/var", "DOLLAR": "$"]

    /// The pieces of a value. `$$(name)` belongs to the job and stays as it is.
    static func parts(of text: String) -> [Part] {
        var parts: [Part] = []
        var plain = ""
        var rest = text[...]
        // Each is looked for to the text's end; nobody leaves this many open.
        var openLeft = 100
        func close() {
            if !plain.isEmpty { parts.append(.plain(plain)) }
            plain = ""
        }
        while let character = rest.first {
            if rest.hasPrefix("$$") {
                plain += "$$"
                rest = rest.dropFirst(2)
            } else if character == "$", openLeft > 0,
                let (part, length) = invocation(rest, &openLeft)
            {
                close()
                parts.append(part)
                rest = rest.dropFirst(length)
            } else {
                plain.append(character)
                rest = rest.dropFirst()
            }
        }
        close()
        return parts
    }

    /// `$(…)` or `$WORD(…)` at the start of a text and its length, brackets inside
    /// counted.
    private static func invocation(_ text: Substring, _ openLeft: inout Int) -> (Part, Int)? {
        let word = text.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        let inside = text.dropFirst(1 + word.count)
        guard inside.first == "(" else { return nil }
        var depth = 0
        var length = 0
        for character in inside {
            length += 1
            depth += character == "(" ? 1 : character == ")" ? -1 : 0
            if depth == 0 { break }
        }
        guard depth == 0 else {
            openLeft -= 1
            return nil
        }
        let whole = 1 + word.count + length
        if !word.isEmpty { return (.function(String(text.prefix(whole))), whole) }
        let body = String(inside.prefix(length).dropFirst().dropLast())
        let halves = body.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(halves[0].trimmingSpace)
        guard name.isCondorName else { return (.function(String(text.prefix(whole))), whole) }
        return (.macro(name, halves.count == 2 ? String(halves[1]) : nil), whole)
    }

    /// The words of a list, separated by commas or blanks.
    static func words(of text: String) -> [String] {
        text.split { $0 == "," || $0.isWhitespace }.map(String.init)
    }

    /// The texts between quotes of an expression.
    static func literals(in expression: String) -> [String] {
        var found: [String] = []
        var open: String?
        var isEscaped = false
        for character in expression {
            if let text = open {
                if character == "\"", !isEscaped {
                    found.append(text)
                    open = nil
                } else {
                    open = text + [character]
                }
                isEscaped = character == "\\" && !isEscaped
            } else if character == "\"" {
                open = ""
            }
        }
        return found
    }

    /// The text of an expression that is nothing but one quoted text; nil for others.
    static func literal(_ expression: String) -> String? {
        let text = expression.trimmingSpace
        guard text.count >= 2, text.first == "\"", text.last == "\"" else { return nil }
        let inner = text.dropFirst().dropLast()
        return inner.contains("\"") ? nil : String(inner)
    }
}

extension StringProtocol {
    /// Whether it names a configuration variable: letters, digits, underscores and
    /// points, not a digit first.
    var isCondorName: Bool {
        guard let first = utf8.first, !(48...57).contains(first), utf8.count <= 200 else {
            return false
        }
        return utf8.allSatisfy {
            (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0)
                || $0 == 95 || $0 == 46
        }
    }
}
