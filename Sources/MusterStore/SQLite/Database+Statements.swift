internal import FoundationEssentials
internal import GRDB
internal import MusterModel

extension Database {
    /// A statement that is kept prepared; its arguments are numbered as PostgreSQL has it.
    func prepared(_ sql: String) throws -> Statement { try cachedStatement(sql: sql.numbered) }

    /// Runs a statement that is kept prepared.
    func run(
        _ sql: String, _ arguments: [(any DatabaseValueConvertible)?]
    ) throws {
        try prepared(sql).execute(arguments: StatementArguments(arguments))
    }

    /// The rows of a statement that is kept prepared.
    func rows(
        _ sql: String, _ arguments: [(any DatabaseValueConvertible)?] = []
    ) throws -> [Row] {
        try Row.fetchAll(
            prepared(sql), arguments: StatementArguments(arguments))
    }

    /// Shows each row of a statement that is kept prepared; none is copied.
    func each(
        _ sql: String, _ arguments: [(any DatabaseValueConvertible)?],
        _ body: (Row) throws -> Void
    ) throws {
        let cursor = try Row.fetchCursor(
            prepared(sql), arguments: StatementArguments(arguments))
        while let row = try cursor.next() { try body(row) }
    }

    /// How the engine goes about a statement, for tests that hold it to an index.
    func plan(
        of sql: String, _ arguments: [(any DatabaseValueConvertible)?]
    ) throws -> [String] {
        try rows("EXPLAIN QUERY PLAN \(sql)", arguments).map { $0["detail"] }
    }

    /// The first row.
    func row(
        _ sql: String, _ arguments: [(any DatabaseValueConvertible)?] = []
    ) throws -> Row? {
        try Row.fetchOne(
            prepared(sql), arguments: StatementArguments(arguments))
    }
}

extension String {
    /// `$1` is a name to SQLite, numbered where it first stands; `?1` is a number, as `$1`
    /// is to PostgreSQL.
    fileprivate var numbered: String {
        String(
            decoding: utf8.map { $0 == UInt8(ascii: "$") ? UInt8(ascii: "?") : $0 },
            as: UTF8.self)
    }
}

extension [OpenFinding] {
    /// As they stand in a column.
    var text: String { JSONValue.array(sorted().map(\.json)).canonicalText }

    /// Out of a column.
    init(text: String) {
        // Most often nothing is open.
        if text == "[]" {
            self = []
            return
        }
        let json = try? JSONReader.value(in: [UInt8](text.utf8))
        self = (json?.elements ?? []).compactMap(OpenFinding.init(json:))
    }
}
