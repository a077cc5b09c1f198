internal import FoundationEssentials
internal import GRDB
internal import MusterModel

extension SQLiteStore: JudgingStore {
    /// As ``JudgingStore`` has it.
    public func sites() async throws(StoreError) -> [SiteRow] {
        try await read("sites") { database in
            try database.rows(JudgingStatements.sites).map { row in
                SiteRow(
                    id: row[0], name: row[1],
                    trust: SiteRow.Trust(rawValue: row[2]) ?? .unregistered)
            }
        }
    }

    /// As ``JudgingStore`` has it.
    public func states(
        at site: Int64, after node: Int64, atMost: Int
    ) async throws(StoreError) -> [NodeState] {
        try await read("states") { database in
            try database.rows(JudgingStatements.statesInPages, [site, node, atMost])
                .map { try NodeState($0) }
        }
    }

    /// As ``JudgingStore`` has it, a look-up a node.
    public func states(of nodes: [NodeName]) async throws(StoreError) -> [NodeState] {
        try await read("states of \(nodes.count) nodes") { database in
            try nodes.compactMap { name in
                try database.row(JudgingStatements.state, [name.site, name.node])
                    .map { try NodeState($0) }
            }
        }
    }

    /// As ``JudgingStore`` has it, a look-up a key.
    public func judged(
        _ keys: Set<JudgedSheet.Key>
    ) async throws(StoreError) -> [JudgedSheet.Key: JudgedSheet] {
        try await read("judged sheets") { database in
            var found: [JudgedSheet.Key: JudgedSheet] = [:]
            for key in keys {
                let row = try database.row(
                    JudgingStatements.judged, [key.site, key.sheet.text, key.terms.text])
                guard let row, let verdict = Verdict(rawValue: row[1]) else { continue }
                found[key] = JudgedSheet(
                    key, profile: row[0], verdict: verdict, open: [OpenFinding](text: row[2]),
                    findings: Array(row[3] as Data))
            }
            return found
        }
    }

    /// As ``JudgingStore`` has it, in one transaction.
    public func keep(
        _ sheets: [JudgedSheet], traits: [SheetTraits]
    ) async throws(StoreError) {
        try await write("keep \(sheets.count) judged sheets") { database in
            for sheet in sheets {
                let key: [any DatabaseValueConvertible] = [
                    sheet.key.site, sheet.key.sheet.text, sheet.key.terms.text,
                ]
                try database.run(
                    JudgingStatements.addSheet,
                    key + [
                        sheet.profile, sheet.verdict.rawValue, sheet.open.text,
                        Data(sheet.findings),
                    ])
                for open in sheet.open {
                    try database.run(
                        JudgingStatements.addSheetFinding,
                        key + [
                            open.check, open.subject ?? "", open.outcome, open.level.rawValue,
                        ])
                }
            }
            for trait in traits {
                let routes = JSONValue.array(trait.routes.map(JSONValue.string)).canonicalText
                try database.run(
                    JudgingStatements.addTraits,
                    [
                        trait.site, trait.sheet.text, trait.cores, trait.system, trait.kernel,
                        routes,
                    ])
            }
        }
    }

    /// As ``JudgingStore`` has it, in one transaction.
    public func record(
        _ verdicts: [NodeVerdict], at now: Int64
    ) async throws(StoreError) -> Set<Int64> {
        try await write("record \(verdicts.count) verdicts") { database in
            let recorder = SQLiteRecorder(database, now)
            var changed: Set<Int64> = []
            var rest = verdicts[...]
            while let first = rest.first {
                let one = rest.prefix { $0.site == first.site && $0.node == first.node }
                rest = rest.dropFirst(one.count)
                if try recorder.record(one) { changed.insert(first.site) }
            }
            return changed
        }
    }

    /// As ``JudgingStore`` has it, in one transaction.
    public func keepOnly(
        profiles: Set<String>, at now: Int64
    ) async throws(StoreError) {
        try await write("forget profiles") { database in
            let memory = SQLiteRemembrance(database, at: now)
            for row in try database.rows(StandingStatements.profiles) {
                let profile: String = row[0]
                guard !profiles.contains(profile) else { continue }
                try memory.end(of: profile)
                try database.run(StandingStatements.forget, [profile])
                try database.run(StandingStatements.forgetBlockers, [profile])
            }
            for row in try database.rows(JudgingStatements.profiles) {
                let profile: String = row[0]
                guard !profiles.contains(profile) else { continue }
                try database.run(JudgingStatements.forgetVerdicts, [profile])
                try database.run(JudgingStatements.forgetFindings, [profile])
                try database.run(JudgingStatements.forgetSheets, [profile])
            }
        }
    }

    /// As ``JudgingStore`` has it.
    public func transitions(
        at site: String, node: String?, before: Int64, atMost: Int
    ) async throws(StoreError) -> [Transition] {
        try await read("transitions of \(site)") { database in
            let rows =
                if let node {
                    try database.rows(
                        JudgingStatements.transitionsOfNode, [site, node, before, atMost])
                } else {
                    try database.rows(JudgingStatements.transitions, [site, before, atMost])
                }
            return rows.compactMap { row in
                Transition.Kind(rawValue: row[1]).map { kind in
                    Transition(
                        at: row[0], kind: kind, node: row[2], profile: row[3], name: row[4],
                        before: row[5], after: row[6])
                }
            }
        }
    }
}
