import Foundation
import MusterChecks
import MusterModel
import Testing

@testable import MusterCollector

/// A collector's own files: what they stand in for, and what of them a proposal meets.
@Suite struct BenchFilesTests {
    private let folder = FileManager.default.temporaryDirectory.path + "/bench.\(UUID())"

    init() throws {
        for name in ["checks.d", "waivers.d"] {
            try FileManager.default.createDirectory(
                atPath: folder + "/" + name, withIntermediateDirectories: true)
        }
    }

    private func write(_ text: String, to name: String) throws {
        try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
    }

    private func bench() throws -> Bench {
        var places = Bench.Places()
        places.checks = folder + "/checks.d"
        (places.waivers, places.siteWaivers) = (folder + "/waivers.yaml", folder + "/waivers.d")
        return try Bench(of: places, version: "test")
    }

    /// `atlas` with one check more.
    private static let next = """
        format: muster-checks/1
        profile: atlas
        title: ATLAS, as it might be
        dated: 2027-01-01
        includes: [baseline]
        checks:
          - id: atlas.cores
            title: enough cores
            level: required
            reason: A test asks for them.
            source: {text: "a test", date: 2026-11-01}
            require: {system.cpu.cores: {at least: 64}}
            remedy: Buy some.
        """

    private static func waiver(of check: String) -> String {
        """
        format: muster-waivers/1
        waivers:
          - {check: \(check), reason: a secret, owner: them, until: 2999-12-31}
        """
    }

    /// What was tried comes into force: once, and in the place of the built-in one.
    @Test func aProfileOfItsOwnStandsInForTheBuiltInOne() throws {
        let before = try bench()
        try write(Self.next, to: "checks.d/atlas.yaml")
        let after = try bench()
        #expect(after.profiles.map(\.id).sorted() == before.profiles.map(\.id).sorted())
        let atlas = try #require(after.profiles.first { $0.id == "atlas" })
        #expect(atlas.title == "ATLAS, as it might be")
        #expect(atlas.checks.contains { $0.id == "atlas.cores" })
        #expect(!atlas.checks.contains { $0.id == "atlas.vsyscall" })
        var proposal = Proposal()
        proposal.files = [CheckFile(name: "atlas-2027.yaml", text: Self.next)]
        let tried = try before.changed(by: proposal)
        #expect(tried.profiles.first { $0.id == "atlas" }?.checks == atlas.checks)
        // Two of one name among its own are a mistake as ever.
        try write(Self.next, to: "checks.d/again.yaml")
        #expect(throws: Bench.Mistakes.self) { try bench() }
    }

    /// Exceptions go on holding under a proposal, whatever it asks; they are never told.
    @Test func aProposalKeepsExceptionsAndNeverTellsThem() throws {
        try write(Self.waiver(of: "atlas.vsyscall"), to: "waivers.yaml")
        try write(Self.waiver(of: "userns.enabled"), to: "waivers.d/SECRET-T2.yaml")
        let base = try bench()
        var proposal = Proposal()
        proposal.limits = ["userns.limit": "30000"]
        let day = try #require(CalendarDate("2026-12-01"))
        func waivers(_ bench: Bench, at site: String) -> [String] {
            bench.terms(at: site, demands: [], on: day).circumstances.waivers.map(\.check)
        }
        let changed = try base.changed(by: proposal)
        #expect(waivers(base, at: "SECRET-T2") == ["atlas.vsyscall", "userns.enabled"])
        #expect(waivers(changed, at: "SECRET-T2") == waivers(base, at: "SECRET-T2"))
        #expect(waivers(changed, at: "OTHER") == ["atlas.vsyscall"])
        // A profile without a check that somebody has waived is a good proposal.
        let baseline = try #require(CheckFile.builtIn.first { $0.statedProfile == "baseline" })
        proposal.files = [CheckFile(name: "atlas-2027.yaml", text: Self.next)]
        #expect(try base.changed(by: proposal).profiles.count == base.profiles.count)
        proposal.files = [
            CheckFile(
                name: "mine.yaml",
                text: baseline.text.replacing("id: userns.enabled", with: "id: userns.another"))
        ]
        do { _ = try base.changed(by: proposal) } catch {
            #expect(!error.description.contains("SECRET-T2"), "\(error)")
            #expect(!error.description.contains(folder), "\(error)")
        }
    }
}
