internal import FoundationEssentials
internal import GRDB
internal import MusterModel

/// Keeps reports inside one transaction.
struct SQLiteKeeper {
    private let database: Database
    /// What was looked up in this transaction already.
    private var sites: [String: Int64] = [:]
    private var nodes: [Place: Int64] = [:]
    private(set) var present: Set<SQLitePresence.Name> = []
    private let presence: SQLitePresence

    private struct Place: Hashable {
        let site: Int64
        let node: String
    }

    /// Where a node counts just now.
    private struct Count {
        let ordinal: Int64
        let isCurrent: Bool
        let highest: Int64
    }

    init(_ database: Database, _ presence: SQLitePresence) {
        (self.database, self.presence) = (database, presence)
    }

    /// Keeps one, or says why not.
    mutating func keep(_ arrival: Arrival) throws -> Receipt {
        let site = try site(arrival)
        let node = try node(arrival, site)
        let count = try count(arrival, site, node)
        let body = String(arrival.body.text.prefix(32))
        let number: [any DatabaseValueConvertible] = [
            site, node, count.ordinal, arrival.key.sequence,
        ]
        if let kept = try String.fetchOne(
            cached(ReportStatements.kept), arguments: StatementArguments(number))
        {
            if kept == body { return .known }
            try run(ReportStatements.contradict, number + [body, arrival.received])
            return .refused("another body under this id")
        }
        // Its row may be gone with age; its number is not.
        if try database.row(CareStatements.inRange, number) != nil { return .known }
        let missing = try missing(arrival, site)
        guard missing.isEmpty else { return .wants(missing) }
        try run(ReportStatements.keep, number + [body, arrival.received])
        try raise(count, arrival, site, node)
        try keepContent(arrival, site)
        for gap in arrival.gaps {
            try run(
                ReportStatements.addGap,
                [site, node, count.ordinal, gap.first, gap.last, gap.reason.rawValue])
        }
        try move(arrival, number)
        return .stored
    }
}

// MARK: - Who

extension SQLiteKeeper {
    private mutating func site(_ arrival: Arrival) throws -> Int64 {
        if let id = sites[arrival.site] { return id }
        let row = try Row.fetchOne(cached(ReportStatements.siteNamed), arguments: [arrival.site])
        let alias = try Int64.fetchOne(
            cached(ReportStatements.siteOfAlias), arguments: [arrival.site])
        let id: Int64 =
            if let alias { alias } else if let row { row[0] } else {
                try Row.fetchOne(
                    cached(ReportStatements.addSite),
                    arguments: [
                        arrival.site, SiteRow.Trust.unregistered.rawValue, arrival.received,
                    ])?[0] ?? 0
            }
        sites[arrival.site] = id
        return id
    }

    private mutating func node(_ arrival: Arrival, _ site: Int64) throws -> Int64 {
        let place = Place(site: site, node: arrival.node)
        if let id = nodes[place] { return id }
        let known = try Int64.fetchOne(
            cached(ReportStatements.nodeNamed), arguments: [site, arrival.node])
        let id =
            try known
            ?? Int64.fetchOne(
                cached(ReportStatements.addNode), arguments: [site, arrival.node, arrival.received])
            ?? 0
        nodes[place] = id
        return id
    }

    private func count(_ arrival: Arrival, _ site: Int64, _ node: Int64) throws -> Count {
        let text = arrival.key.incarnation
        if let row = try Row.fetchOne(
            cached(ReportStatements.incarnation), arguments: [site, node, text])
        {
            let (ordinal, newest): (Int64, Int64) = (row[0], row[2])
            return Count(ordinal: ordinal, isCurrent: ordinal == newest, highest: row[1])
        }
        let ordinal = try Int64.fetchOne(
            cached(ReportStatements.addIncarnation),
            arguments: [site, node, text, 0, arrival.received])
        return Count(ordinal: ordinal ?? 0, isCurrent: true, highest: 0)
    }

    /// Takes note of a number. One above all others of an incarnation that another has
    /// superseded means that two machines report under one name: a backlog is never newer
    /// than what its machine had sent before.
    private func raise(
        _ count: Count, _ arrival: Arrival, _ site: Int64, _ node: Int64
    ) throws {
        guard arrival.key.sequence > count.highest else { return }
        if !count.isCurrent { try run(ReportStatements.flagClone, [site, node, arrival.received]) }
        try run(
            ReportStatements.raiseIncarnation,
            [site, node, arrival.key.incarnation, arrival.key.sequence])
    }
}

// MARK: - What

extension SQLiteKeeper {
    /// The sections that it names, did not bring, has not lost, and that are not here.
    private mutating func missing(_ arrival: Arrival, _ site: Int64) throws -> [Digest] {
        var missing: [Digest] = []
        for digest in arrival.named
        where arrival.sections[digest] == nil && !arrival.lost.contains(digest) {
            if try !isHere(digest, site) { missing.append(digest) }
        }
        return missing.sorted()
    }

    private mutating func isHere(_ digest: Digest, _ site: Int64) throws -> Bool {
        let known = SQLitePresence.Name(site: site, digest: digest)
        if present.contains(known) || presence.contains(known) { return true }
        let here = try Int64.fetchOne(
            cached(ReportStatements.hasContent), arguments: [site, digest.text])
        if here != nil { present.insert(known) }
        return here != nil
    }

    private mutating func keepContent(_ arrival: Arrival, _ site: Int64) throws {
        var all = arrival.sections
        for content in [arrival.sheet, arrival.claims].compactMap(\.self) {
            all[content.digest] = content.bytes
        }
        for (digest, bytes) in all where try !isHere(digest, site) {
            try run(
                ReportStatements.addContent, [site, digest.text, Data(bytes), arrival.received])
            present.insert(SQLitePresence.Name(site: site, digest: digest))
        }
    }

    private func move(
        _ arrival: Arrival, _ number: [any DatabaseValueConvertible]
    ) throws {
        guard let sheet = arrival.sheet else { return }
        try recall(arrival, number)
        try run(
            ReportStatements.moveState,
            number + [
                arrival.received, arrival.made, sheet.digest.text, arrival.claims.digest.text,
                arrival.gauges.frame.text, Data(arrival.gauges.bytes), Data(arrival.about),
            ])
    }
}

// MARK: - Back in service

extension SQLiteKeeper {
    /// A node that was retired and reports counts again, and history tells so.
    private func recall(
        _ arrival: Arrival, _ number: [any DatabaseValueConvertible]
    ) throws {
        let place = Array(number.prefix(2))
        guard try database.row(RegistryStatements.isRetired, place) != nil else { return }
        try run(RegistryStatements.recall, place)
        try run(
            JudgingStatements.addTransition,
            [
                place[0], arrival.received, place[1], "", Transition.Kind.service.rawValue, "",
                "retired", "",
            ])
    }
}

// MARK: - Statements

extension SQLiteKeeper {
    private func cached(_ sql: String) throws -> Statement { try database.prepared(sql) }

    private func run(_ sql: String, _ arguments: [any DatabaseValueConvertible]) throws {
        try cached(sql).execute(arguments: StatementArguments(arguments))
    }
}
