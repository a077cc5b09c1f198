/// The statements of ``RejudgingStore``, the same for every engine but for GROUP_CONCAT, which
/// PostgreSQL calls STRING_AGG; arguments are numbered.
enum RejudgingStatements {
    static let alike = grouped("")
    static let alikeUnderOne = grouped("AND v.profile = $2")

    /// Nodes are put together before anything long is looked up for them.
    private static func grouped(_ condition: String) -> String {
        """
        SELECT g.profile, g.sheet, COALESCE(h.open, '[]'), g.open, g.freshness, g.cloned,
            g.nodes, COALESCE(t.cores, 0)
        FROM (
            SELECT v.site_id AS site_id, v.profile AS profile, v.sheet AS sheet,
                v.terms AS terms, v.open AS open, n.freshness AS freshness,
                n.cloned_milliseconds IS NOT NULL AS cloned,
                GROUP_CONCAT(n.node_id) AS nodes
            FROM node n
            JOIN node_verdict v ON v.site_id = n.site_id AND v.node_id = n.node_id \(condition)
            WHERE n.site_id = $1 AND n.retired_milliseconds IS NULL
            GROUP BY v.profile, v.sheet, v.terms, v.open, n.freshness,
                n.cloned_milliseconds IS NOT NULL
        ) g
        LEFT JOIN sheet_verdict h ON h.site_id = g.site_id AND h.sheet = g.sheet
            AND h.terms = g.terms
        LEFT JOIN sheet_traits t ON t.site_id = g.site_id AND t.sheet = g.sheet
        ORDER BY g.profile, g.sheet, g.freshness, g.terms, g.open, g.cloned
        """
    }

    static let gauges = """
        SELECT s.node_id, s.gauge_frame, s.gauge_values
        FROM node_state s
        JOIN node n ON n.site_id = s.site_id AND n.node_id = s.node_id
        WHERE s.site_id = $1 AND s.node_id > $2 AND n.retired_milliseconds IS NULL
        ORDER BY s.node_id LIMIT $3
        """
}
