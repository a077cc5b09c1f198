/// Schemas as SQLite has them.
enum SQLiteSchema {
    /// Sites, nodes, and what they reported. `site_id` leads every key.
    static let reports = """
        CREATE TABLE site (
            site_id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            trust TEXT NOT NULL,
            first_seen_milliseconds BIGINT NOT NULL
        );
        -- Sections, sheets and claims, each once a site, by the digest of its bytes.
        CREATE TABLE content (
            site_id BIGINT NOT NULL,
            digest TEXT NOT NULL,
            bytes BLOB NOT NULL,
            PRIMARY KEY (site_id, digest)
        );
        CREATE TABLE node (
            site_id BIGINT NOT NULL,
            node_id BIGINT NOT NULL,
            name TEXT NOT NULL,
            first_seen_milliseconds BIGINT NOT NULL,
            retired_milliseconds BIGINT,
            cloned_milliseconds BIGINT,
            PRIMARY KEY (site_id, node_id),
            UNIQUE (site_id, name)
        );
        -- A node's counts: one row a time that its state directory was empty.
        CREATE TABLE incarnation (
            site_id BIGINT NOT NULL,
            node_id BIGINT NOT NULL,
            incarnation TEXT NOT NULL,
            ordinal BIGINT NOT NULL,
            highest BIGINT NOT NULL,
            first_received_milliseconds BIGINT NOT NULL,
            PRIMARY KEY (site_id, node_id, incarnation)
        );
        CREATE TABLE report (
            site_id BIGINT NOT NULL,
            node_id BIGINT NOT NULL,
            ordinal BIGINT NOT NULL,
            sequence BIGINT NOT NULL,
            body TEXT NOT NULL,
            received_milliseconds BIGINT NOT NULL,
            PRIMARY KEY (site_id, node_id, ordinal, sequence)
        ) WITHOUT ROWID;
        CREATE TABLE gap (
            site_id BIGINT NOT NULL,
            node_id BIGINT NOT NULL,
            ordinal BIGINT NOT NULL,
            first BIGINT NOT NULL,
            last BIGINT NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (site_id, node_id, ordinal, first, last, reason)
        ) WITHOUT ROWID;
        -- Where a second body came under a number that was used.
        CREATE TABLE contradiction (
            site_id BIGINT NOT NULL,
            node_id BIGINT NOT NULL,
            ordinal BIGINT NOT NULL,
            sequence BIGINT NOT NULL,
            body TEXT NOT NULL,
            received_milliseconds BIGINT NOT NULL,
            PRIMARY KEY (site_id, node_id, ordinal, sequence, body)
        ) WITHOUT ROWID;
        -- What is known of each node now.
        CREATE TABLE node_state (
            site_id BIGINT NOT NULL,
            node_id BIGINT NOT NULL,
            ordinal BIGINT NOT NULL,
            sequence BIGINT NOT NULL,
            received_milliseconds BIGINT NOT NULL,
            made_seconds BIGINT NOT NULL,
            sheet TEXT NOT NULL,
            claims TEXT NOT NULL,
            gauges BLOB NOT NULL,
            about BLOB NOT NULL,
            PRIMARY KEY (site_id, node_id)
        );
        CREATE INDEX node_state_by_sheet ON node_state (site_id, sheet);
        """
}
