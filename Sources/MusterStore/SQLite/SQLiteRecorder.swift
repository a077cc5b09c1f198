internal import FoundationEssentials
internal import GRDB
internal import MusterModel

/// Keeps one verdict inside a transaction, and tells history what it changed.
struct SQLiteRecorder {
    private let database: Database
    private let now: Int64

    /// A verdict as it was.
    private struct Before {
        let verdict: String
        let open: Set<OpenFinding>
    }

    init(_ database: Database, _ now: Int64) { (self.database, self.now) = (database, now) }

    /// Whether anything is another than before.
    func record(_ new: NodeVerdict) throws -> Bool {
        let place: [any DatabaseValueConvertible] = [new.site, new.node, new.profile]
        let row = try database.row(JudgingStatements.verdict, place)
        if let row, isSame(row, new) { return false }
        let before = row.map { row in
            Before(
                verdict: row[2],
                open: Set([OpenFinding](text: row[4]) + [OpenFinding](text: row[6] ?? "[]")))
        }
        let sheet = try database.row(
            JudgingStatements.openOnSheet, [new.site, new.sheet.text, new.terms.text])
        guard let sheet else {
            throw StoreError(
                "record", .missing, "the sheet \(new.sheet) is not judged under \(new.terms)")
        }
        let open = Set([OpenFinding](text: sheet[0]) + new.open)
        try set(new, place)
        if before?.verdict != new.verdict.rawValue {
            try tell(new, .verdict, "", before?.verdict ?? "", new.verdict.rawValue)
        }
        // The first look at a node is no change of its findings.
        if let before { try tellFindings(new, before.open, open) }
        return true
    }

    private func isSame(_ row: Row, _ new: NodeVerdict) -> Bool {
        row[0] as String == new.terms.text && row[1] as String == new.sheet.text
            && row[2] as String == new.verdict.rawValue
            && row[3] as String? == new.claimed?.rawValue
            && Array(row[5] as Data) == new.findings
    }

    private func set(
        _ new: NodeVerdict, _ place: [any DatabaseValueConvertible]
    ) throws {
        try database.run(
            JudgingStatements.setVerdict,
            place + [
                new.terms.text, new.sheet.text, new.verdict.rawValue, now, new.claimed?.rawValue,
                new.open.text, Data(new.findings),
            ])
        try database.run(JudgingStatements.clearFindings, place)
        for open in new.open {
            try database.run(
                JudgingStatements.addFinding,
                place + [open.check, open.subject ?? "", open.outcome, open.level.rawValue])
        }
    }

    private func tellFindings(
        _ new: NodeVerdict, _ old: Set<OpenFinding>, _ open: Set<OpenFinding>
    ) throws {
        func outcomes(_ findings: Set<OpenFinding>) -> [String: String] {
            Dictionary(
                findings.map { ($0.name, $0.outcome) }, uniquingKeysWith: { first, _ in first })
        }
        let (before, after) = (outcomes(old), outcomes(open))
        for name in Set(before.keys).union(after.keys).sorted()
        where before[name] != after[name] {
            try tell(new, .finding, name, before[name] ?? "", after[name] ?? "")
        }
    }

    private func tell(
        _ new: NodeVerdict, _ kind: Transition.Kind, _ name: String, _ before: String,
        _ after: String
    ) throws {
        try database.run(
            JudgingStatements.addTransition,
            [new.site, now, new.node, new.profile, kind.rawValue, name, before, after])
    }
}
