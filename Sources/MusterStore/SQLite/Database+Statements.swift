internal import FoundationEssentials
internal import GRDB
internal import MusterModel

extension Database {
    /// Runs a statement that is kept prepared.
    func run(
        _ sql: String, _ arguments: [(any DatabaseValueConvertible)?]
    ) throws {
        try cachedStatement(sql: sql).execute(arguments: StatementArguments(arguments))
    }

    /// The rows of a statement that is kept prepared.
    func rows(
        _ sql: String, _ arguments: [(any DatabaseValueConvertible)?] = []
    ) throws -> [Row] {
        try Row.fetchAll(
            cachedStatement(sql: sql), arguments: StatementArguments(arguments))
    }

    /// The first row.
    func row(
        _ sql: String, _ arguments: [(any DatabaseValueConvertible)?] = []
    ) throws -> Row? {
        try Row.fetchOne(
            cachedStatement(sql: sql), arguments: StatementArguments(arguments))
    }
}

extension [OpenFinding] {
    /// As they stand in a column.
    var text: String { JSONValue.array(sorted().map(\.json)).canonicalText }

    /// Out of a column.
    init(text: String) {
        let json = try? JSONReader.value(in: [UInt8](text.utf8))
        self = (json?.elements ?? []).compactMap(OpenFinding.init(json:))
    }
}
