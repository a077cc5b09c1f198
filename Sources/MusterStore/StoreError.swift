/// Why a store did not do what it was asked.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong: a closed list, fit for metrics.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// There is no room on the disk.
        case full
        /// The disk failed, or the file cannot be opened.
        case storage
        /// Somebody else writes, and did not end in time.
        case busy
        /// What was read is not what was written.
        case damaged
        /// The file was made by a newer program.
        case newer
        /// What was asked for is not there.
        case missing
        /// It contradicts what is kept.
        case conflict
        /// A mistake of ours.
        case internalFault = "internal"
    }

    /// What was tried.
    public let source: String
    /// Which kind of failure.
    public let code: Code
    /// For a person; never a label.
    public let detail: String

    /// An error from its parts.
    public init(_ source: String, _ code: Code, _ detail: String) {
        (self.source, self.code, self.detail) = (source, code, detail)
    }

    /// `source: detail`.
    public var description: String { "\(source): \(detail)" }

    /// Whether the same call may succeed later: nobody acknowledges, and the sender keeps
    /// what it has.
    public var isPassing: Bool { code == .full || code == .busy || code == .storage }
}
