extension Evaluator {
    /// Whether no advisory of the selection applies here.
    func unaffected(by selection: AdvisorySelection) -> Evaluation {
        let stranger = isStranger(in: selection) ? [Evaluation(.unknown)] : []
        return fold(advisories(of: selection).map(unaffected) + stranger, Truth.all)
    }

    /// The advisories of a selection that are published here.
    func advisories(of selection: AdvisorySelection) -> [Advisory] {
        circumstances.advisories.filter {
            switch selection {
            case .about(let kind): $0.about == kind
            case .ids(let ids, _): ids.contains($0.id)
            }
        }
    }

    /// Whether one applies, as ``unaffected(by:)`` tells with its facts.
    func isAffected(by advisory: Advisory) -> Truth {
        let affected = truth(of: advisory.when)
        guard affected == .yes, let doubt = advisory.doubt else { return affected }
        return truth(of: doubt.when) == .no ? .yes : .unknown
    }

    /// One advisory. Where its version only suggests that the weakness is there, the
    /// answer is unknown and says why.
    private func unaffected(by advisory: Advisory) -> Evaluation {
        let affected = evaluate(advisory.when)
        let wanted = "not affected by \(advisory.id) (\(advisory.title))"
        if affected.truth == .yes, let doubt = advisory.doubt {
            let suspected = evaluate(doubt.when)
            if suspected.truth != .no {
                let facts = suspected.evidence.isEmpty ? affected.evidence : suspected.evidence
                return told(
                    facts, "\(wanted): \(doubt.because)", .unknown, about: advisory.about)
            }
        }
        return told(affected.evidence, wanted, !affected.truth, about: advisory.about)
    }

    /// The facts about what the advisory is about; all where there is none of those.
    private func told(
        _ evidence: [Evidence], _ wanted: String, _ truth: Truth, about: String
    ) -> Evaluation {
        var seen: Set<FactKey> = []
        let facts = evidence.map(\.fact).filter { seen.insert($0.key).inserted }
        let own = facts.filter { "\($0.key.name.text).".hasPrefix(about + ".") }
        return Evaluation(
            truth,
            (own.isEmpty ? facts : own).map { Evidence($0, wanted: wanted, truth: truth) })
    }

    /// Whether an advisory is asked about that nobody published here.
    func isStranger(in selection: AdvisorySelection) -> Bool {
        guard case .ids(let ids, _) = selection else { return false }
        let published = Set(circumstances.advisories.map(\.id))
        return !ids.allSatisfy(published.contains)
    }
}
