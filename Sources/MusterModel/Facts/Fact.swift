/// One observed value, or the reason why it is missing, and where it came from.
public struct Fact: Hashable, Sendable {
    /// Which fact, about what.
    public let key: FactKey

    /// What was seen.
    public let reading: Reading

    /// Where it was read: a path, a call, a program with its arguments.
    public let origin: String

    /// A fact from its parts.
    public init(_ key: FactKey, _ reading: Reading, from origin: String) {
        self.key = key
        self.reading = reading
        self.origin = origin
    }

    /// The fact as canonical JSON; a missing one holds `missing` and `detail`.
    public var json: JSONValue {
        var members: [String: JSONValue] = [
            "name": .string(key.name.text), "origin": .string(origin),
        ]
        if let subject = key.subject { members["subject"] = .string(subject) }
        switch reading {
        case .value(let value):
            members["kind"] = .string(value.kind.rawValue)
            members["value"] = value.json
        case .missing(let absence):
            members["missing"] = .string(absence.reason.rawValue)
            members["detail"] = .string(absence.detail)
        }
        return .object(members)
    }
}
