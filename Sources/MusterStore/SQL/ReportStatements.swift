/// The statements of ``ReportStore``, the same for every engine; arguments are numbered.
enum ReportStatements {
    static let siteNamed = "SELECT site_id, name, trust FROM site WHERE name = $1"
    static let siteOfAlias = "SELECT site_id FROM site_alias WHERE name = $1"
    static let addSite = """
        INSERT INTO site (name, trust, first_seen_milliseconds) VALUES ($1, $2, $3)
        RETURNING site_id, name, trust
        """
    static let nodeNamed = "SELECT node_id FROM node WHERE site_id = $1 AND name = $2"
    static let addNode = """
        INSERT INTO node (site_id, node_id, name, first_seen_milliseconds)
        VALUES ($1, (SELECT COALESCE(MAX(node_id), 0) + 1 FROM node WHERE site_id = $1), $2, $3)
        RETURNING node_id
        """
    static let incarnation = """
        SELECT ordinal, highest,
            (SELECT MAX(ordinal) FROM incarnation WHERE site_id = $1 AND node_id = $2)
        FROM incarnation WHERE site_id = $1 AND node_id = $2 AND incarnation = $3
        """
    static let addIncarnation = """
        INSERT INTO incarnation
            (site_id, node_id, incarnation, ordinal, highest, first_received_milliseconds)
        VALUES ($1, $2, $3, (SELECT COALESCE(MAX(ordinal), 0) + 1
            FROM incarnation WHERE site_id = $1 AND node_id = $2), $4, $5)
        RETURNING ordinal
        """
    static let raiseIncarnation = """
        UPDATE incarnation SET highest = $4
        WHERE site_id = $1 AND node_id = $2 AND incarnation = $3 AND highest < $4
        """
    static let kept = """
        SELECT body FROM report
        WHERE site_id = $1 AND node_id = $2 AND ordinal = $3 AND sequence = $4
        """
    static let keep = """
        INSERT INTO report (site_id, node_id, ordinal, sequence, body, received_milliseconds)
        VALUES ($1, $2, $3, $4, $5, $6)
        """
    static let contradict = """
        INSERT INTO contradiction
            (site_id, node_id, ordinal, sequence, body, received_milliseconds)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
        """
    static let version = "PRAGMA data_version"
    static let hasContent = "SELECT 1 FROM content WHERE site_id = $1 AND digest = $2"
    static let content = "SELECT bytes FROM content WHERE site_id = $1 AND digest = $2"
    static let addContent = """
        INSERT INTO content (site_id, digest, bytes, kept_milliseconds)
        VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
        """
    static let addGap = """
        INSERT INTO gap (site_id, node_id, ordinal, first, last, reason)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
        """
    static let flagClone = """
        UPDATE node SET cloned_milliseconds = $3
        WHERE site_id = $1 AND node_id = $2 AND cloned_milliseconds IS NULL
        """
    static let moveState = """
        INSERT INTO node_state (site_id, node_id, ordinal, sequence, received_milliseconds,
            made_seconds, sheet, claims, gauge_frame, gauge_values, about)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (site_id, node_id) DO UPDATE SET
            ordinal = excluded.ordinal, sequence = excluded.sequence,
            received_milliseconds = excluded.received_milliseconds,
            made_seconds = excluded.made_seconds, sheet = excluded.sheet,
            claims = excluded.claims, gauge_frame = excluded.gauge_frame,
            gauge_values = excluded.gauge_values, about = excluded.about
        WHERE node_state.ordinal < excluded.ordinal
            OR (node_state.ordinal = excluded.ordinal
                AND node_state.sequence < excluded.sequence)
        """
    static let state = """
        SELECT s.site_id, s.node_id, n.name, i.incarnation, s.sequence,
            s.received_milliseconds, s.made_seconds, s.sheet, s.claims, s.gauge_frame,
            s.gauge_values, s.about, n.cloned_milliseconds
        FROM node n
        JOIN node_state s ON s.site_id = n.site_id AND s.node_id = n.node_id
        JOIN incarnation i ON i.site_id = s.site_id AND i.node_id = s.node_id
            AND i.ordinal = s.ordinal
        WHERE n.site_id = (SELECT site_id FROM site WHERE name = $1) AND n.name = $2
        """
    static let tallies = """
        SELECT i.ordinal, i.incarnation, i.highest, n.site_id, n.node_id,
            (SELECT COUNT(*) FROM report r WHERE r.site_id = i.site_id
                AND r.node_id = i.node_id AND r.ordinal = i.ordinal)
            + (SELECT CAST(COALESCE(SUM(g.last - g.first + 1), 0) AS BIGINT)
                FROM report_range g WHERE g.site_id = i.site_id
                AND g.node_id = i.node_id AND g.ordinal = i.ordinal),
            (SELECT COUNT(*) FROM contradiction c WHERE c.site_id = i.site_id
                AND c.node_id = i.node_id AND c.ordinal = i.ordinal)
        FROM node n
        JOIN incarnation i ON i.site_id = n.site_id AND i.node_id = n.node_id
        WHERE n.site_id = (SELECT site_id FROM site WHERE name = $1) AND n.name = $2
        ORDER BY i.ordinal
        """
    static let gaps = """
        SELECT first, last, reason FROM gap
        WHERE site_id = $1 AND node_id = $2 AND ordinal = $3 ORDER BY first, last, reason
        """
}
