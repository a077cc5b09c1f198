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

    /// Those of its findings that somebody has to know about; what holds is not written out.
    func openFindings(of check: Check) -> [Finding] {
        guard let each = check.each else {
            return outcome(of: check).isOpen ? [finding(of: check, subject: nil)] : []
        }
        guard case .success(let names) = subjects(each.among, of: each.kind, roster: each.roster)
        else { return findings(of: check).filter(\.isOpen) }
        return names.compactMap { name in
            let inner = looking(at: name, of: each.kind)
            return inner.outcome(of: check).isOpen ? inner.finding(of: check, subject: name) : nil
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

    func outcome(_ truth: Truth, _ level: Check.Level) -> Outcome {
        switch truth {
        case .yes: .pass
        case .unknown: .unknown
        case .no: level == .required ? .fail : .warn
        }
    }

    private func make(
        _ check: Check, _ subject: String?, _ answer: Evaluation, _ outcome: Outcome
    ) -> Finding {
        let open = outcome.isOpen
        let waiver =
            open
            ? circumstances.waivers.first {
                $0.covers(check: check.id, subject: subject, on: circumstances.date)
            } : nil
        let hung = outcome == .unknown ? answer.hungElsewhere : nil
        return Finding(
            check: check.id, title: check.title, level: check.level, subject: subject,
            outcome: waiver == nil ? outcome : .waived, evidence: answer.evidence.sayingWhyOnce,
            cases: answer.cases,
            remedy: open ? hung.map(freeing) ?? remedy(of: check, subject) : nil,
            reason: check.reason, sources: check.sources, waiver: waiver,
            amendment: check.amendment)
    }

    /// The first remedy whose situation is the case and whose words all have a
    /// value; where none can be filled, what stands in the way.
    private func remedy(of check: Check, _ subject: String?) -> String? {
        var unfilled: RemedyText.Unfilled?
        for remedy in check.remedies where remedy.when.map({ evaluate($0).truth == .yes }) ?? true {
            do throws(RemedyText.Unfilled) {
                return try RemedyText(remedy.change).filled { value(of: $0, subject) }
            } catch {
                unfilled = unfilled ?? error
            }
        }
        return unfilled.map { sentence(without: $0.word) }
    }

    /// What to do before anything can be known that lies on a mount which hangs; the
    /// check's own remedies are for what is known.
    private func freeing(_ absence: Absence) -> String {
        "Free the mount first, muster explain mounts.answer tells how: \(absence.description)."
    }

    /// What to look at where no line can be named.
    private func sentence(without word: String) -> String {
        let reason = FactName(word).flatMap { fact($0).reading.absence?.reason.rawValue }
        let why = reason.map { " (\($0))" } ?? ""
        return
            "No line can be named, because \(word) is not known\(why): see muster explain \(word)."
    }

    private func value(of word: String, _ subject: String?) -> String? {
        if word == "subject" { return (subject ?? "it").shellSafe }
        if word.hasPrefix("limit:") {
            return limits[String(word.dropFirst(6))]?.value.description
        }
        return FactName(word).flatMap { fact($0).reading.value?.description.shellSafe }
    }
}

extension Evaluation {
    /// Why a fact about something on a mount is missing that does not answer; nil
    /// where the mount itself is asked about.
    fileprivate var hungElsewhere: Absence? {
        evidence.lazy.filter { $0.fact.key.name.area != "mounts" }
            .compactMap(\.fact.reading.absence).first { $0.reason == .hung }
    }
}

extension [Evidence] {
    /// Facts of one subject that are missing for the very same reason say it once.
    fileprivate var sayingWhyOnce: [Evidence] {
        var said: Set<[String]> = []
        return filter { evidence in
            guard let absence = evidence.fact.reading.absence, absence.reason == .hung else {
                return true
            }
            return said.insert([evidence.fact.key.subject ?? "", absence.detail]).inserted
        }
    }
}

extension String {
    /// The text in quotes where a shell would act on a part of it: mount points and
    /// paths are named by others than who pastes the remedy.
    fileprivate var shellSafe: String {
        let isActive = unicodeScalars.contains { Self.shellActive.contains($0) }
        return isActive ? "'\(replacing("'", with: "'\\''"))'" : self
    }

    private static let shellActive = Set(";&|<>$`\"'\\*?(){}!#\n".unicodeScalars)
}
