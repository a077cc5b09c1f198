/// The statements of ``JudgingStore``, the same for every engine; arguments are numbered.
enum JudgingStatements {
    static let sites = "SELECT site_id, name, trust FROM site ORDER BY name"
    private static let stateColumns = """
        SELECT s.site_id, s.node_id, n.name, i.incarnation, s.sequence,
            s.received_milliseconds, s.made_seconds, s.sheet, s.claims, s.gauge_frame,
            s.gauge_values, s.about, n.cloned_milliseconds
        FROM node n
        JOIN node_state s ON s.site_id = n.site_id AND s.node_id = n.node_id
        JOIN incarnation i ON i.site_id = s.site_id AND i.node_id = s.node_id
            AND i.ordinal = s.ordinal
        """
    static let statesInPages = """
        \(stateColumns)
        WHERE n.site_id = $1 AND n.node_id > $2 AND n.retired_milliseconds IS NULL
        ORDER BY n.node_id LIMIT $3
        """
    static let state = """
        \(stateColumns)
        WHERE n.site_id = (SELECT site_id FROM site WHERE name = $1) AND n.name = $2
            AND n.retired_milliseconds IS NULL
        """
    static let judged = """
        SELECT profile, verdict, open, findings FROM sheet_verdict
        WHERE site_id = $1 AND sheet = $2 AND terms = $3
        """
    static let addSheet = """
        INSERT INTO sheet_verdict (site_id, sheet, terms, profile, verdict, open, findings)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
        """
    static let addSheetFinding = """
        INSERT INTO sheet_finding (site_id, sheet, terms, check_id, subject, outcome, level)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
        """
    static let addTraits = """
        INSERT INTO sheet_traits (site_id, sheet, cores, system, kernel, routes)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
        """
    static let verdicts = """
        SELECT profile, terms, sheet, verdict, claimed, open, findings FROM node_verdict
        WHERE site_id = $1 AND node_id = $2
        """
    static let openOnSheet = """
        SELECT open FROM sheet_verdict WHERE site_id = $1 AND sheet = $2 AND terms = $3
        """
    static let setVerdict = """
        INSERT INTO node_verdict (site_id, node_id, profile, terms, sheet, verdict,
            since_milliseconds, claimed, open, findings)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (site_id, node_id, profile) DO UPDATE SET
            terms = excluded.terms, sheet = excluded.sheet, verdict = excluded.verdict,
            since_milliseconds = CASE WHEN node_verdict.verdict = excluded.verdict
                THEN node_verdict.since_milliseconds ELSE excluded.since_milliseconds END,
            claimed = excluded.claimed, open = excluded.open, findings = excluded.findings
        """
    static let clearFindings = """
        DELETE FROM node_finding WHERE site_id = $1 AND node_id = $2 AND profile = $3
        """
    static let addFinding = """
        INSERT INTO node_finding
            (site_id, node_id, profile, check_id, subject, outcome, level)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
        """
    static let addTransition = """
        INSERT INTO transition
            (site_id, at_milliseconds, node_id, profile, kind, name, before, after)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (site_id, at_milliseconds, node_id, profile, kind, name)
            DO UPDATE SET after = excluded.after
        """
    static let profiles = "SELECT DISTINCT profile FROM node_verdict"
    static let forgetVerdicts = "DELETE FROM node_verdict WHERE profile = $1"
    static let forgetFindings = "DELETE FROM node_finding WHERE profile = $1"
    static let forgetSheets = "DELETE FROM sheet_verdict WHERE profile = $1"
    static let transitions = """
        SELECT t.at_milliseconds, t.kind, n.name, t.profile, t.name, t.before, t.after
        FROM transition t
        LEFT JOIN node n ON n.site_id = t.site_id AND n.node_id = t.node_id
        WHERE t.site_id = (SELECT site_id FROM site WHERE name = $1)
            AND t.at_milliseconds < $2
        ORDER BY t.at_milliseconds DESC, t.node_id, t.profile, t.kind, t.name LIMIT $3
        """
    static let transitionsOfNode = """
        SELECT t.at_milliseconds, t.kind, n.name, t.profile, t.name, t.before, t.after
        FROM node n
        JOIN transition t ON t.site_id = n.site_id AND t.node_id = n.node_id
        WHERE n.site_id = (SELECT site_id FROM site WHERE name = $1)
            AND n.name = $2 AND t.at_milliseconds < $3
        ORDER BY t.at_milliseconds DESC, t.profile, t.kind, t.name LIMIT $4
        """
}
