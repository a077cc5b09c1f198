extension SQLiteSchema {
    /// Changes of standings in the order in which they were kept, and how far readers are.
    static let changes = """
        CREATE TABLE standing_change (
            change_id INTEGER PRIMARY KEY AUTOINCREMENT,
            site_id BIGINT NOT NULL,
            profile TEXT NOT NULL,
            at_milliseconds BIGINT NOT NULL,
            before TEXT NOT NULL,
            after TEXT NOT NULL
        );
        CREATE INDEX standing_change_by_age ON standing_change (at_milliseconds);
        CREATE TABLE reader_mark (
            reader TEXT PRIMARY KEY,
            change_id BIGINT NOT NULL
        ) WITHOUT ROWID;
        INSERT INTO standing_change (site_id, profile, at_milliseconds, before, after)
        SELECT site_id, profile, at_milliseconds, before, after FROM transition
        WHERE kind = 'standing' ORDER BY at_milliseconds, site_id, profile;
        """
}
