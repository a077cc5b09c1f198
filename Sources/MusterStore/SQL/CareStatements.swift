/// The statements of ``CareStore``, the same for every engine; arguments are numbered.
enum CareStatements {
    static let isClean = "SELECT is_clean FROM life WHERE life_id = 1"
    static let setClean = "UPDATE life SET is_clean = $1 WHERE life_id = 1"
    static let old = """
        SELECT site_id, node_id, ordinal, sequence FROM report
        WHERE received_milliseconds < $1
        ORDER BY site_id, node_id, ordinal, sequence LIMIT $2
        """
    static let forgetReport = """
        DELETE FROM report
        WHERE site_id = $1 AND node_id = $2 AND ordinal = $3 AND sequence = $4
        """
    /// The ranges that touch another.
    static let touching = """
        SELECT first, last FROM report_range
        WHERE site_id = $1 AND node_id = $2 AND ordinal = $3
            AND first <= $4 AND last >= $5
        """
    static let dropRange = """
        DELETE FROM report_range
        WHERE site_id = $1 AND node_id = $2 AND ordinal = $3 AND first = $4
        """
    static let addRange = """
        INSERT INTO report_range (site_id, node_id, ordinal, first, last)
        VALUES ($1, $2, $3, $4, $5)
        """
    static let inRange = """
        SELECT 1 FROM report_range
        WHERE site_id = $1 AND node_id = $2 AND ordinal = $3 AND first <= $4 AND last >= $4
        """
    static let forgetTransitions = "DELETE FROM transition WHERE at_milliseconds < $1"
    /// Sheets that no state has, under terms that nobody is judged by any more.
    static let forgetSheets = """
        DELETE FROM sheet_verdict WHERE NOT EXISTS (
            SELECT 1 FROM node_verdict v WHERE v.site_id = sheet_verdict.site_id
                AND v.sheet = sheet_verdict.sheet AND v.terms = sheet_verdict.terms)
        """
    static let forgetSheetFindings = """
        DELETE FROM sheet_finding WHERE NOT EXISTS (
            SELECT 1 FROM sheet_verdict v WHERE v.site_id = sheet_finding.site_id
                AND v.sheet = sheet_finding.sheet AND v.terms = sheet_finding.terms)
        """
    static let forgetTraits = """
        DELETE FROM sheet_traits WHERE NOT EXISTS (
            SELECT 1 FROM node_state s WHERE s.site_id = sheet_traits.site_id
                AND s.sheet = sheet_traits.sheet)
        """
    /// The sheets that anybody's state names, for the sections in them.
    static let sheetsInUse = """
        SELECT DISTINCT c.site_id, c.digest, c.bytes
        FROM node_state s JOIN content c ON c.site_id = s.site_id AND c.digest = s.sheet
        """
    static let claimsInUse = "SELECT DISTINCT site_id, claims FROM node_state"
    static let framesInUse = "SELECT DISTINCT site_id, gauge_frame FROM node_state"
    static let oldContent = """
        SELECT site_id, digest FROM content WHERE kept_milliseconds < $1
        """
    static let forgetContent = "DELETE FROM content WHERE site_id = $1 AND digest = $2"
}
