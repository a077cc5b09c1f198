extension SQLiteSchema {
    /// Who may do what, and who did.
    static let identity = """
        CREATE TABLE credential (
            credential_id INTEGER PRIMARY KEY,
            role TEXT NOT NULL,
            site TEXT,
            digest TEXT NOT NULL UNIQUE,
            label TEXT NOT NULL,
            made_milliseconds BIGINT NOT NULL,
            expires_milliseconds BIGINT NOT NULL,
            uses_left BIGINT,
            revoked_milliseconds BIGINT
        );
        CREATE TABLE known_key (
            key TEXT PRIMARY KEY,
            site TEXT NOT NULL,
            node TEXT NOT NULL,
            credential_id BIGINT NOT NULL,
            since_milliseconds BIGINT NOT NULL,
            revoked_milliseconds BIGINT
        );
        CREATE INDEX known_key_by_node ON known_key (site, node);
        CREATE TABLE audit (
            audit_id INTEGER PRIMARY KEY,
            at_milliseconds BIGINT NOT NULL,
            who TEXT NOT NULL,
            deed TEXT NOT NULL,
            document TEXT NOT NULL,
            digest TEXT NOT NULL
        );
        """
}
