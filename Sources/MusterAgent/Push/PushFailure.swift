/// Why nobody promised to keep a report.
public enum PushFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The program that carries it could not be started, or ended by itself: why.
    case notSent(String)
    /// The other side could not be reached, or was not who it should be: curl's words.
    case unreachable(String)
    /// No answer in time.
    case late(Duration)
    /// An answer that is not success, with the beginning of its text.
    case status(Int, String)
    /// The other side wants the report elsewhere; it does not go there.
    case redirected(String)
    /// More of an answer than is read.
    case oversized
    /// Success that does not name the report as kept.
    case unacknowledged(Int)
    /// The report will never be taken, and why.
    case refused(String)

    /// One sentence.
    public var description: String {
        switch self {
        case .notSent(let why): why
        case .unreachable(let why): why
        case .late(let patience): "no answer within \(patience.components.seconds) s"
        case .status(let code, let text):
            "answered \(code)" + (text.isEmpty ? "" : ": \(text)")
        case .redirected(let place): "redirects to \(place), which is not followed"
        case .oversized: "an answer of more than 64 KiB"
        case .unacknowledged(let code):
            "answered \(code) without naming the report as kept; is it a collector?"
        case .refused(let why): "refused: \(why)"
        }
    }
}
