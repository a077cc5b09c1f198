/// One site under one profile.
public enum Standing: String, Hashable, Sendable, CaseIterable {
    /// Payloads run on nearly all of its nodes.
    case ready
    /// On most of them, and not on enough.
    case partial
    /// On too few.
    case notReady = "not-ready"
    /// Too little is known to say.
    case unknown
    /// It would be not ready or unknown, and has said that it is not there now.
    case inDowntime = "in-downtime"
}

/// How old a node's last report is.
public enum Freshness: String, Hashable, Sendable, CaseIterable {
    /// It reports as it should.
    case fresh
    /// It missed a report or two.
    case stale
    /// It has stopped.
    case silent
}
