internal import FoundationEssentials
internal import GRDB
internal import MusterModel

/// Takes away, inside one transaction, what nobody needs any more.
struct SQLiteForgetter {
    private let database: Database

    private struct Named: Hashable {
        let site: Int64
        let digest: String
    }

    init(_ database: Database) { self.database = database }

    /// Rows of old reports become ranges of numbers.
    func reports(before: Int64, atMost: Int) throws -> Int {
        let rows = try database.rows(CareStatements.old, [before, atMost])
        for row in rows {
            let place: [any DatabaseValueConvertible] = [
                row[0] as Int64, row[1] as Int64, row[2] as Int64,
            ]
            let sequence: Int64 = row[3]
            try database.run(CareStatements.forgetReport, place + [sequence])
            let touching = try database.rows(
                CareStatements.touching, place + [sequence + 1, sequence - 1])
            var (first, last) = (sequence, sequence)
            for range in touching {
                (first, last) = (min(first, range[0]), max(last, range[1]))
                try database.run(CareStatements.dropRange, place + [range[0] as Int64])
            }
            try database.run(CareStatements.addRange, place + [first, last])
        }
        return rows.count
    }

    /// History before a moment.
    func transitions(before: Int64) throws -> Int {
        try database.run(CareStatements.forgetTransitions, [before])
        try database.run(ChangeStatements.forget, [before])
        return database.changesCount
    }

    /// Old contents that nothing current names.
    func contents(before: Int64) throws -> Int {
        try database.run(CareStatements.forgetSheets, [])
        try database.run(CareStatements.forgetSheetFindings, [])
        try database.run(CareStatements.forgetTraits, [])
        let used = try inUse()
        var gone = 0
        for row in try database.rows(CareStatements.oldContent, [before]) {
            let named = Named(site: row[0], digest: row[1])
            guard !used.contains(named) else { continue }
            try database.run(CareStatements.forgetContent, [named.site, named.digest])
            gone += 1
        }
        return gone
    }

    private func inUse() throws -> Set<Named> {
        var used: Set<Named> = []
        for row in try database.rows(CareStatements.claimsInUse)
            + database.rows(CareStatements.framesInUse)
        {
            used.insert(Named(site: row[0], digest: row[1]))
        }
        for row in try database.rows(CareStatements.sheetsInUse) {
            let site: Int64 = row[0]
            used.insert(Named(site: site, digest: row[1]))
            let document = try? JSONReader.value(in: Array(row[2] as Data))
            guard case .object(let sections)? = document?["sections"] else { continue }
            for digest in sections.values.compactMap(\.text) {
                used.insert(Named(site: site, digest: digest))
            }
        }
        return used
    }
}
