internal import MusterModel

/// HTCondor's configuration as far as it was evaluated (HTCondor manual,
/// "Introduction to Configuration").
///
/// Names are case insensitive and kept in upper case; values are kept as they were
/// written and expanded when they are asked for, as HTCondor does.
struct CondorConfiguration: Sendable {
    /// One definition.
    struct Setting: Hashable, Sendable {
        /// The right hand side, macros in it.
        var value: String
        /// The file that it stands in.
        var origin: String
        /// Whether it stands in a branch whose condition could not be told.
        var isDoubtful = false
    }

    /// The definitions by name.
    private(set) var settings: [String: Setting] = [:]
    /// The files that were read, in their order.
    private(set) var files: [String] = []
    /// What was not evaluated, as `file: text`, in the order of reading.
    private(set) var unevaluated: [String] = []
    /// What was not evaluated and may define any name; nil where there is nothing.
    private(set) var flood: String?

    /// More remarks are cut.
    static let remarksAtMost = 100
    /// More definitions are cut; a full configuration has some thousand.
    static let settingsAtMost = 20_000
    /// A longer value is no setting that a probe reads.
    static let valueAtMost = 65_536
    /// Macros within macros.
    private static let depthAtMost = 20
    /// One value is put together from no more pieces.
    private static let partsAtMost = 10_000

    /// Nothing read.
    init() {}

    /// The definitions in the output of `condor_config_val -dump -expand`: lines of
    /// `NAME = value`, all expanded.
    init(dump output: String, from origin: String) {
        for line in output.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            let name = String(line[..<equals].trimmingSpace)
            let value = String(line[line.index(after: equals)...].trimmingSpace)
            if name.isCondorName { define(name, value, from: origin) }
        }
    }

    /// Remembers that a file was read.
    mutating func opened(_ path: String) { files.append(path) }

    /// Takes a definition; macros of its own name are expanded at once.
    mutating func define(
        _ name: String, _ value: String, from origin: String, isDoubtful: Bool = false
    ) {
        let key = name.uppercased()
        guard value.utf8.count <= Self.valueAtMost else {
            return skip("\(name) = \(value)", in: origin, definesAnything: true)
        }
        guard settings.count < Self.settingsAtMost || settings[key] != nil else { return }
        let before = settings[key]?.value ?? ""
        var whole = ""
        for part in CondorText.parts(of: value) {
            if case .macro(let inner, let fallback) = part, inner.uppercased() == key {
                whole += settings[key] == nil ? fallback ?? "" : before
            } else {
                whole += part.text
            }
        }
        settings[key] = Setting(
            value: String(whole.prefix(Self.valueAtMost)), origin: origin,
            isDoubtful: isDoubtful || settings[key]?.isDoubtful == true && whole != value)
    }

    /// Remembers something that was not evaluated.
    ///
    /// - Parameter definesAnything: whether it may define any name.
    mutating func skip(_ text: String, in path: String, definesAnything: Bool) {
        let remark = "\(path): \(text.excerpt)"
        if unevaluated.count < Self.remarksAtMost { unevaluated.append(remark) }
        if definesAnything { flood = flood ?? remark }
    }

    /// Whether a name is defined.
    func isDefined(_ name: String) -> Bool {
        settings[name.uppercased()].map { !$0.value.isEmpty } ?? false
    }

    /// The value of a name, of the daemon's own where it has one (`STARTER.NAME`);
    /// nil where it is known not to be defined.
    /// - Throws: unsupported where something that was not evaluated decides.
    func value(of name: String, in daemons: [String] = []) throws(Absence) -> String? {
        let names = daemons.map { "\($0).\(name)" } + [name]
        for name in names where settings[name.uppercased()] != nil {
            var budget = Self.partsAtMost
            return try expanded(name, depth: 0, &budget)
        }
        if let flood {
            throw Absence(.unsupported, "\(name): not told, \(flood) was not evaluated")
        }
        return nil
    }

    /// A text with its macros expanded.
    /// - Throws: unsupported for what was not evaluated.
    func expanded(text: String) throws(Absence) -> String {
        var budget = Self.partsAtMost
        return try filled(text, depth: 0, &budget)
    }

    private func expanded(
        _ name: String, depth: Int, _ budget: inout Int
    ) throws(Absence) -> String {
        guard let setting = settings[name.uppercased()] else { return "" }
        if setting.isDoubtful {
            throw Absence(
                .unsupported,
                "\(setting.origin): \(name) depends on a condition that was not "
                    + "evaluated")
        }
        return try filled(setting.value, depth: depth, &budget)
    }

    private func filled(
        _ text: String, depth: Int, _ budget: inout Int
    ) throws(Absence) -> String {
        guard text.utf8.count <= Self.valueAtMost else {
            throw Absence(.malformed, "\(text.excerpt): longer than a setting")
        }
        guard depth < Self.depthAtMost else {
            throw Absence(.malformed, "\(text.excerpt): macros lead to themselves")
        }
        var out = ""
        for part in CondorText.parts(of: text) {
            budget -= 1
            guard budget > 0 else {
                throw Absence(.malformed, "\(text.excerpt): macros multiply each other")
            }
            switch part {
            case .plain(let text): out += text
            case .function(let text):
                throw Absence(.unsupported, "\(text.excerpt) was not evaluated")
            case .macro(let name, let fallback):
                out += try value(ofMacro: name, or: fallback, depth: depth, &budget)
            }
            guard out.utf8.count <= Self.valueAtMost else {
                throw Absence(.malformed, "\(text.excerpt): longer than a setting")
            }
        }
        return out
    }

    private func value(
        ofMacro name: String, or fallback: String?, depth: Int, _ budget: inout Int
    ) throws(Absence) -> String {
        if settings[name.uppercased()] != nil {
            return try expanded(name, depth: depth + 1, &budget)
        }
        if CondorText.machineMacros.contains(name.uppercased()) {
            throw Absence(.unsupported, "$(\(name)) is HTCondor's own and was not evaluated")
        }
        if let known = CondorText.defaults[name.uppercased()] { return known }
        if let fallback { return try filled(fallback, depth: depth + 1, &budget) }
        if let flood {
            throw Absence(.unsupported, "$(\(name)): not told, \(flood) was not evaluated")
        }
        return ""
    }
}
