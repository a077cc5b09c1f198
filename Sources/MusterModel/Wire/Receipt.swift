/// What a collector says about one report.
public enum Receipt: Hashable, Sendable {
    /// It is kept, and will be after a crash.
    case stored
    /// It was kept already under this id.
    case known
    /// Nothing was stored: it is to be sent again with these sections, or with what is
    /// lost of them declared.
    case wants([Digest])
    /// It will never be taken, and why; sending it again is of no use.
    case refused(String)

    /// A longer reason is cut to it, characters.
    static let reasonAtMost = 200

    /// The receipt in a result of an answer; nil where its word is not known here.
    /// - Throws: ``WireError`` where a known word lacks what belongs to it.
    init?(json: JSONValue) throws(WireError) {
        switch json["result"]?.text {
        case "stored": self = .stored
        case "known": self = .known
        case "refused":
            let reason = json["reason"]?.text ?? "no reason was given"
            self = .refused(String(reason.prefix(Self.reasonAtMost)).printable)
        case "wants":
            guard
                let digests = json["sections"].flatMap({
                    Digest.list(in: $0, atMost: Envelope.sectionsAtMost)
                }), !digests.isEmpty
            else { throw WireError("sections: needed digests behind wants, each once") }
            self = .wants(digests)
        default: return nil
        }
    }

    /// The members of a result beside the key.
    var members: [String: JSONValue] {
        switch self {
        case .stored: ["result": .string("stored")]
        case .known: ["result": .string("known")]
        case .refused(let reason): ["result": .string("refused"), "reason": .string(reason)]
        case .wants(let digests):
            [
                "result": .string("wants"),
                "sections": .array(digests.map { .string($0.text) }),
            ]
        }
    }
}
