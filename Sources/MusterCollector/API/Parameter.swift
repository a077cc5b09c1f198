internal import MusterModel

/// One word of a request: in its path, or behind the question mark.
struct Parameter: Hashable, Sendable {
    /// What it may be.
    enum Form: Hashable, Sendable {
        /// Any text, characters (Unicode scalars) at most.
        case text(Int)
        /// ASCII letters, digits, _ and -, at least one and so many at most.
        case name(Int)
        /// One of these.
        case word([String])
        /// A whole number in these bounds.
        case number(ClosedRange<Int64>)
    }

    /// Its name.
    let name: String
    /// What it may be.
    let form: Form
    /// For a person.
    let meaning: String
    /// What it is where nobody says; nil where that is nothing.
    var usual: String?
    /// Whether it may not be left out.
    var isRequired = false
    /// Whether it stands in the path.
    var isInPath = false

    /// Longer texts are names of nothing.
    static let nameAtMost = 256

    /// What is wrong with a value; nil where it fits.
    func objection(to value: String) -> String? {
        switch form {
        case .text(let most):
            guard !value.utf8.contains(0), value.unicodeScalars.count <= most else {
                return "\(name): needed at most \(most) characters and no NUL"
            }
        case .name(let most):
            guard value.utf8.count <= most, MonitDocuments.isProducer(value) else {
                return "\(name): needed 1 to \(most) letters, digits, _ and -"
            }
        case .word(let words):
            guard words.contains(value) else {
                return "\(name): needed one of \(words.joined(separator: ", "))"
            }
        case .number(let range):
            guard let number = Int64(value), range.contains(number), String(number) == value else {
                return "\(name): needed \(range.lowerBound) to \(range.upperBound)"
            }
        }
        return nil
    }

    /// As OpenAPI writes it.
    var json: JSONValue {
        .object([
            "name": .string(name), "in": .string(isInPath ? "path" : "query"),
            "required": .bool(isRequired || isInPath), "description": .string(meaning),
            "schema": schema,
        ])
    }

    private var schema: JSONValue {
        var members: [String: JSONValue] = [:]
        switch form {
        case .text(let most):
            members["type"] = .string("string")
            members["maxLength"] = .integer(Int64(most))
            members["pattern"] = .string("^[^\\u0000]*$")
            if isInPath { members["minLength"] = .integer(1) }
        case .name(let most):
            members["type"] = .string("string")
            members["pattern"] = .string("^[A-Za-z0-9_-]{1,\(most)}$")
        case .word(let words):
            members["type"] = .string("string")
            members["enum"] = .array(words.map(JSONValue.string))
        case .number(let range):
            members["type"] = .string("integer")
            members["minimum"] = .integer(range.lowerBound)
            members["maximum"] = .integer(range.upperBound)
        }
        if let usual {
            members["default"] =
                if case .number = form { .integer(Int64(usual) ?? 0) } else { .string(usual) }
        }
        return .object(members)
    }
}

extension Parameter {
    /// A profile's id.
    static let profile = Parameter(
        name: "profile", form: .text(nameAtMost), meaning: "A profile's id.")
    /// The same where one has to be meant.
    static let oneProfile = Parameter(
        name: "profile", form: .text(nameAtMost), meaning: "A profile's id.", usual: "baseline")
    /// How many elements are left out first.
    static let offset = Parameter(
        name: "offset", form: .number(0...10_000_000),
        meaning: "How many elements are left out first.", usual: "0")
    /// How many elements are wanted.
    static let limit = Parameter(
        name: "limit", form: .number(1...1000), meaning: "How many elements are wanted at most.",
        usual: "100")
    /// A site's name in the path.
    static let site = Parameter(
        name: "site", form: .text(nameAtMost), meaning: "A site's name.", isInPath: true)
    /// A node's name in the path.
    static let node = Parameter(
        name: "node", form: .text(nameAtMost), meaning: "A node's name at its site.",
        isInPath: true)
    /// Part of a name.
    static let search = Parameter(
        name: "search", form: .text(nameAtMost), meaning: "Part of the name.")
}
