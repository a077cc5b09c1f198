/// The statements of ``StandingStore``, the same for every engine; arguments are numbered.
enum StandingStatements {
    /// Nodes whose freshness is another than their age says.
    static let aged = """
        SELECT n.site_id, n.node_id, n.freshness,
            CASE WHEN s.received_milliseconds < $1 THEN 'silent'
                WHEN s.received_milliseconds < $2 THEN 'stale' ELSE 'fresh' END AS age
        FROM node n
        JOIN node_state s ON s.site_id = n.site_id AND s.node_id = n.node_id
        WHERE n.retired_milliseconds IS NULL AND n.freshness <>
            CASE WHEN s.received_milliseconds < $1 THEN 'silent'
                WHEN s.received_milliseconds < $2 THEN 'stale' ELSE 'fresh' END
        """
    static let setFreshness = """
        UPDATE node SET freshness = $3 WHERE site_id = $1 AND node_id = $2
        """
    static let forget = "DELETE FROM standing WHERE profile = $1"
    static let forgetBlockers = "DELETE FROM blocker WHERE profile = $1"
    static let clearBlockers = "DELETE FROM blocker WHERE site_id = $1 AND profile = $2"
    static let addBlocker = """
        INSERT INTO blocker (site_id, profile, check_id, outcome, nodes, cores)
        VALUES ($1, $2, $3, $4, $5, $6)
        """
    static let profiles = "SELECT DISTINCT profile FROM standing"
    static let standing = """
        SELECT standing FROM standing WHERE site_id = $1 AND profile = $2
        """
    static let setStanding = """
        INSERT INTO standing (site_id, profile, standing, since_milliseconds, ready, degraded,
            unfit, undetermined, stale, silent, expected, cores_ready, cores, document)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        ON CONFLICT (site_id, profile) DO UPDATE SET
            since_milliseconds = CASE WHEN standing.standing = excluded.standing
                THEN standing.since_milliseconds ELSE excluded.since_milliseconds END,
            standing = excluded.standing, ready = excluded.ready,
            degraded = excluded.degraded, unfit = excluded.unfit,
            undetermined = excluded.undetermined, stale = excluded.stale,
            silent = excluded.silent, expected = excluded.expected,
            cores_ready = excluded.cores_ready, cores = excluded.cores,
            document = excluded.document
        """
    private static let columns = """
        SELECT s.site_id, s.name, s.trust, d.profile, d.standing, d.since_milliseconds,
            d.ready, d.degraded, d.unfit, d.undetermined, d.stale, d.silent, d.expected,
            d.cores_ready, d.cores, d.document
        FROM standing d JOIN site s ON s.site_id = d.site_id
        """
    static let standings = "\(columns) ORDER BY s.name, d.profile"
    static let standingsOfSite = "\(columns) WHERE s.name = $1 ORDER BY d.profile"
    static let changes = """
        SELECT at_milliseconds, after FROM transition
        WHERE site_id = $1 AND node_id = 0 AND profile = $2 AND kind = 'standing'
            AND at_milliseconds >= $3
        ORDER BY at_milliseconds
        """
}
