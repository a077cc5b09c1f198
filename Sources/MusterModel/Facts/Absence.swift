/// Why a fact could not be had: the closed reason and a sentence for a person.
///
/// Absence is not failure: judging makes `unknown` of it, never pass or fail.
/// The detail holds nothing that moves by itself (pids, ages), because it is part
/// of a section's digest.
public struct Absence: Error, Hashable, Sendable, CustomStringConvertible {
    /// The closed set of reasons; also labels of logs and metrics.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// The source is not there.
        case absent
        /// The source is there and this user may not look.
        case forbidden
        /// The source is there and does not read as it should.
        case malformed
        /// No answer within the deadline, from something that may still answer.
        case timedOut = "timed-out"
        /// A mount that does not answer; its observer may be stuck in the kernel.
        case hung
        /// This kernel, architecture or tool has no such thing.
        case unsupported
        /// A live attempt that was not made: a foreign root, a missing privilege.
        case notTried = "not-tried"
        /// Nobody asked for this subject.
        case notWatched = "not-watched"
    }

    /// Which of the reasons.
    public let reason: Reason

    /// `source: what was found, what was needed`.
    public let detail: String

    /// The reason with its sentence.
    public init(_ reason: Reason, _ detail: String) {
        self.reason = reason
        self.detail = detail
    }

    /// Reason and detail in one line.
    public var description: String { detail.isEmpty ? reason.rawValue : detail }
}
