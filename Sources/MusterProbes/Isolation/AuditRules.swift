internal import MusterModel

/// What the rules of the audit system record, from their text (audit.rules(7),
/// auditctl(8)).
///
/// A rule counts where it records always and at the end of a system call. Watches of
/// files (`-w`) say nothing about processes and are passed over.
struct AuditRules: Hashable, Sendable {
    /// One rule `-a always,exit`.
    fileprivate struct Rule: Hashable {
        var calls: Set<String> = []
        /// Whether filters let only processes pass that somebody logged in to start.
        var isForLogins = false
        /// Whether a filter narrows the rule to one program, user or path.
        var isNarrow = false
    }

    private var rules: [Rule] = []
    /// Whether `-a task,never` keeps every new process from being recorded.
    private(set) var isSuppressed = false
    /// Whether `-e 2` keeps the rules from being changed until the next boot.
    private(set) var isLocked = false

    /// No rules.
    init() {}

    /// Longer rule files are cut.
    static let linesAtMost = 10_000

    /// Adds the rules in `text`; `-D` forgets those before it.
    mutating func read(_ text: String) {
        for line in text.split(whereSeparator: \.isNewline).prefix(Self.linesAtMost) {
            let words = line.split { $0 == " " || $0 == "\t" }.map(String.init)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            if first == "-D" {
                rules = []
                isSuppressed = false
            }
            read(words)
        }
    }

    /// The system calls that are recorded for every process, sorted.
    var calls: [String] {
        isSuppressed ? [] : Set(rules.filter { !$0.isNarrow }.flatMap(\.calls)).sorted()
    }

    /// The system calls that are recorded also for processes without a login, as
    /// the jobs of a batch daemon are, sorted.
    var callsOfJobs: [String] {
        let open = rules.filter { !$0.isNarrow && !$0.isForLogins }
        return isSuppressed ? [] : Set(open.flatMap(\.calls)).sorted()
    }

    private mutating func read(_ words: [String]) {
        var rule = Rule()
        var action: Set<String> = []
        var rest = words[...]
        while let word = rest.popFirst() {
            switch word {
            case "-a", "-A": action = Set(Self.next(&rest).split(separator: ",").map(String.init))
            case "-S": rule.calls.formUnion(Self.next(&rest).split(separator: ",").map(String.init))
            case "-F": rule.narrow(by: Self.next(&rest))
            case "-C": rule.isNarrow = true
            case "-e": isLocked = Self.next(&rest) == "2" || isLocked
            default: break
            }
        }
        if action == ["never", "task"] { isSuppressed = true }
        // `entry` is the list's name in files of old releases (auditctl(8)).
        if action == ["always", "exit"] || action == ["always", "entry"] { rules.append(rule) }
    }

    private static func next(_ words: inout ArraySlice<String>) -> String {
        words.popFirst() ?? ""
    }
}

extension AuditRules.Rule {
    /// Names of "no login", as auditctl takes them.
    private static let unset: Set<Substring> = ["unset", "4294967295", "-1"]

    /// What a filter `field=value` takes away.
    fileprivate mutating func narrow(by filter: String) {
        let field = filter.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        let rest = filter.dropFirst(field.count)
        let sign = rest.prefix { "!=<>&".contains($0) }
        let value = rest.dropFirst(sign.count)
        switch field {
        case "arch", "key", "success": break
        case "auid", "loginuid":
            if sign == "!=" && Self.unset.contains(value) {
                isForLogins = true
            } else if sign == ">=" || sign == ">" {
                // "unset" is the largest number and passes a lower bound.
            } else {
                isNarrow = true
            }
        case "uid", "euid":
            if sign != ">=" && sign != ">" && sign != "!=" { isNarrow = true }
        default: isNarrow = true
        }
    }
}
