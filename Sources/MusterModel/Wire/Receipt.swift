/// What a collector says about one report.
public enum Receipt: Hashable, Sendable {
    /// It is kept, and will be after a crash.
    case stored
    /// It was kept already under this id.
    case known
    /// It will never be taken, and why; sending it again is of no use.
    case refused(String)

    /// Name and version of the answer.
    public static let format = "muster-answer/1"

    /// An answer longer than this is not read, bytes.
    public static let answerAtMost = 64 << 10

    /// The receipt for `id` in an answer; nil where it is no answer or does not name the
    /// report. Members that nobody knows are passed over.
    public init?(for id: ReportID, in answer: [UInt8]) {
        guard answer.count <= Self.answerAtMost, let json = try? JSONReader.value(in: answer),
            json["format"]?.text == Self.format,
            let result = json["results"]?.elements?.first(where: {
                $0["incarnation"]?.text == id.incarnation
                    && $0["sequence"]?.number == id.sequence
            })
        else { return nil }
        switch result["result"]?.text {
        case "stored": self = .stored
        case "known": self = .known
        case "refused": self = .refused(result["reason"]?.text ?? "no reason was given")
        default: return nil
        }
    }
}
