extension SQLiteSchema {
    /// Which sites there are.
    static let registry = """
        CREATE TABLE registry (
            registry_id INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            since_milliseconds BIGINT NOT NULL,
            who TEXT NOT NULL,
            digest TEXT NOT NULL,
            document BLOB NOT NULL
        );
        CREATE INDEX registry_by_source ON registry (source, since_milliseconds);
        CREATE TABLE site_alias (
            name TEXT PRIMARY KEY,
            site_id BIGINT NOT NULL
        );
        CREATE TABLE site_vo (
            site_id BIGINT NOT NULL,
            vo TEXT NOT NULL,
            PRIMARY KEY (site_id, vo)
        ) WITHOUT ROWID;
        -- Required checks that are open on fresh nodes, as standings tell them.
        CREATE TABLE blocker (
            site_id BIGINT NOT NULL,
            profile TEXT NOT NULL,
            check_id TEXT NOT NULL,
            outcome TEXT NOT NULL,
            nodes BIGINT NOT NULL,
            cores BIGINT NOT NULL,
            PRIMARY KEY (site_id, profile, check_id, outcome)
        ) WITHOUT ROWID;
        ALTER TABLE site ADD COLUMN tier BIGINT;
        ALTER TABLE site ADD COLUMN country TEXT NOT NULL DEFAULT '';
        ALTER TABLE site ADD COLUMN region TEXT NOT NULL DEFAULT '';
        CREATE INDEX node_verdict_by_sheet ON node_verdict (site_id, sheet, terms);
        CREATE INDEX sheet_finding_by_check ON sheet_finding (check_id, site_id, sheet, terms);
        CREATE INDEX node_finding_by_check ON node_finding (check_id, site_id, node_id);
        """
}
