/// The statements of ``RejudgingStore``, the same for every engine but for GROUP_CONCAT, which
/// PostgreSQL calls STRING_AGG; arguments are numbered.
enum RejudgingStatements {
    /// The present nodes of a site.
    static let present = """
        SELECT node_id, freshness, cloned_milliseconds IS NOT NULL, name FROM node
        WHERE site_id = $1 AND retired_milliseconds IS NULL
        """
    static let alike = grouped("")
    /// A condition on the bare column would take it out of the order of the index.
    static let alikeUnderOne = grouped("AND profile || '' = $2")

    /// In the order of the index, so that nothing is sorted; of each group once is looked up
    /// what is long.
    private static func grouped(_ condition: String) -> String {
        """
        SELECT g.profile, g.sheet, g.verdict, COALESCE(h.open, '[]'), g.open,
            COALESCE(t.cores, 0), g.nodes
        FROM (
            SELECT site_id, sheet, terms, open, profile, verdict,
                GROUP_CONCAT(node_id) AS nodes
            FROM node_verdict
            WHERE site_id = $1 \(condition)
            GROUP BY site_id, sheet, terms, open, profile, verdict
        ) g
        LEFT JOIN sheet_verdict h ON h.site_id = g.site_id AND h.sheet = g.sheet
            AND h.terms = g.terms
        LEFT JOIN sheet_traits t ON t.site_id = g.site_id AND t.sheet = g.sheet
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
