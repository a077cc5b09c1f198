/// What is wrong with a check file, and where.
public struct ChecksError: Error, Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The closed set of mistakes; also labels of logs and metrics.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The text is no YAML.
        case syntax
        /// The text is no UTF-8, or holds a control character.
        case encoding
        /// Larger, longer or deeper than a check file may be.
        case size
        /// YAML that check files do without: anchors, aliases, tags, several documents.
        case feature
        /// A key twice in one mapping.
        case duplicateKey = "duplicate-key"
        /// A key that has no meaning in its place.
        case unknownKey = "unknown-key"
        /// A key that may not be left out.
        case missingKey = "missing-key"
        /// A requirement or threshold without a source.
        case missingSource = "missing-source"
        /// A list where a mapping is needed, and the like.
        case shape
        /// A value that does not read as its type.
        case value
        /// A value or limit of another kind than the fact it is compared with.
        case kind
        /// A fact, kind, limit, advisory, profile or check that nobody knows.
        case unknownWord = "unknown-word"
        /// A fact about one of several subjects, where no subject is meant.
        case scope
        /// An id that is taken.
        case duplicateID = "duplicate-id"
        /// A profile that includes itself.
        case cycle
        /// Two included profiles that disagree about a limit.
        case conflict
        /// A file or folder that is not there.
        case absent
        /// A file or folder that this user may not read.
        case forbidden
        /// A file or folder that could not be read for another reason.
        case unreadable
    }

    /// The file's name as it was given.
    public let file: String
    /// The line, from 1; 0 where the file as a whole is meant.
    public let line: Int
    /// The column, from 1, counted in characters; 0 with line 0.
    public let column: Int
    /// Which of the mistakes.
    public let code: Code
    /// What was found and what was needed.
    public let detail: String

    /// A mistake at a place; control characters in `detail` become `?`.
    public init(file: String, line: Int, column: Int, code: Code, detail: String) {
        self.file = file
        self.line = line
        self.column = column
        self.code = code
        self.detail = detail.printable
    }

    /// `file:line:column: what was found, what was needed`.
    public var description: String {
        line == 0 ? "\(file): \(detail)" : "\(file):\(line):\(column): \(detail)"
    }

    /// By file, then by place.
    public static func < (left: ChecksError, right: ChecksError) -> Bool {
        (left.file, left.line, left.column, left.detail)
            < (right.file, right.line, right.column, right.detail)
    }
}
