extension Evaluator {
    /// What a check comes to: one finding, or one for every subject it ranges over.
    func findings(of check: Check) -> [Finding] {
        guard let each = check.each else { return [finding(of: check, subject: nil)] }
        switch subjects(each.among, of: each.kind, roster: each.roster) {
        case .success(let names):
            return names.map {
                looking(at: $0, of: each.kind).finding(of: check, subject: $0)
            }
        case .failure:
            if let ruledOut = inapplicable(check, each) { return [ruledOut] }
            let roster = book.fact(FactKey(each.roster))
            let answer = Evaluation(.unknown, [.missing(roster: roster)])
            return [make(check, nil, answer, .unknown)]
        }
    }

    /// The finding of a check that does not apply whatever its subjects are: facts
    /// of the node say so, and no fact of the subject that nobody knows.
    private func inapplicable(_ check: Check, _ each: Check.Each) -> Finding? {
        guard let when = check.when else { return nil }
        let applies = looking(at: "", of: each.kind).evaluate(when)
        return applies.truth == .no ? make(check, nil, applies, .inapplicable) : nil
    }

    private func finding(of check: Check, subject: String?) -> Finding {
        if let when = check.when {
            let applies = evaluate(when)
            if applies.truth == .no { return make(check, subject, applies, .inapplicable) }
            if applies.truth == .unknown {
                let answer = evaluate(check.require)
                return answer.truth == .yes
                    ? make(check, subject, answer, .pass)
                    : make(check, subject, applies, .unknown)
            }
        }
        let answer = evaluate(check.require)
        return make(check, subject, answer, outcome(answer.truth, check.level))
    }

    private func outcome(_ truth: Truth, _ level: Check.Level) -> Outcome {
        switch truth {
        case .yes: .pass
        case .unknown: .unknown
        case .no: level == .required ? .fail : .warn
        }
    }

    private func make(
        _ check: Check, _ subject: String?, _ answer: Evaluation, _ outcome: Outcome
    ) -> Finding {
        let open = outcome == .fail || outcome == .warn || outcome == .unknown
        let waiver =
            open
            ? circumstances.waivers.first {
                $0.covers(check: check.id, subject: subject, on: circumstances.date)
            } : nil
        return Finding(
            check: check.id, title: check.title, level: check.level, subject: subject,
            outcome: waiver == nil ? outcome : .waived, evidence: answer.evidence,
            cases: answer.cases, remedy: open ? remedy(of: check, subject) : nil,
            reason: check.reason, sources: check.sources, waiver: waiver)
    }

    /// The first remedy whose situation is the case, its words filled in.
    private func remedy(of check: Check, _ subject: String?) -> String? {
        let fitting = check.remedies.first { remedy in
            remedy.when.map { evaluate($0).truth == .yes } ?? true
        }
        return fitting.map { RemedyText($0.change).filled { value(of: $0, subject) } }
    }

    private func value(of word: String, _ subject: String?) -> String? {
        if word == "subject" { return subject ?? "it" }
        if word.hasPrefix("limit:") {
            return limits[String(word.dropFirst(6))]?.value.description
        }
        return FactName(word).map { fact($0).reading.description }
    }
}
