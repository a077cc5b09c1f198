/// The statements by which states that hold facts are brought to frames and values.
enum GaugeStatements {
    static let states = "SELECT site_id, node_id FROM node_state WHERE gauge_frame = ''"
    static let facts = """
        SELECT gauge_values, received_milliseconds FROM node_state
        WHERE site_id = $1 AND node_id = $2
        """
    static let set = """
        UPDATE node_state SET gauge_frame = $3, gauge_values = $4
        WHERE site_id = $1 AND node_id = $2
        """
}
