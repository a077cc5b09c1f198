extension SQLiteSchema {
    /// How sites stood, so that a past day can be told again.
    static let history = """
        -- A row for each hour (UTC) at whose end something of a standing was another; an
        -- empty standing where sites do not stand under the profile any more.
        CREATE TABLE standing_past (
            site_id BIGINT NOT NULL,
            profile TEXT NOT NULL,
            hour BIGINT NOT NULL,
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
            PRIMARY KEY (site_id, profile, hour)
        ) WITHOUT ROWID;
        -- The same of what fresh nodes of a site run.
        CREATE TABLE spread_past (
            site_id BIGINT NOT NULL,
            hour BIGINT NOT NULL,
            document BLOB NOT NULL,
            PRIMARY KEY (site_id, hour)
        ) WITHOUT ROWID;
        INSERT INTO standing_past
        SELECT site_id, profile, since_milliseconds / 3600000, standing, since_milliseconds,
            ready, degraded, unfit, undetermined, stale, silent, expected, cores_ready, cores,
            document
        FROM standing;
        """
}
