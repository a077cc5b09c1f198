import Foundation
import LaunchKit
import Testing

/// The units of the package, by themselves and before systemd's own judgement.
@Suite struct UnitTests {
    /// What `systemd-analyze security` may come to for the agent: node_exporter, which looks
    /// from one unit, has 9.2, chrony 3.5.
    static let exposureAtMost = 2.0

    private static let hasAnalyze = FileManager.default.isExecutableFile(
        atPath: "/usr/bin/systemd-analyze")

    /// The exposure that systemd sees in a unit file.
    private func exposure(_ path: String) throws -> Double {
        let end = try Launch.run(
            ["systemd-analyze", "security", "--offline=yes", "--no-pager", path])
        let level = try #require(
            end.output.firstMatch(of: /Overall exposure level for [^:]+: ([0-9.]+)/),
            "\(end.output)\(end.errors)")
        return try #require(Double(level.output.1))
    }

    @Test(.enabled(if: hasAnalyze, "needs systemd-analyze (systemd)"))
    func theAgentIsWellEnclosed() throws {
        let path = UnitFile.folder.appending(path: "muster-agent.service").path
        #expect(try exposure(path) <= Self.exposureAtMost)
    }

    /// Taking the sandbox away line by line is noticed: the ceiling is not idle.
    @Test(.enabled(if: hasAnalyze, "needs systemd-analyze (systemd)"))
    func anAgentWithoutItsSandboxIsNoticed() throws {
        let unit = UnitFile.folder.appending(path: "muster-agent.service")
        let text = try String(contentsOf: unit, encoding: .utf8)
        let folder = FileManager.default.temporaryDirectory.appending(path: "units-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let bare = folder.appending(path: "muster-agent.service")
        for gone in [["SystemCallFilter="], ["CapabilityBoundingSet="], ["User="]] {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                .filter { line in !gone.contains { line.hasPrefix($0) } }
            try lines.joined(separator: "\n").write(to: bare, atomically: true, encoding: .utf8)
            #expect(try exposure(bare.path) > Self.exposureAtMost, "\(gone)")
        }
    }

    /// Where max_user_namespaces or max_net_namespaces is 0 these fail at exec, on exactly
    /// the nodes that must be told of; the proc ones hide the mount table and sysctls.
    @Test(arguments: UnitFile.all + UnitFile.examples)
    func noUnitNeedsANamespaceThatANodeMayForbid(unit: UnitFile) {
        for name in ["PrivateUsers", "PrivateNetwork", "PrivateIPC", "ProtectProc", "ProcSubset"] {
            #expect(unit.values(name) == [], "\(name)=")
        }
    }

    @Test(arguments: ["", "-root", "-pilot"])
    func socketsAreForTheAgentAlone(kind: String) throws {
        let unit = try #require(UnitFile.all.first { $0.name == "muster-observer\(kind).socket" })
        #expect(unit.values("ListenStream") == ["/run/muster/observer\(kind).sock"])
        #expect(unit.values("SocketMode") == ["0660"])
        #expect(unit.values("SocketUser") == ["root"])
        #expect(unit.values("SocketGroup") == ["muster"])
        #expect(unit.values("Accept") == ["yes"])
        #expect(unit.values("MaxConnections") == ["64"])
    }

    /// Type=notify-reload is refused by systemd 252, so it is a drop-in.
    @Test func theAgentTellsHowItIs() throws {
        let agent = try #require(UnitFile.all.first { $0.name == "muster-agent.service" })
        #expect(agent.values("Type") == ["notify"])
        #expect(agent.values("ExecReload") == ["/bin/kill -HUP $MAINPID"])
        #expect(agent.values("WatchdogSec").count == 1)
        #expect(agent.values("StateDirectory") == ["muster"])
        #expect(agent.values("StateDirectoryMode") == ["0700"])
        #expect(agent.values("TimeoutStopSec") == ["5"])
    }

    /// What the preset enables is what can be enabled, no more and no less.
    @Test func presetNamesWhatIsInstalled() throws {
        let preset = try String(
            contentsOf: UnitFile.folder.appending(path: "90-muster.preset"), encoding: .utf8)
        let words = preset.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        let installable = UnitFile.all.filter { !$0.values("WantedBy").isEmpty }.map(\.name)
        #expect(words.map { $0[1] }.sorted() == installable.sorted())
        #expect(words.filter { $0[0] == "disable" } == [["disable", "muster-drain.path"]])
        #expect(words.allSatisfy { ["enable", "disable"].contains($0[0]) && $0.count == 2 })
    }

    /// Nothing that the agent could write reaches what root runs for a drain.
    @Test func rootsDrainTakesNothingFromTheAgentButTheCause() throws {
        let unit = try #require(UnitFile.all.first { $0.name == "muster-drain.service" })
        #expect(unit.values("ExecStart") == ["/usr/bin/muster drain"])
        #expect(unit.values("StandardInput") == ["null"])
        #expect(unit.values("TimeoutStartSec") == ["60"])
        #expect(unit.values("StateDirectory") == ["muster-drain"])
        #expect(unit.values("Environment") == [] && unit.values("EnvironmentFile") == [])
        let path = try #require(UnitFile.all.first { $0.name == "muster-drain.path" })
        #expect(path.values("PathChanged") == ["/run/muster/drain"])
        let agent = try #require(UnitFile.all.first { $0.name == "muster-agent.service" })
        #expect(agent.values("ReadWritePaths") == ["-/run/muster/drain"])
        #expect(
            (agent.values("Wants") + agent.values("After")).allSatisfy { !$0.contains("drain") })
    }

    /// Packages start, stop and restart the same units.
    @Test(arguments: ["debian/postinst", "debian/prerm", "debian/postrm", "rpm/muster.spec"])
    func packagesKnowTheUnits(script: String) throws {
        let path = Launch.package.appending(path: "packaging/\(script)")
        let text = try String(contentsOf: path, encoding: .utf8)
        for unit in UnitFile.all where !unit.values("WantedBy").isEmpty {
            #expect(text.contains(unit.name), "\(unit.name)")
        }
    }

    /// Every example says where it goes and assigns something.
    @Test(arguments: UnitFile.examples)
    func examplesSayWhereTheyGo(unit: UnitFile) throws {
        let path = UnitFile.folder.appending(path: "examples/\(unit.name)")
        let first = try String(contentsOf: path, encoding: .utf8).split(separator: "\n")[0]
        #expect(first.contains(/^# \/etc\/systemd\/system\/muster-[a-z@-]+\.service\.d\/.*\.conf$/))
        #expect(!unit.directives.isEmpty)
        #expect(unit.directives.allSatisfy { !$0.name.isEmpty && $0.section == "Service" })
    }
}
