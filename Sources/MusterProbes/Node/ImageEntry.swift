public import MusterModel

/// What a path leads to inside an image, its links followed there.
public enum ImageEntry: Hashable, Sendable {
    /// Something of a kind; of a file its first bytes, as many as were asked for.
    case found(FileAttributes.Kind, [UInt8])
    /// Nothing.
    case nothing
    /// It could not be looked at.
    case missing(Absence)

    /// Whether something is there; nil where that is not known.
    public var exists: Bool? {
        switch self {
        case .found: true
        case .nothing: false
        case .missing: nil
        }
    }

    /// The entry as it stands in a recording.
    var json: JSONValue {
        switch self {
        case .found(let kind, let bytes):
            .object(
                ["kind": .string(kind.rawValue)].merging(
                    bytes.isEmpty ? [:] : ["bytes": .string(Base64.text(of: bytes))]
                ) { first, _ in first })
        case .nothing: .object(["kind": .string("none")])
        case .missing(let absence): Answer.missing(absence).json
        }
    }

    /// The entry in `json`; nil where it is none.
    init?(_ json: JSONValue) {
        if let reason = json["missing"]?.text {
            guard let reason = Absence.Reason(rawValue: reason) else { return nil }
            self = .missing(Absence(reason, json["detail"]?.text ?? ""))
            return
        }
        guard let word = json["kind"]?.text else { return nil }
        if word == "none" {
            self = .nothing
            return
        }
        guard let kind = FileAttributes.Kind(rawValue: word) else { return nil }
        guard let text = json["bytes"] else {
            self = .found(kind, [])
            return
        }
        guard let bytes = text.text.flatMap(Base64.bytes) else { return nil }
        self = .found(kind, bytes)
    }
}
