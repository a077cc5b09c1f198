internal import MusterModel
public import MusterStore

/// A finding as it was kept: what a person wants to know of it.
public struct FindingView: Hashable, Sendable {
    /// The check's id, with the subject in brackets.
    public let name: String
    /// The check's id.
    public let check: String
    /// `fail`, `hung`, `unknown`, `warn` or `waived`.
    public let outcome: String
    /// `required` or `advised`.
    public let level: String
    /// What the check is about, and why anybody asks for it.
    public let title: String, reason: String
    /// What was seen, and what was wanted: a line a fact.
    public let evidence: [String]
    /// The line to change.
    public let remedy: String?
    /// The waiver's reason, owner and last day.
    public let waiver: String?
    /// Documents that ask for it, each with its date.
    public let sources: [String]

    /// `outcome name: title`.
    public var sentence: String { title }

    /// One of a kept array; nil for anything else.
    init?(_ json: JSONValue) {
        guard let check = json["check"]?.text, let outcome = json["outcome"]?.text,
            let level = json["level"]?.text
        else { return nil }
        (self.check, self.level) = (check, level)
        self.outcome = json["hung"] == .bool(true) ? "hung" : outcome
        name = json["subject"]?.text.map { "\(check)[\($0)]" } ?? check
        title = json["title"]?.text ?? check
        reason = json["reason"]?.text ?? ""
        remedy = json["remedy"]?.text
        let cases = (json["cases"]?.elements ?? []).flatMap { $0["evidence"]?.elements ?? [] }
        var seen: Set<String> = []
        evidence = ((json["evidence"]?.elements ?? []) + cases).compactMap(Self.line)
            .filter { seen.insert($0).inserted }
        waiver = json["waiver"].map { waiver in
            let parts = ["reason", "owner", "until"].compactMap { waiver[$0]?.text }
            return parts.joined(separator: ", ")
        }
        sources = (json["sources"]?.elements ?? []).compactMap { source in
            source["text"]?.text.map { "\($0) (\(source["date"]?.text ?? ""))" }
        }
    }

    private static func line(_ json: JSONValue) -> String? {
        guard let fact = json["fact"].flatMap(Fact.init(json:)) else { return nil }
        let reading = fact.reading.description
        let isNamed = fact.origin.isEmpty || reading.contains(fact.origin)
        let wanted = json["wanted"]?.text.map { ", needed \($0)" } ?? ""
        return "\(fact.key): \(reading)" + (isNamed ? "" : " (\(fact.origin))") + wanted
    }
}

extension VerdictRow {
    /// All that is open, of the sheet and of the node; the worst first.
    public var findings: [FindingView] {
        let order = ["fail", "hung", "unknown", "warn", "waived"]
        func rank(_ one: FindingView) -> Int { order.firstIndex(of: one.outcome) ?? order.count }
        return [ofSheet, ofNode].flatMap { bytes in
            let json = try? JSONReader.value(in: bytes)
            return (json?.elements ?? []).compactMap(FindingView.init)
        }.sorted { (rank($0), $0.name) < (rank($1), $1.name) }
    }
}
