extension SQLiteSchema {
    /// What was judged, and what changed by it.
    static let judging = """
        ALTER TABLE node ADD COLUMN freshness TEXT NOT NULL DEFAULT 'fresh';
        CREATE TABLE sheet_verdict (
            site_id BIGINT NOT NULL,
            sheet TEXT NOT NULL,
            terms TEXT NOT NULL,
            profile TEXT NOT NULL,
            verdict TEXT NOT NULL,
            open TEXT NOT NULL,
            findings BLOB NOT NULL,
            PRIMARY KEY (site_id, sheet, terms)
        );
        -- What is open on each judged sheet, for asking who fails a check.
        CREATE TABLE sheet_finding (
            site_id BIGINT NOT NULL,
            sheet TEXT NOT NULL,
            terms TEXT NOT NULL,
            check_id TEXT NOT NULL,
            subject TEXT NOT NULL,
            outcome TEXT NOT NULL,
            level TEXT NOT NULL,
            PRIMARY KEY (site_id, sheet, terms, check_id, subject)
        ) WITHOUT ROWID;
        CREATE TABLE sheet_traits (
            site_id BIGINT NOT NULL,
            sheet TEXT NOT NULL,
            cores BIGINT,
            system TEXT NOT NULL,
            kernel TEXT NOT NULL,
            routes TEXT NOT NULL,
            PRIMARY KEY (site_id, sheet)
        );
        CREATE TABLE node_verdict (
            site_id BIGINT NOT NULL,
            node_id BIGINT NOT NULL,
            profile TEXT NOT NULL,
            terms TEXT NOT NULL,
            sheet TEXT NOT NULL,
            verdict TEXT NOT NULL,
            since_milliseconds BIGINT NOT NULL,
            claimed TEXT,
            open TEXT NOT NULL,
            findings BLOB NOT NULL,
            PRIMARY KEY (site_id, node_id, profile)
        );
        CREATE INDEX node_verdict_by_profile ON node_verdict (site_id, profile, verdict);
        -- What is open on a node beside its sheet's: checks that rest on gauges.
        CREATE TABLE node_finding (
            site_id BIGINT NOT NULL,
            node_id BIGINT NOT NULL,
            profile TEXT NOT NULL,
            check_id TEXT NOT NULL,
            subject TEXT NOT NULL,
            outcome TEXT NOT NULL,
            level TEXT NOT NULL,
            PRIMARY KEY (site_id, node_id, profile, check_id, subject)
        ) WITHOUT ROWID;
        CREATE TABLE transition (
            site_id BIGINT NOT NULL,
            at_milliseconds BIGINT NOT NULL,
            node_id BIGINT NOT NULL,
            profile TEXT NOT NULL,
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            before TEXT NOT NULL,
            after TEXT NOT NULL,
            PRIMARY KEY (site_id, at_milliseconds, node_id, profile, kind, name)
        ) WITHOUT ROWID;
        CREATE INDEX transition_by_node ON transition (site_id, node_id, at_milliseconds);
        """
}
