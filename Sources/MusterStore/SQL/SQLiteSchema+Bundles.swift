extension SQLiteSchema {
    /// Check bundles that were ever published; the one of the highest version is handed out.
    static let bundles = """
        CREATE TABLE bundle (
            version BIGINT PRIMARY KEY,
            digest TEXT NOT NULL,
            published_milliseconds BIGINT NOT NULL,
            signed BLOB NOT NULL
        );
        """
}
