internal import MusterModel

/// A few facts and what a check has to come to on them, as written below the check.
struct CheckExample: Hashable, Sendable {
    /// Where it begins.
    let mark: YAMLMark
    /// What it shows, in a few words; empty where nothing is written.
    let title: String
    /// The facts that are given, rosters included; every other one was not tried.
    let facts: [Fact]
    /// Bind sources that the site's queue asks.
    let demanded: [String]
    /// Which of the check's findings is meant; nil for the one on the node.
    let subject: String?
    /// What it has to come to.
    let expected: Outcome

    /// What `check` comes to here; nil where it has no such finding, or several and
    /// none is named.
    func finding(of check: Check, in profile: Profile, knowing advisories: [Advisory]) -> Finding? {
        let binds = demanded.map { Demand.Bind($0) }
        let circumstances = Circumstances(
            demands: binds.isEmpty ? [] : [Demand(origin: "the example", binds: binds)],
            advisories: advisories, date: profile.dated)
        // One section of no probe's name: what is not given was not tried, and is not
        // taken for absent.
        let sheet = Sheet(
            sections: [Section(probe: "example", facts: facts)], watchList: WatchList(),
            vantage: Vantage(.tree, user: 0))
        let alone = Profile(
            id: profile.id, title: profile.title, dated: profile.dated, limits: profile.limits,
            checks: [check])
        let found = judge(sheet, gauges: [], under: alone, in: circumstances).findings
        if let subject { return found.first { $0.subject == subject } }
        return found.count == 1 ? found.first : nil
    }
}
