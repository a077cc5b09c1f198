public import MusterModel

/// The parts of an audit that never happened; ``report`` judges them.
public struct AuditExample: Sendable {
    /// What was seen.
    public var facts: [Fact] = []
    /// What moves by itself.
    public var gauges: [Fact] = []
    /// What was to be looked at.
    public var watchList = WatchList(["cvmfs.repository": ["atlas.cern.ch"]])
    /// Who judges.
    public var profiles: [Profile] = []
    /// Accepted exceptions.
    public var waivers: [Waiver] = []
    /// Published weaknesses.
    public var advisories: [Advisory] = []
    /// Where the audit stood.
    public var vantage = Vantage(.host, user: 0)
    /// The host's name.
    public var host: String? = "wn042.example.org"
    /// The grid site.
    public var site: String? = "EXAMPLE-T2"
    /// The queue.
    public var queue: Belonging.Name?
    /// Time in other people's programs.
    public var waited = AuditReport.Waiting.none
    /// Troubles of the audit.
    public var troubles: [String] = []
    /// Remarks.
    public var remarks: [String] = []

    /// Nothing seen, nothing asked.
    public init() {}

    /// The report of the audit.
    public var report: AuditReport {
        let areas = Dictionary(grouping: facts, by: \.key.name.area)
        let sheet = Sheet(
            sections: areas.map { Section(probe: $0, facts: $1) },
            watchList: watchList, vantage: vantage)
        let circumstances = Circumstances(waivers: waivers, advisories: advisories, date: today)
        return AuditReport(
            version: "0.1.0",
            identity: Identity(
                hostName: host, machineID: "00112233445566778899aabbccddeeff", bootID: nil),
            belonging: Belonging(
                site: site.map { Belonging.Name(unproven: $0, from: "--site") }, queue: queue),
            sheet: sheet, gauges: gauges,
            judgements: profiles.map {
                judge(sheet, gauges: gauges, under: $0, in: circumstances)
            },
            took: .milliseconds(41), waited: waited, date: today,
            timings: [.init("userns", took: .milliseconds(12)), .init("cvmfs", took: .zero)],
            troubles: troubles, remarks: remarks)
    }
}
