/// The statements of ``ChangeStore``, the same for every engine; arguments are numbered.
enum ChangeStatements {
    private static let columns = """
        SELECT c.change_id, c.at_milliseconds, s.name, s.trust, c.profile, c.before, c.after
        FROM standing_change c JOIN site s ON s.site_id = c.site_id
        """
    static let add = """
        INSERT INTO standing_change (site_id, profile, at_milliseconds, before, after)
        VALUES ($1, $2, $3, $4, $5)
        """
    static let after = "\(columns) WHERE c.change_id > $1 ORDER BY c.change_id LIMIT $2"
    /// `$2` is the one site that may be read, or NULL for all.
    static let before = """
        \(columns)
        WHERE c.change_id < $1 AND ($2 IS NULL OR s.name = $2)
            AND ($3 IS NULL OR c.profile = $3)
        ORDER BY c.change_id DESC LIMIT $4
        """
    static let newest = "SELECT COALESCE(MAX(change_id), 0) FROM standing_change"
    static let mark = "SELECT change_id FROM reader_mark WHERE reader = $1"
    static let setMark = """
        INSERT INTO reader_mark (reader, change_id) VALUES ($1, $2)
        ON CONFLICT (reader) DO UPDATE SET change_id = excluded.change_id
        """
    static let forget = "DELETE FROM standing_change WHERE at_milliseconds < $1"
}
