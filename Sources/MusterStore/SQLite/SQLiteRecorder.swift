internal import FoundationEssentials
internal import GRDB
internal import MusterModel

/// Keeps the verdicts of a node inside a transaction, and tells history what they changed.
struct SQLiteRecorder {
    private let database: Database
    private let now: Int64

    /// A verdict as it was.
    private struct Before {
        let terms: String, sheet: String, verdict: String
        let claimed: String?
        let open: String
        let findings: Data

        init(_ row: Row) {
            (terms, sheet, verdict, claimed) = (row[1], row[2], row[3], row[4])
            (open, findings) = (row[5], row[6])
        }

        func isSame(as new: NodeVerdict) -> Bool {
            sheet == new.sheet.text && terms == new.terms.text
                && verdict == new.verdict.rawValue && claimed == new.claimed?.rawValue
                && findings.elementsEqual(new.findings)
        }
    }

    init(_ database: Database, _ now: Int64) { (self.database, self.now) = (database, now) }

    /// Keeps the verdicts of one node.
    /// - Returns: whether anything is another than before.
    func record(_ verdicts: some Collection<NodeVerdict>) throws -> Bool {
        guard let first = verdicts.first else { return false }
        var before: [String: Before] = [:]
        for row in try database.rows(JudgingStatements.verdicts, [first.site, first.node]) {
            before[row[0]] = Before(row)
        }
        var isChanged = false
        for new in verdicts where before[new.profile]?.isSame(as: new) != true {
            try change(before[new.profile], to: new)
            isChanged = true
        }
        return isChanged
    }

    private func change(_ before: Before?, to new: NodeVerdict) throws {
        guard let open = try open(on: new.sheet.text, new.terms.text, of: new) else {
            throw StoreError(
                "record", .missing, "the sheet \(new.sheet) is not judged under \(new.terms)")
        }
        let old = try before.map { before in
            Set(
                [OpenFinding](text: before.open)
                    + (try self.open(on: before.sheet, before.terms, of: new) ?? []))
        }
        try set(new, [new.site, new.node, new.profile])
        if before?.verdict != new.verdict.rawValue {
            try tell(new, .verdict, "", before?.verdict ?? "", new.verdict.rawValue)
        }
        // The first look at a node is no change of its findings.
        if let old { try tellFindings(new, old, Set(open + new.open)) }
    }

    /// What is open on a judged sheet of the node's site; nil where it is not judged.
    private func open(
        on sheet: String, _ terms: String, of new: NodeVerdict
    ) throws -> [OpenFinding]? {
        try database.row(JudgingStatements.openOnSheet, [new.site, sheet, terms])
            .map { [OpenFinding](text: $0[0]) }
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
