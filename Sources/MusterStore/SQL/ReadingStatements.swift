/// The statements of ``ReadingStore``, the same for every engine; arguments are numbered.
///
/// Arguments that are NULL filter nothing. `$1` of most is the name of the one site that
/// may be read, or NULL for all.
enum ReadingStatements {
    private static let sites = """
        FROM standing d JOIN site s ON s.site_id = d.site_id
        WHERE ($1 IS NULL OR s.name = $1) AND ($2 IS NULL OR d.profile = $2)
            AND ($3 IS NULL OR d.standing = $3)
            AND ($4 = '' OR lower(s.name) LIKE $4 ESCAPE '!')
            AND ($5 IS NULL OR s.country = $5) AND ($6 IS NULL OR s.tier = $6)
            AND ($7 IS NULL OR EXISTS (SELECT 1 FROM site_vo v
                WHERE v.site_id = s.site_id AND v.vo = $7))
            AND ($8 = 1 OR s.trust = 'registered') AND ($9 IS NULL OR s.region = $9)
        """
    static let countSites = "SELECT COUNT(*) \(sites)"
    /// Sites in the order that `$10` names; the name decides between equals.
    static let overview = """
        SELECT s.site_id, s.name, s.trust, d.profile, d.standing, d.since_milliseconds,
            d.ready, d.degraded, d.unfit, d.undetermined, d.stale, d.silent, d.expected,
            d.cores_ready, d.cores, d.document
        \(sites)
        ORDER BY
            CASE WHEN $10 = 'standing' THEN CASE d.standing WHEN 'not-ready' THEN 0
                WHEN 'partial' THEN 1 WHEN 'unknown' THEN 2 WHEN 'in-downtime' THEN 3
                ELSE 4 END END,
            CASE WHEN $10 = 'nodes'
                THEN -(d.ready + d.unfit + d.undetermined + d.stale + d.silent) END,
            CASE WHEN $10 = 'ready' THEN -d.ready END,
            CASE WHEN $10 = 'since' THEN -d.since_milliseconds END,
            s.name, d.profile
        LIMIT $11 OFFSET $12
        """
    static let tallies = """
        SELECT d.profile, d.standing, COUNT(*), CAST(SUM(d.ready) AS BIGINT),
            CAST(SUM(d.ready + d.unfit + d.undetermined + d.stale + d.silent) AS BIGINT),
            CAST(SUM(d.cores_ready) AS BIGINT), CAST(SUM(d.cores) AS BIGINT)
        FROM standing d JOIN site s ON s.site_id = d.site_id
        WHERE ($1 IS NULL OR s.name = $1)
        GROUP BY d.profile, d.standing ORDER BY d.profile, d.standing
        """
    static let profiles = "SELECT DISTINCT profile FROM standing ORDER BY profile"
    static let countries = """
        SELECT DISTINCT country FROM site WHERE trust = 'registered' AND country <> ''
        ORDER BY country
        """
    static let regions = """
        SELECT DISTINCT region FROM site WHERE trust = 'registered' AND region <> ''
        ORDER BY region
        """
    static let tiers = "SELECT DISTINCT tier FROM site WHERE tier IS NOT NULL ORDER BY tier"
    static let vos = "SELECT DISTINCT vo FROM site_vo ORDER BY vo"
    private static let nodesOfSite = """
        FROM site s
        JOIN node n ON n.site_id = s.site_id AND n.retired_milliseconds IS NULL
        JOIN node_verdict v ON v.site_id = n.site_id AND v.node_id = n.node_id
            AND v.profile = $2
        WHERE s.name = $1
            AND ($3 IS NULL OR v.verdict = $3
                OR ($3 = 'fit' AND v.verdict IN ('ready', 'degraded')))
            AND ($4 IS NULL OR n.freshness = $4) AND ($5 IS NULL OR v.sheet = $5)
            AND ($6 = '' OR lower(n.name) LIKE $6 ESCAPE '!')
            AND ($7 IS NULL OR EXISTS (SELECT 1 FROM sheet_finding f
                    WHERE f.site_id = v.site_id AND f.sheet = v.sheet AND f.terms = v.terms
                        AND f.check_id = $7)
                OR EXISTS (SELECT 1 FROM node_finding f
                    WHERE f.site_id = v.site_id AND f.node_id = v.node_id
                        AND f.profile = v.profile AND f.check_id = $7))
        """
    static let countNodes = "SELECT COUNT(*) \(nodesOfSite)"
    static let nodes = """
        SELECT n.name, v.verdict, v.since_milliseconds, v.claimed, n.freshness,
            (SELECT received_milliseconds FROM node_state t
                WHERE t.site_id = n.site_id AND t.node_id = n.node_id),
            v.sheet, n.cloned_milliseconds IS NOT NULL, v.open,
            (SELECT h.open FROM sheet_verdict h WHERE h.site_id = v.site_id
                AND h.sheet = v.sheet AND h.terms = v.terms)
        \(nodesOfSite)
        ORDER BY n.name LIMIT $8 OFFSET $9
        """
    static let sheetGroups = """
        SELECT g.sheet, h.verdict, g.nodes, g.fresh, g.example, t.cores, t.system, t.kernel,
            t.routes, h.open
        FROM (
            SELECT v.site_id, v.sheet, v.terms, COUNT(*) AS nodes,
                COUNT(CASE WHEN n.freshness = 'fresh' THEN 1 END) AS fresh,
                MIN(n.name) AS example
            FROM site s
            JOIN node n ON n.site_id = s.site_id AND n.retired_milliseconds IS NULL
            JOIN node_verdict v ON v.site_id = n.site_id AND v.node_id = n.node_id
                AND v.profile = $2
            WHERE s.name = $1
            GROUP BY v.site_id, v.sheet, v.terms
        ) g
        JOIN sheet_verdict h ON h.site_id = g.site_id AND h.sheet = g.sheet
            AND h.terms = g.terms
        LEFT JOIN sheet_traits t ON t.site_id = g.site_id AND t.sheet = g.sheet
        ORDER BY g.nodes DESC, g.sheet LIMIT $3
        """
    static let verdicts = """
        SELECT v.profile, v.verdict, v.since_milliseconds, v.claimed, h.findings, v.findings
        FROM node n
        JOIN node_verdict v ON v.site_id = n.site_id AND v.node_id = n.node_id
        LEFT JOIN sheet_verdict h ON h.site_id = v.site_id AND h.sheet = v.sheet
            AND h.terms = v.terms
        WHERE n.site_id = (SELECT site_id FROM site WHERE name = $1) AND n.name = $2
        ORDER BY v.profile
        """
    static let card = """
        SELECT freshness, first_seen_milliseconds, retired_milliseconds FROM node
        WHERE site_id = (SELECT site_id FROM site WHERE name = $1) AND name = $2
        """
    private static let open = """
        SELECT v.site_id, v.profile, f.check_id, f.outcome, n.node_id, n.name,
            v.since_milliseconds AS since
        FROM sheet_finding f
        JOIN node_verdict v ON v.site_id = f.site_id AND v.sheet = f.sheet
            AND v.terms = f.terms
        JOIN node n ON n.site_id = v.site_id AND n.node_id = v.node_id
            AND n.retired_milliseconds IS NULL
        WHERE $1 IS NULL OR f.check_id = $1
        UNION
        SELECT f.site_id, f.profile, f.check_id, f.outcome, n.node_id, n.name,
            v.since_milliseconds
        FROM node_finding f
        JOIN node_verdict v ON v.site_id = f.site_id AND v.node_id = f.node_id
            AND v.profile = f.profile
        JOIN node n ON n.site_id = f.site_id AND n.node_id = f.node_id
            AND n.retired_milliseconds IS NULL
        WHERE $1 IS NULL OR f.check_id = $1
        """
    static let failures = """
        SELECT s.name, o.profile, o.outcome, COUNT(*), MIN(o.name), MIN(o.since)
        FROM (\(open)) o JOIN site s ON s.site_id = o.site_id
        WHERE $2 IS NULL OR s.name = $2
        GROUP BY s.name, o.profile, o.outcome
        ORDER BY 4 DESC, s.name, o.profile, o.outcome LIMIT $3
        """
    /// From the reasons of standings: no node is looked at.
    static let openChecks = """
        SELECT b.profile, b.check_id, COUNT(DISTINCT b.site_id),
            CAST(SUM(b.nodes) AS BIGINT), CAST(SUM(b.cores) AS BIGINT)
        FROM blocker b JOIN site s ON s.site_id = b.site_id
        WHERE ($1 IS NULL OR s.name = $1) AND ($2 IS NULL OR b.profile = $2)
        GROUP BY b.profile, b.check_id
        ORDER BY 4 DESC, b.profile, b.check_id LIMIT $3
        """
}
