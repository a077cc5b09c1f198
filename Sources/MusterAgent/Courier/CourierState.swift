/// What is known of the way to the collectors.
public enum CourierState: Hashable, Sendable {
    /// Nothing was sent yet, or the addresses are new.
    case untried
    /// The last delivery was answered by a collector.
    case reachable
    /// No address leads to one, since this moment; why the last one did not.
    case unreachable(since: Int64, url: String, CourierFailure)
    /// Something answers and takes no reports, since this moment.
    case refusing(since: Int64, url: String, CourierFailure)

    /// The label of a state, for journal and metrics.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case untried, reachable, unreachable, refusing
    }

    /// Which of the four.
    public var kind: Kind {
        switch self {
        case .untried: .untried
        case .reachable: .reachable
        case .unreachable: .unreachable
        case .refusing: .refusing
        }
    }

    /// The state after a failure of every address; `since` stays the first one's while
    /// the kind does.
    func failing(by failure: CourierFailure, at url: String, since now: Int64) -> CourierState {
        if failure.isAnswer {
            if case .refusing(let since, _, _) = self {
                return .refusing(since: since, url: url, failure)
            }
            return .refusing(since: now, url: url, failure)
        }
        if case .unreachable(let since, _, _) = self {
            return .unreachable(since: since, url: url, failure)
        }
        return .unreachable(since: now, url: url, failure)
    }
}
