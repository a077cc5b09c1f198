import Foundation
import LaunchKit
import MusterChecks
import MusterModel
import MusterProbes
import Testing

@testable import MusterCollector

/// A profile judged in two parts is the profile judged as a whole, on every machine that
/// there is a fixture of.
@Suite struct SplitTests {
    private static let machines: [String] = {
        let folder = Launch.package.appending(path: "Tests/Fixtures").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().filter {
            FileManager.default.fileExists(atPath: "\(folder)/\($0)/answers.json")
        }.map { "\(folder)/\($0)" }
    }()

    private static let library = ChecksLibrary(
        CheckFile.builtIn, vocabulary: ProbeCatalogue.vocabulary)

    /// Sheet and gauges as the program saw them.
    private func seen(at root: String) throws -> (sheet: Sheet, gauges: [Fact]) {
        let end = try Launch.muster(
            "check", "--root", root, "--profile", "all", "--format", "json", "--no-journal")
        let json = try JSONReader.value(in: Array(end.output.utf8))
        let sections = try #require(json["facts"]?["sections"]?.elements).map { section in
            Section(
                probe: try #require(section["probe"]?.text),
                facts: (section["facts"]?.elements ?? []).compactMap(Fact.init(json:)))
        }
        let gauges = (json["facts"]?["gauges"]?.elements ?? []).compactMap(Fact.init(json:))
        let watched = Self.library.profiles.reduce(WatchList()) { $0.union($1.watchList) }
        let sheet = Sheet(
            sections: sections, watchList: watched, vantage: Vantage(.tree, user: 0))
        return (sheet, gauges)
    }

    @Test func thereAreMachines() { #expect(Self.machines.count >= 10) }

    @Test(arguments: machines)
    func bothPartsTogetherAreTheWhole(_ root: String) throws {
        let (sheet, gauges) = try seen(at: root)
        let circumstances = Circumstances(
            advisories: Self.library.advisories,
            date: CalendarDate(secondsSince1970: 1_795_000_000))
        for profile in Self.library.profiles {
            let parts = profile.split(
                by: ProbeCatalogue.vocabulary, advisories: Self.library.advisories)
            #expect(!parts.stable.checks.isEmpty && !parts.moving.checks.isEmpty, "\(profile.id)")
            let whole = judge(sheet, gauges: gauges, under: profile, in: circumstances)
            // Without gauges, as it is kept for all nodes with the sheet.
            let stable = judge(sheet, gauges: [], under: parts.stable, in: circumstances)
            let moving = judge(sheet, gauges: gauges, under: parts.moving, in: circumstances)
            let both = Set(stable.findings).union(moving.findings)
            #expect(both == Set(whole.findings), "\(profile.id)")
            #expect(both.count == whole.findings.count)
            #expect(max(stable.verdict, moving.verdict) == whole.verdict, "\(profile.id)")
        }
    }

    /// A docket finds open what a judgement finds open: with all facts, with none, and with
    /// every probe away in turn, waivers and demands included.
    @Test(arguments: machines)
    func aDocketIsTheJudgements(_ root: String) throws {
        let (sheet, gauges) = try seen(at: root)
        let profiles = Self.library.profiles
        let docket = Docket(profiles)
        let date = CalendarDate(secondsSince1970: 1_795_000_000)
        let circumstances = [
            Circumstances(advisories: Self.library.advisories, date: date),
            Circumstances(
                demands: [
                    Demand(
                        origin: "queue", binds: [.init("/scratch")], images: ["/cvmfs/a.cern.ch/i"])
                ],
                waivers: try Self.waivers(until: date), date: date),
        ]
        var sheets = [sheet]
        for away in sheet.sections {
            sheets.append(
                Sheet(
                    sections: sheet.sections.filter { $0 != away }, watchList: sheet.watchList,
                    vantage: sheet.vantage))
        }
        var found = 0
        for (sheet, circumstances) in sheets.flatMap({ s in circumstances.map { (s, $0) } }) {
            for gauges in [gauges, []] {
                let book = FactBook(sheet, gauges: []).adding(gauges)
                let rulings = docket.rulings(on: book, in: circumstances)
                for (profile, ruling) in zip(profiles, rulings) {
                    let whole = judge(sheet, gauges: gauges, under: profile, in: circumstances)
                    #expect(ruling.open == whole.findings.filter(\.isOpen), "\(profile.id)")
                    #expect(ruling.verdict == whole.verdict, "\(profile.id)")
                    found += ruling.open.count
                }
            }
        }
        #expect(found > 0)
    }

    private static func waivers(until date: CalendarDate) throws -> [Waiver] {
        let checks = library.profiles.flatMap(\.checks).prefix(6)
        return checks.map {
            Waiver(check: $0.id, reason: "known", owner: "tests", until: date)
        }
    }
}
