internal import MusterModel

/// One thing that changed on this node, as history tells it.
public struct HistoryLine: Hashable, Sendable {
    /// When, microseconds since 1970.
    public let time: Int64
    /// What it is: `verdict`, `fail`, `cleared`, `trouble`, `delivery` …
    public let label: String
    /// The sentence, printable.
    public let words: String
    /// The profiles concerned.
    public let profiles: [String]
    /// The check; nil where none is concerned.
    public let check: String?
    /// The kind of entry.
    public let event: JournalEvent

    /// What an entry of the journal tells.
    ///
    /// - Returns: nil for a summary, unless it is asked for: it is no change.
    public init?(_ entry: JournalReading.Entry, summaries: Bool) {
        guard summaries || entry.event != .auditDone else { return nil }
        (time, event) = (entry.time, entry.event)
        label = entry.event.label
        words = (entry["MESSAGE"] ?? "").printable
        profiles = (entry.fields["MUSTER_PROFILE"] ?? []).map(\.printable)
        let finding = entry["MUSTER_FINDING"].map { String($0.prefix { $0 != "[" }) }
        check = (entry["MUSTER_CHECK"] ?? finding)?.printable
    }

    /// Whether it is about a check and a profile, each where it is asked for.
    public func isAbout(check: String?, profile: String?) -> Bool {
        (check.map { $0 == self.check } ?? true)
            && (profile.map { profiles.contains($0) } ?? true)
    }
}

extension JournalReading.Entry {
    /// Whether root or the service wrote it, by what journald itself knows of the sender.
    ///
    /// Anybody may send an entry with our ids; nobody can send these fields (journald takes
    /// none that begin with an underscore).
    public var isOurs: Bool {
        self["_SYSTEMD_UNIT"] == "muster-agent.service" || self["_UID"] == "0"
    }
}

extension JournalEvent {
    /// One word for a person.
    fileprivate var label: String {
        switch self {
        case .auditDone: "audit"
        case .findingFail: "fail"
        case .findingWarn: "warn"
        case .findingUnknown: "unknown"
        case .mountHung: "hung"
        case .findingWaived: "waived"
        case .verdictChanged: "verdict"
        case .findingCleared: "cleared"
        case .trouble: "trouble"
        case .troubleOver: "over"
        case .deliveryChanged: "delivery"
        case .spoolTrouble: "spool"
        case .nodeDrained: "drained"
        case .nodeReleased: "released"
        case .drainRefused: "no drain"
        case .bundleAdopted: "bundle"
        case .bundleRefused: "no bundle"
        }
    }
}
