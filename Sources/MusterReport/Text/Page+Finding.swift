internal import MusterModel

extension Page {
    /// Where the text of a finding begins, and where that of its details does.
    private static let (titleIndent, detailIndent) = (9, 18)

    /// More facts of one finding than this are counted, not shown.
    private static let evidenceAtMost = 6

    /// One finding, or several of one check that came to the same: label, check,
    /// title and level, then what was found and asked, what to change, who says so.
    mutating func show(_ group: FindingGroup, of report: AuditReport) {
        let (shared, finding) = (group.first, group.first.finding)
        paragraph(
            Cell(finding.label, finding.outcome.paint), indent: Self.titleIndent,
            "\(group.name): \(finding.title)", trailing: finding.level.rawValue)
        if shared.profiles.count < report.judgements.count {
            detail(shared.profiles.count == 1 ? "profile" : "by", shared.profiles.inWords)
        }
        if group.isSingle { showEvidence(of: finding) } else { showCases(of: group) }
        for one in group.findings where one.isHung { showSilence(of: one, in: report) }
        for remedy in group.remedies { detail("change", remedy) }
        if finding.isHung {
            let names = shared.profiles.inWords
            let stay = shared.profiles.count == 1 ? "stays" : "stay"
            detail(
                "meaning",
                "everything else was audited; \(names) \(stay) undetermined on this point")
        }
        if let waiver = finding.waiver {
            detail("waived", "\(waiver.reason) (\(waiver.owner), until \(waiver.until))")
        }
        detail("source", shared.sources.map { "\($0.text), \($0.date)" }.joined(separator: "; "))
    }

    /// The first fact of each subject, and what is asked of all of them.
    private mutating func showCases(of group: FindingGroup) {
        let first = group.findings.compactMap(\.evidence.first)
        let found = first.map(\.found).once
        for words in found.prefix(Self.evidenceAtMost) { detail("found", words) }
        let left = found.count - Self.evidenceAtMost
        if left > 0 { detail("found", "and the like for \(left) more") }
        for asked in first.map(\.wanted).once { detail("asked", asked) }
    }

    private mutating func detail(_ word: String, _ text: String) {
        guard !text.isEmpty else { return }
        paragraph(
            Cell(word, .quiet), at: Self.titleIndent, indent: Self.detailIndent, text)
    }

    /// Facts of which the same is asked stand together.
    private mutating func showEvidence(of finding: Finding) {
        let lines = EvidenceLine.lines(of: finding)
        let shown = lines.prefix(Self.evidenceAtMost)
        for (index, line) in shown.enumerated() {
            detail("found", line.found)
            let next = shown.dropFirst(index + 1).first
            if next?.wanted != line.wanted { detail("asked", line.wanted) }
        }
        let left = lines.count - shown.count
        if left > 0 { detail("more", "\(left) \(left == 1 ? "fact" : "facts"), see --format json") }
    }

    /// How long the mount in question has not answered, and of what type it is;
    /// those are gauges, so that no digest holds an age.
    private mutating func showSilence(of finding: Finding, in report: AuditReport) {
        guard let silent = FactName("mounts.mount.silent"), let type = FactName("mounts.mount.type")
        else { return }
        let subjects = Set(
            finding.evidence.flatMap { evidence in
                let subject = evidence.fact.key.subject
                return [subject, subject.map { "/cvmfs/\($0)" }].compactMap(\.self)
            })
        let book = FactBook(report.sheet, gauges: report.gauges)
        for subject in subjects.sorted() {
            guard case .value(let span) = book.fact(FactKey(silent, of: subject)).reading
            else { continue }
            let kind = book.fact(FactKey(type, of: subject)).reading.value
            detail(
                "silent",
                "\(subject): no answer for \(span)" + (kind.map { " (\($0))" } ?? ""))
        }
    }
}
