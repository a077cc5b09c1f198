/// Why a text could not be read as what a queue asks for.
public struct DemandError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The closed set of mistakes.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// Neither a list of binds nor an option string.
        case form
        /// A path that does not begin with a slash.
        case relative
        /// A path with `..` or a control character, or none at all.
        case path
        /// More text, longer paths or more binds than any queue has.
        case size
    }

    /// Where the text was written: a flag, a file, a queue.
    public let origin: String
    /// Which of the mistakes.
    public let code: Code
    /// What was found and what was needed.
    public let detail: String

    /// `origin: what was found, what was needed`.
    public var description: String { "\(origin): \(detail)" }

    /// A mistake in the text from `origin`.
    init(_ origin: String, _ code: Code, _ detail: String) {
        self.origin = origin
        self.code = code
        self.detail = detail.printable
    }
}
