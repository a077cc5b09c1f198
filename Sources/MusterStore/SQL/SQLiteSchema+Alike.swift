extension SQLiteSchema {
    /// Cores that no machine has are none, so that sums of them are believed. Nodes that are
    /// judged alike stand side by side, and are counted without a look at any of their rows;
    /// what began with the sheet is found by it as before.
    static let alike = """
        UPDATE sheet_traits SET cores = NULL WHERE cores < 0 OR cores > 1048576;
        DROP INDEX node_verdict_by_sheet;
        CREATE INDEX node_verdict_alike ON node_verdict
            (site_id, sheet, terms, open, profile, verdict, node_id);
        """
}
