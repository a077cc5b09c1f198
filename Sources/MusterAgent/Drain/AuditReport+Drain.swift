internal import MusterModel

extension AuditReport {
    /// What the journal is told of a change about drains.
    func entry(on change: DrainChange) -> JournalEntry {
        switch change {
        case .drained(let profile, let reason):
            return entry(
                .nodeDrained, "drain for \(profile): \(reason)", 4, profile, reason,
                "muster check --profile \(profile) shows what to change; the drain ends by itself")
        case .released(let profile, let reason, let others):
            let rest = others.isEmpty ? "" : "; drained still for \(others.joined(separator: ", "))"
            return entry(
                .nodeReleased, "drain for \(profile) is over, was: \(reason)\(rest)", 5, profile,
                reason, "nothing has to be changed")
        case .refused(let profile?, let why):
            return entry(
                .drainRefused, "no drain by \(profile): \(why)", 4, profile, why,
                "muster agent --check-config shows the digest to pin in drain.yaml")
        case .refused(nil, let why):
            return entry(
                .drainRefused, "no drain: \(why)", 4, nil, why,
                "muster agent --check-config shows what is wrong with drain.yaml")
        }
    }

    private func entry(
        _ event: JournalEvent, _ message: String, _ priority: Int, _ profile: String?,
        _ words: String, _ remedy: String
    ) -> JournalEntry {
        JournalEntry(
            event, message, priority: priority,
            [JournalField("MUSTER_DRAIN", words), JournalField("MUSTER_REMEDY", remedy)]
                + common(judgements.filter { profile == nil || $0.profile == profile }))
    }
}
