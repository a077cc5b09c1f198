internal import MusterModel

extension AuditReport {
    /// The judgement of each profile, once: a profile may be asked for twice.
    var profiles: [Judgement] {
        var seen: Set<String> = []
        return judgements.filter { seen.insert($0.profile).inserted }
    }

    /// Host name, or words where it is not known.
    var hostName: String { (identity.hostName ?? "unknown host").shortened(to: 253) }
}

extension Outcome {
    /// All outcomes in the order of the columns that people read.
    static let columns: [Outcome] = [.pass, .warn, .fail, .unknown, .waived, .inapplicable]
}
