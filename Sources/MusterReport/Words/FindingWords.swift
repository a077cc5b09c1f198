internal import MusterModel

/// What a finding says to a person, in lines that are printable and bounded: no
/// text of a node gets longer than a screen.
struct FindingWords {
    /// More facts of one finding than this are counted, not shown; `--format json`
    /// has all of them.
    static let evidenceAtMost = 6

    /// No line is longer, in Unicode scalars.
    static let scalarsAtMost = 500

    /// What was seen, a fact a line.
    let found: [String]
    /// What was asked of it, each sentence once.
    let asked: [String]
    /// The line to change.
    let remedy: String?
    /// The accepted exception, with owner and end.
    let waiver: String?
    /// Who gave the check another level, and why.
    let amendment: String?
    /// Who asks it, with dates.
    let sources: [String]

    init(_ finding: Finding) {
        let all = EvidenceLine.lines(of: finding)
        let shown = all.prefix(Self.evidenceAtMost)
        let left = all.count - shown.count
        found =
            shown.map { Self.short($0.found) }
            + (left > 0 ? ["and \(left) more \(left == 1 ? "fact" : "facts")"] : [])
        var seen: Set<String> = []
        asked = shown.map { Self.short($0.wanted) }
            .filter { !$0.isEmpty && seen.insert($0).inserted }
        remedy = finding.remedy.map(Self.short)
        waiver = finding.waiver.map {
            Self.short("\($0.reason) (\($0.owner), until \($0.until))")
        }
        amendment = finding.amendment.map(Self.short)
        sources = finding.sources.map { Self.short("\($0.text), \($0.date)") }
    }

    /// Everything as lines of `word: text`, nothing that is missing.
    var lines: [String] {
        found.map { "found: \($0)" } + asked.map { "asked: \($0)" }
            + [remedy.map { "change: \($0)" }, waiver.map { "waived: \($0)" }].compactMap(\.self)
            + [amendment.map { "level: \($0)" }].compactMap(\.self)
            + sources.map { "source: \($0)" }
    }

    /// A text of a node or a check file in one line.
    static func short(_ text: String) -> String { text.shortened(to: scalarsAtMost) }
}
