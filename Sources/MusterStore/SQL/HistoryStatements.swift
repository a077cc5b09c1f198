/// The statements of ``HistoryStore``, the same for every engine; arguments are numbered.
enum HistoryStatements {
    private static let counted = """
        standing, since_milliseconds, ready, degraded, unfit, undetermined, stale, silent,
        expected, cores_ready, cores, document
        """
    /// The newest row of a site under a profile, to see whether a standing is another.
    static let newest = """
        SELECT \(counted) FROM standing_past
        WHERE site_id = $1 AND profile = $2 ORDER BY hour DESC LIMIT 1
        """
    static let current = """
        SELECT \(counted) FROM standing WHERE site_id = $1 AND profile = $2
        """
    /// What is in `standing` now, for an hour.
    static let remember = """
        INSERT INTO standing_past (site_id, profile, hour, \(counted))
        SELECT site_id, profile, $3, \(counted) FROM standing
        WHERE site_id = $1 AND profile = $2
        ON CONFLICT (site_id, profile, hour) DO UPDATE SET
            standing = excluded.standing, since_milliseconds = excluded.since_milliseconds,
            ready = excluded.ready, degraded = excluded.degraded, unfit = excluded.unfit,
            undetermined = excluded.undetermined, stale = excluded.stale,
            silent = excluded.silent, expected = excluded.expected,
            cores_ready = excluded.cores_ready, cores = excluded.cores,
            document = excluded.document
        """
    /// Sites do not stand under a profile any more.
    static let end = """
        INSERT INTO standing_past (site_id, profile, hour, \(counted))
        SELECT site_id, profile, $2, '', $3, 0, 0, 0, 0, 0, 0, NULL, 0, 0, document
        FROM standing WHERE profile = $1
        ON CONFLICT (site_id, profile, hour) DO UPDATE SET
            standing = excluded.standing, since_milliseconds = excluded.since_milliseconds,
            ready = 0, degraded = 0, unfit = 0, undetermined = 0, stale = 0, silent = 0,
            expected = NULL, cores_ready = 0, cores = 0, document = excluded.document
        """
    /// Each site and profile of which anything is remembered, found by seeks: a table of
    /// years is long.
    private static let series = """
        WITH RECURSIVE series (site_id, profile) AS (
            SELECT s.site_id,
                (SELECT MIN(profile) FROM standing_past f WHERE f.site_id = s.site_id)
            FROM site s
            UNION ALL
            SELECT c.site_id,
                (SELECT MIN(profile) FROM standing_past f
                    WHERE f.site_id = c.site_id AND f.profile > c.profile)
            FROM series c WHERE c.profile IS NOT NULL
        )
        """
    static let standings = """
        \(series)
        SELECT s.site_id, s.name, s.trust, d.profile, d.standing, d.since_milliseconds,
            d.ready, d.degraded, d.unfit, d.undetermined, d.stale, d.silent, d.expected,
            d.cores_ready, d.cores, d.document
        FROM series c
        JOIN standing_past d ON d.site_id = c.site_id AND d.profile = c.profile
            AND d.hour = (SELECT MAX(hour) FROM standing_past m WHERE m.site_id = c.site_id
                AND m.profile = c.profile AND m.hour <= $1)
        JOIN site s ON s.site_id = d.site_id
        WHERE d.standing <> ''
        ORDER BY s.name, d.profile
        """
    static let newestSpread = """
        SELECT document FROM spread_past WHERE site_id = $1 ORDER BY hour DESC LIMIT 1
        """
    static let rememberSpread = """
        INSERT INTO spread_past (site_id, hour, document) VALUES ($1, $2, $3)
        ON CONFLICT (site_id, hour) DO UPDATE SET document = excluded.document
        """
    static let spreads = """
        SELECT s.name, d.document
        FROM site s
        JOIN spread_past d ON d.site_id = s.site_id
            AND d.hour = (SELECT MAX(hour) FROM spread_past m
                WHERE m.site_id = s.site_id AND m.hour <= $1)
        ORDER BY s.name
        """
    /// What fresh nodes of a site run.
    static let spread = """
        SELECT t.system, t.kernel, t.routes, COUNT(*),
            CAST(COALESCE(SUM(t.cores), 0) AS BIGINT)
        FROM node n
        JOIN node_state d ON d.site_id = n.site_id AND d.node_id = n.node_id
        JOIN sheet_traits t ON t.site_id = d.site_id AND t.sheet = d.sheet
        WHERE n.site_id = $1 AND n.retired_milliseconds IS NULL AND n.freshness = 'fresh'
        GROUP BY t.system, t.kernel, t.routes
        ORDER BY t.system, t.kernel, t.routes
        """
    /// Rows under a profile from an hour on, with the last one before it.
    static let course = """
        SELECT d.site_id, d.hour, d.standing, d.ready,
            d.ready + d.unfit + d.undetermined + d.stale + d.silent, d.cores_ready, d.cores
        FROM site s
        JOIN standing_past d ON d.site_id = s.site_id AND d.profile = $1 AND d.hour <= $3
            AND d.hour >= COALESCE((SELECT MAX(hour) FROM standing_past m
                WHERE m.site_id = s.site_id AND m.profile = $1 AND m.hour < $2), $2)
        ORDER BY d.hour, d.site_id
        """
    /// Rows before an hour that are not the last of their day.
    static let thinStandings = """
        DELETE FROM standing_past WHERE hour < $1 AND EXISTS (
            SELECT 1 FROM standing_past m
            WHERE m.site_id = standing_past.site_id AND m.profile = standing_past.profile
                AND m.hour > standing_past.hour AND m.hour / 24 = standing_past.hour / 24)
        """
    static let thinSpreads = """
        DELETE FROM spread_past WHERE hour < $1 AND EXISTS (
            SELECT 1 FROM spread_past m WHERE m.site_id = spread_past.site_id
                AND m.hour > spread_past.hour AND m.hour / 24 = spread_past.hour / 24)
        """
    /// Rows before an hour that a later one, not after it, replaced.
    static let forgetStandings = """
        DELETE FROM standing_past WHERE hour < $1 AND EXISTS (
            SELECT 1 FROM standing_past m
            WHERE m.site_id = standing_past.site_id AND m.profile = standing_past.profile
                AND m.hour > standing_past.hour AND m.hour <= $1)
        """
    /// What is left before an hour is how it was then, and says nothing of before.
    static let holdStandings = "UPDATE standing_past SET hour = $1 WHERE hour < $1"
    static let holdSpreads = "UPDATE spread_past SET hour = $1 WHERE hour < $1"
    static let forgetSpreads = """
        DELETE FROM spread_past WHERE hour < $1 AND EXISTS (
            SELECT 1 FROM spread_past m WHERE m.site_id = spread_past.site_id
                AND m.hour > spread_past.hour AND m.hour <= $1)
        """
}
