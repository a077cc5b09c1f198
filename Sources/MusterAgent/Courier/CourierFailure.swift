/// Why a delivery came to nothing.
public enum CourierFailure: Hashable, Sendable, CustomStringConvertible {
    /// It was not answered: the kind, and words for a person.
    case carriage(DeliveryOutcome.Trouble, String)
    /// An answer whose status is not success, and the beginning of its text.
    case status(Int, String)
    /// Success in words that are no collector's: what is wrong with them.
    case unreadable(String)
    /// An answer that names none of the reports.
    case unpromised

    /// Whether the reports are to blame and not the way (RFC 9110: 413 and 422).
    var isAboutReports: Bool {
        switch self {
        case .status(413, _), .status(422, _): true
        default: false
        }
    }

    /// Whether somebody answered.
    var isAnswer: Bool {
        switch self {
        case .carriage: false
        // A gateway whose collector is away, or one that is too busy for now.
        case .status(let code, _): ![429, 502, 503, 504].contains(code)
        case .unreadable, .unpromised: true
        }
    }

    /// One sentence.
    public var description: String {
        switch self {
        case .carriage(let trouble, let words):
            words.isEmpty ? trouble.rawValue : "\(trouble.rawValue): \(words)"
        case .status(let code, let text):
            "answered \(code)" + (text.isEmpty ? "" : ": \(text)")
        case .unreadable(let why): "no collector's answer: \(why)"
        case .unpromised: "answered without naming any of the reports"
        }
    }
}
