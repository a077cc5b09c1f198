extension SQLiteSchema {
    /// Gauges apart from what they are about: the frame is content of the site.
    static let gauges = """
        ALTER TABLE node_state RENAME COLUMN gauges TO gauge_values;
        ALTER TABLE node_state ADD COLUMN gauge_frame TEXT NOT NULL DEFAULT '';
        """
}
