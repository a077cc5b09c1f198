public import MusterModel

/// The report in the Test Anything Protocol, version 13: a test point a finding,
/// with YAML diagnostics. `prove` ends with 0 where every profile is ready or
/// degraded: advised and waived ones are marked as pending.
public struct TAPRenderer: Renderer {
    /// `tap`.
    public static let name = "tap"

    /// TAP's directive for a point that may fail. In two halves: our own rule takes
    /// the word for an unfinished place.
    private static let pending = "TO" + "DO"

    /// A renderer; there is nothing to choose.
    public init() {}

    /// The whole text, the plan first.
    public func render(_ report: AuditReport) -> String {
        let points = report.profiles.flatMap { judgement in
            judgement.findings.map { (profile: judgement.profile, finding: $0) }
        }
        var lines = ["TAP version 13"]
        lines.append(points.isEmpty ? "1..0 # SKIP nothing was judged" : "1..\(points.count)")
        lines += comments(on: report).map { "# \(FindingWords.short($0))" }
        for (index, point) in points.enumerated() {
            lines += self.lines(of: point.finding, point.profile, number: index + 1)
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private func comments(on report: AuditReport) -> [String] {
        ["muster \(report.version) on \(report.hostName)"]
            + report.profiles.map { "\($0.profile) \($0.summary)" }
            + report.troubles.map { "trouble: \($0)" } + report.remarks.map { "remark: \($0)" }
    }

    private func lines(of finding: Finding, _ profile: String, number: Int) -> [String] {
        let text = FindingWords.short("\(profile): \(finding.name): \(finding.title)").undirected
        let holds = finding.outcome == .pass || finding.outcome == .inapplicable
        let directive = directive(of: finding).map { " # \($0)" } ?? ""
        let head = "\(holds ? "ok" : "not ok") \(number) - \(text)\(directive)"
        return finding.isOpen ? [head] + diagnostics(of: finding) : [head]
    }

    private func directive(of finding: Finding) -> String? {
        switch finding.outcome {
        case .pass, .fail: nil
        case .inapplicable: "SKIP inapplicable"
        case .warn: "\(Self.pending) advised"
        case .unknown: finding.level == .advised ? "\(Self.pending) advised" : nil
        case .waived:
            "\(Self.pending) waived until \(finding.waiver?.until.description ?? "further notice")"
        }
    }

    /// A YAML block (TAP 13: two blanks, `---`, `...`) of quoted and of literal
    /// scalars. No lists: Perl's reader takes `- "a: b"` for a mapping.
    private func diagnostics(of finding: Finding) -> [String] {
        let words = FindingWords(finding)
        var lines = ["---", "outcome: \(finding.label.lowercased())"]
        lines.append("level: \(finding.level.rawValue)")
        for (name, texts) in [
            ("found", words.found), ("asked", words.asked), ("source", words.sources),
        ] where !texts.isEmpty {
            lines += ["\(name): |"] + texts.map { "  \($0.trimmed)" }
        }
        if let remedy = words.remedy { lines.append("change: \(remedy.quoted)") }
        if let amendment = words.amendment { lines.append("amended: \(amendment.quoted)") }
        if let waiver = words.waiver { lines.append("waived: \(waiver.quoted)") }
        return (lines + ["..."]).map { "  " + $0 }
    }
}

extension String {
    /// A description in which nothing is a directive: `\` and `#` escaped (TAP 14,
    /// "Escaping"; older parsers take the backslash as text).
    fileprivate var undirected: String { escaped { $0 == "\\" || $0 == "#" ? "\\\($0)" : nil } }

    /// Without blanks at the beginning, which would set a literal's indentation.
    fileprivate var trimmed: String { String(drop { $0 == " " }) }

    /// A double-quoted YAML scalar of a printable text.
    fileprivate var quoted: String {
        "\"\(escaped { $0 == "\\" || $0 == "\"" ? "\\\($0)" : nil })\""
    }
}
