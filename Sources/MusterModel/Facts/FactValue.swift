/// One observed value with its type.
public enum FactValue: Hashable, Sendable {
    case bool(Bool)
    case integer(Int64)
    case bytes(Bytes)
    case duration(Duration)
    case version(Version)
    case string(String)
    case list([String])
    case paths(Set<String>)
    case date(CalendarDate)

    /// The type of the value.
    public var kind: FactKind {
        switch self {
        case .bool: .bool
        case .integer: .integer
        case .bytes: .bytes
        case .duration: .duration
        case .version: .version
        case .string: .string
        case .list: .list
        case .paths: .paths
        case .date: .date
        }
    }

    /// The value as canonical JSON; sizes in bytes, spans in milliseconds,
    /// path sets sorted.
    public var json: JSONValue {
        switch self {
        case .bool(let value): .bool(value)
        case .integer(let value): .integer(value)
        case .bytes(let value): .integer(value.count)
        case .duration(let value): .integer(value.milliseconds)
        case .version(let value): .string(value.text)
        case .string(let value): .string(value)
        case .list(let value): .array(value.map(JSONValue.string))
        case .paths(let value): .array(value.sorted().map(JSONValue.string))
        case .date(let value): .string(value.description)
        }
    }

    /// The value of `kind` in `json`, or nil where the two do not fit.
    public init?(_ json: JSONValue, kind: FactKind) {
        switch (kind, json) {
        case (.bool, .bool(let value)): self = .bool(value)
        case (.integer, .integer(let value)): self = .integer(value)
        case (.bytes, .integer(let value)): self = .bytes(Bytes(value))
        case (.duration, .integer(let value)): self = .duration(.milliseconds(value))
        case (.version, .string(let value)): self = .version(Version(value))
        case (.string, .string(let value)): self = .string(value)
        case (.list, .array(let values)), (.paths, .array(let values)):
            let texts = values.compactMap { if case .string(let text) = $0 { text } else { nil } }
            guard texts.count == values.count else { return nil }
            self = kind == .list ? .list(texts) : .paths(Set(texts))
        case (.date, .string(let value)):
            guard let day = CalendarDate(value) else { return nil }
            self = .date(day)
        default: return nil
        }
    }
}

extension FactValue: CustomStringConvertible {
    /// The value for a person: `yes`, `4,000 MiB`, `12 s`, `a, b`.
    public var description: String {
        switch self {
        case .bool(let value): value ? "yes" : "no"
        case .integer(let value): String(value)
        case .bytes(let value): value.description
        case .duration(let value): value.inWords
        case .version(let value): value.text
        case .string(let value): value
        case .list(let value): value.isEmpty ? "none" : value.joined(separator: ", ")
        case .paths(let value):
            value.isEmpty ? "none" : value.sorted().joined(separator: ", ")
        case .date(let value): value.description
        }
    }
}
