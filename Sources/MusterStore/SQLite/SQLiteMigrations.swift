internal import GRDB

/// The schema, in steps that are appended and never edited.
enum SQLiteMigrations {
    /// Every step, oldest first; an area of the store a file.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for (name, statements) in steps {
            migrator.registerMigration(name) { database in
                try database.execute(sql: statements)
                try moves[name]?(database)
            }
        }
        return migrator
    }

    /// Name and statements of each step.
    static let steps: [(name: String, statements: String)] = [
        ("001 reports", SQLiteSchema.reports),
        ("002 judging", SQLiteSchema.judging),
        ("003 standing", SQLiteSchema.standing),
        ("004 care", SQLiteSchema.care),
        ("005 policy", SQLiteSchema.policy),
        ("006 identity", SQLiteSchema.identity),
        ("007 registry", SQLiteSchema.registry),
        ("008 history", SQLiteSchema.history),
        ("009 changes", SQLiteSchema.changes),
        ("010 gauges", SQLiteSchema.gauges),
        ("011 bundles", SQLiteSchema.bundles),
        ("012 alike", SQLiteSchema.alike),
    ]

    /// What a step does to rows that no statement can do.
    private static let moves: [String: @Sendable (Database) throws -> Void] = [
        "010 gauges": SQLiteGaugeMover.move
    ]
}
