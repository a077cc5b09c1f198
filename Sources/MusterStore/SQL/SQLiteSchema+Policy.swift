extension SQLiteSchema {
    /// By what was judged, and since when.
    static let policy = """
        CREATE TABLE policy (
            policy_id INTEGER PRIMARY KEY,
            digest TEXT NOT NULL,
            since_milliseconds BIGINT NOT NULL,
            document BLOB NOT NULL
        );
        """
}
