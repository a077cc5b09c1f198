internal import MusterModel

extension AuditReport {
    /// A profile's verdict is another than before; nil where it was never judged.
    func entry(on judgement: Judgement, before: String?) -> JournalEntry {
        let remedy = judgement.findings.lazy.compactMap(\.remedy).first
        return JournalEntry(
            .verdictChanged,
            "\(judgement.profile): \(judgement.summary), before: \(before ?? "not judged")",
            priority: judgement.verdict.priority,
            [
                JournalField("MUSTER_PREVIOUS", before ?? "none"),
                JournalField("MUSTER_REMEDY", remedy ?? "nothing has to be changed"),
            ] + common([judgement]))
    }

    /// A finding is no longer open: `PROFILE NAME`.
    func entry(onCleared key: String) -> JournalEntry {
        let parts = key.split(separator: " ", maxSplits: 1).map(String.init)
        let (profile, finding) = (parts.first ?? "", parts.last ?? "")
        return JournalEntry(
            .findingCleared, "CLEARED \(finding), asked by \(profile)", priority: 5,
            [
                JournalField("MUSTER_FINDING", finding),
                JournalField("MUSTER_REMEDY", "nothing has to be changed"),
            ]
                + common(judgements.filter { $0.profile == profile }))
    }

    /// Something goes wrong with the audit itself, or does so no longer.
    func entry(onTrouble text: String, isOver: Bool) -> JournalEntry {
        JournalEntry(
            isOver ? .troubleOver : .trouble, (isOver ? "over: " : "") + text,
            priority: isOver ? 5 : 4,
            [
                JournalField("MUSTER_TROUBLES", text),
                JournalField(
                    "MUSTER_REMEDY",
                    isOver ? "nothing has to be changed" : "muster check shows what can be done"),
            ] + common(judgements))
    }

    /// The summary of a look by every probe.
    func summary(changesLeftOut count: Int) -> JournalEntry {
        summary(of: findings.filter(\.finding.isOpen), leftOut: count)
    }
}
