extension SQLiteSchema {
    /// What keeps a store fit for years.
    static let care = """
        ALTER TABLE content ADD COLUMN kept_milliseconds BIGINT NOT NULL DEFAULT 0;
        -- Numbers of reports that were kept and whose rows are gone.
        CREATE TABLE report_range (
            site_id BIGINT NOT NULL,
            node_id BIGINT NOT NULL,
            ordinal BIGINT NOT NULL,
            first BIGINT NOT NULL,
            last BIGINT NOT NULL,
            PRIMARY KEY (site_id, node_id, ordinal, first)
        ) WITHOUT ROWID;
        CREATE INDEX report_by_age ON report (received_milliseconds);
        CREATE INDEX transition_by_age ON transition (at_milliseconds);
        -- One row: whether whoever had it open last has closed it.
        CREATE TABLE life (
            life_id INTEGER PRIMARY KEY CHECK (life_id = 1),
            is_clean BIGINT NOT NULL
        );
        INSERT INTO life (life_id, is_clean) VALUES (1, 1);
        """
}
