/// The statements of ``RejudgingStore``, the same for every engine; arguments are numbered.
enum RejudgingStatements {
    private static let joined = """
        FROM node n
        JOIN node_verdict v ON v.site_id = n.site_id AND v.node_id = n.node_id
            AND v.profile = $2
        LEFT JOIN sheet_verdict h ON h.site_id = v.site_id AND h.sheet = v.sheet
            AND h.terms = v.terms
        LEFT JOIN sheet_traits t ON t.site_id = v.site_id AND t.sheet = v.sheet
        """
    static let alike = """
        SELECT MAX(n.node_id), v.sheet, COALESCE(h.open, '[]'), v.open, n.freshness,
            n.cloned_milliseconds IS NOT NULL, COUNT(*),
            CAST(COALESCE(SUM(t.cores), 0) AS BIGINT)
        \(joined)
        WHERE n.site_id = $1 AND n.retired_milliseconds IS NULL
        GROUP BY v.sheet, h.open, v.open, n.freshness, n.cloned_milliseconds IS NOT NULL
        ORDER BY v.sheet, n.freshness, 1
        """
    static let each = """
        SELECT n.node_id, v.sheet, COALESCE(h.open, '[]'), v.open, n.freshness,
            n.cloned_milliseconds IS NOT NULL, 1, COALESCE(t.cores, 0),
            s.gauge_frame, s.gauge_values
        \(joined)
        JOIN node_state s ON s.site_id = n.site_id AND s.node_id = n.node_id
        WHERE n.site_id = $1 AND n.node_id > $3 AND n.retired_milliseconds IS NULL
        ORDER BY n.node_id LIMIT $4
        """
}
