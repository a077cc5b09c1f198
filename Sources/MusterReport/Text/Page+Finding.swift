internal import MusterModel

extension Page {
    /// Where the text of a finding begins, and where that of its details does.
    private static let (titleIndent, detailIndent) = (9, 18)

    /// More facts of one finding than this are counted, not shown.
    private static let evidenceAtMost = 6

    /// More profiles than this are not listed as exceptions.
    private static let exceptedAtMost = 3

    /// One finding, or several of one check that came to the same: label, check,
    /// title and level, then what was found and asked, what to change, who says so.
    mutating func show(_ group: FindingGroup, of report: AuditReport) {
        let (shared, finding) = (group.first, group.first.finding)
        paragraph(
            Cell(finding.label, finding.outcome.paint), indent: Self.titleIndent,
            "\(group.name): \(finding.title)", trailing: finding.level.rawValue)
        if !group.isContested, let names = Self.named(shared.profiles, among: report) {
            detail(shared.profiles.count == 1 ? "profile" : "by", names)
        }
        if group.isSingle {
            showEvidence(of: finding)
        } else if group.isContested {
            showAsks(of: group, in: report)
        } else {
            showCases(of: group)
        }
        for amendment in group.amendments { detail("level", amendment) }
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
        detail("source", group.sources.map { "\($0.text), \($0.date)" }.joined(separator: "; "))
    }

    /// The profiles that come to a finding: nothing where all do, those that do not
    /// where they are fewer.
    private static func named(_ profiles: [String], among report: AuditReport) -> String? {
        let others = report.judgements.map(\.profile).filter { !profiles.contains($0) }
        if others.isEmpty { return nil }
        return others.count <= exceptedAtMost && others.count * 2 < profiles.count
            ? "all but \(others.inWords)" : profiles.inWords
    }

    /// What was found once, and below it who asks what of it.
    private mutating func showAsks(of group: FindingGroup, in report: AuditReport) {
        var seen: Set<String> = []
        let found = group.first.finding.evidence.map(\.found).filter { seen.insert($0).inserted }
        for one in found.prefix(Self.evidenceAtMost) { detail("found", one) }
        if found.count > Self.evidenceAtMost {
            detail("found", "and \(found.count - Self.evidenceAtMost) more facts")
        }
        let isWeighed = Set(group.findings.map(\.level)).count > 1
        for member in group.members {
            let names = Self.named(member.profiles, among: report) ?? "all"
            let level = isWeighed ? ", \(member.finding.level.rawValue)" : ""
            let asked = Asking.all(of: member.finding).map(\.words)
            // A long requirement is the same for all; then only its weight differs.
            let words = asked.count == 1 ? asked[0] : member.finding.title
            detail("asked", "\(words) (\(names)\(level))")
        }
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
        let askings = Asking.all(of: finding)
        var left = Self.evidenceAtMost
        var hidden = 0
        for asking in askings {
            hidden += max(0, asking.found.count - left)
            guard left > 0 else { continue }
            for one in asking.found.prefix(left) { detail("found", one) }
            detail("asked", asking.words)
            left -= asking.found.count
        }
        guard hidden > 0 else { return }
        detail("more", "\(hidden) \(hidden == 1 ? "fact" : "facts"), see --format json")
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
