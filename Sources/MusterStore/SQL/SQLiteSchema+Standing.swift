extension SQLiteSchema {
    /// How sites stand: recomputed, never counted on.
    static let standing = """
        CREATE TABLE standing (
            site_id BIGINT NOT NULL,
            profile TEXT NOT NULL,
            standing TEXT NOT NULL,
            since_milliseconds BIGINT NOT NULL,
            ready BIGINT NOT NULL,
            degraded BIGINT NOT NULL,
            unfit BIGINT NOT NULL,
            undetermined BIGINT NOT NULL,
            stale BIGINT NOT NULL,
            silent BIGINT NOT NULL,
            expected BIGINT,
            cores_ready BIGINT NOT NULL,
            cores BIGINT NOT NULL,
            document BLOB NOT NULL,
            PRIMARY KEY (site_id, profile)
        );
        CREATE INDEX node_state_by_age ON node_state (received_milliseconds);
        """
}
