extension JSONReader {
    /// What was wrong with the text, and at which byte.
    public struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
        /// The offset of the byte that did not fit.
        public let offset: Int
        /// What was found or missing.
        public let detail: String

        /// Both in one line.
        public var description: String { "byte \(offset): \(detail)" }
    }
}
