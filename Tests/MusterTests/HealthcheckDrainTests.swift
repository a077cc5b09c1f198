import Foundation
import LaunchKit
import Testing

/// packaging/contrib with the service's decision: Slurm's muster-healthcheck with
/// stand-ins for sinfo and scontrol, and HTCondor's muster-drain.
@Suite struct HealthcheckDrainTests {
    private static let slurm =
        Launch.package.appending(path: "packaging/contrib/slurm/muster-healthcheck").path
    private static let condor =
        Launch.package.appending(path: "packaging/contrib/htcondor/muster-drain").path

    private static let ours = "muster: atlas unfit: cvmfs.cache and 3 more"

    private static func notice(
        _ state: String, reason: String = ours, looked: Int64 = now, until: Int64 = now + 7800,
        more: String = ""
    ) -> String {
        "muster-drain/1\nlooked=\(looked)\nuntil=\(until)\nstate=\(state)\n"
            + "reason=\(reason)\n\(more)"
    }

    private static let now = Int64(Date.now.timeIntervalSince1970)

    /// Runs the script beside a notice, nil for none.
    /// - Returns: what it told Slurm, a call a line; and what it said.
    private func run(
        _ notice: String?, state: String, later: String? = nil
    ) throws -> (calls: [String], said: String) {
        let bench = try Workbench()
        _ = try bench.script("muster", "echo judged >>'\(bench.root)/calls'\nexit 2")
        _ = try bench.script("scontrol", "echo \"$*\" >>'\(bench.root)/calls'")
        _ = try bench.script(
            "sinfo",
            "cat '\(bench.root)/state'\nmv '\(bench.root)/later' '\(bench.root)/state' 2>&-")
        let files = [
            ("state", "\(state)\n"), ("later", "\(later ?? state)\n"),
            ("conf", "profiles=baseline\ndrain=\(bench.root)/notice\n"), ("notice", notice),
        ]
        for (name, text) in files {
            try text?.write(toFile: bench.root + "/" + name, atomically: true, encoding: .utf8)
        }
        let end = try Launch.run(
            [Self.slurm],
            environment: [
                "PATH": bench.root + ":/usr/bin:/bin", "SLURMD_NODENAME": "wn1",
                "MUSTER_HEALTHCHECK_CONF": bench.root + "/conf",
            ])
        #expect(end.exit == 0, "\(end)")
        let calls = try? String(contentsOfFile: bench.root + "/calls", encoding: .utf8)
        return ((calls ?? "").split(separator: "\n").map(String.init), end.errors)
    }

    @Test(arguments: ["idle|none", "mixed|none", "allocated|none"])
    func theServicesWordDrainsWithItsReason(state: String) throws {
        let calls = try run(Self.notice("drain"), state: state).calls
        #expect(calls == ["update NodeName=wn1 State=DRAIN Reason=\(Self.ours)"])
    }

    @Test func theVeryReasonIsGivenBackAndNoOther() throws {
        let released = Self.notice("released")
        #expect(
            try run(released, state: "drained|\(Self.ours)").calls
                == ["update NodeName=wn1 State=RESUME"])
        for state in [
            "drained|muster: cms unfit: cvmfs.cache", "drained|muster: atlas unfit",
            "drained|\(Self.ours) (anna)", "drained|disk (anna)", "drained|none", "idle|none",
            "down|\(Self.ours)", "drained|x \(Self.ours)",
        ] {
            #expect(try run(released, state: state).calls == [], "\(state)")
        }
    }

    /// Somebody takes the node over between two looks at it.
    @Test func aPersonWhoDrainsMeanwhileWins() throws {
        let calls = try run(
            Self.notice("released"), state: "drained|\(Self.ours)", later: "drained|disk (anna)"
        ).calls
        #expect(calls == [])
    }

    @Test(arguments: ["drained|disk (anna)", "draining|none", "down|Not responding", "maint|none"])
    func whatOthersDrainedIsNeverTouched(state: String) throws {
        for word in ["drain", "released", "keep"] {
            #expect(try run(Self.notice(word), state: state).calls == [], "\(word)")
        }
    }

    @Test func keepEndsNoDrain() throws {
        #expect(try run(Self.notice("keep"), state: "drained|\(Self.ours)").calls == [])
        #expect(try run(Self.notice("keep"), state: "idle|none").calls == [])
    }

    /// Nothing changes for what is not there, too old, of a time to come, or no notice.
    @Test(arguments: [
        nil, "", "muster-drain/2\nstate=drain\n", "drain",
        notice("drain", looked: now - 9000, until: now - 10), notice("drain", looked: now + 4000),
        notice("released", looked: now - 9000, until: now - 10), notice("resume"),
        notice("drain", reason: "by hand"), notice("released", reason: ""),
        "muster-drain/1\nlooked=$(id)\nuntil=9999999999\nstate=drain\nreason=muster: x\n",
        "muster-drain/1\nlooked=1+1\nuntil=9999999999\nstate=drain\nreason=muster: x\n",
    ])
    func withoutAGoodNoticeNothingChanges(text: String?) throws {
        for state in ["idle|none", "drained|\(Self.ours)", "drained|muster: x", "drained|none"] {
            let (calls, said) = try run(text, state: state)
            #expect(calls == [])
            #expect(said.contains("nothing changed"), "\(said)")
        }
    }

    @Test func aReasonIsOneHarmlessWordOfACall() throws {
        let nasty = "muster: a\"b'c`d\\e|f $(id) " + String(repeating: "x", count: 500)
        let calls = try run(Self.notice("drain", reason: nasty), state: "idle|none").calls
        let reason = try #require(calls.first?.components(separatedBy: "Reason=").last)
        #expect(reason.hasPrefix("muster: abcdef $(id) xx") && reason.count == 160)
        #expect(calls.count == 1)
    }

    /// What the script prints for STARTD_CRON.
    private func attributes(_ text: String?) throws -> String {
        let bench = try Workbench()
        try text?.write(toFile: bench.root + "/state", atomically: true, encoding: .utf8)
        let end = try Launch.run(
            [Self.condor], environment: ["MUSTER_DRAIN_STATE": bench.root + "/state"])
        #expect(end.exit == 0, "\(end)")
        return end.output
    }

    @Test func theStartdIsToldEachProfile() throws {
        let drained = Self.notice("drain", more: "drain=atlas\nkeep=belle-2\nkeep=x y\nz=\n")
        #expect(
            try attributes(drained) == """
                MUSTER_Drain = True
                MUSTER_DrainTime = \(Self.now)
                MUSTER_DrainReason = "\(Self.ours)"
                MUSTER_Drain_atlas = True
                MUSTER_Drain_belle_2 = False
                -

                """)
        for word in ["keep", "released"] {
            #expect(try attributes(Self.notice(word)).hasPrefix("MUSTER_Drain = False\n"))
        }
    }

    @Test(arguments: [nil, "", "muster-drain/2\n", "muster-drain/1\nlooked=1\nstate=no\n"])
    func theStartdIsToldNothingWithoutADecision(text: String?) throws {
        #expect(try attributes(text) == "")
    }

    @Test func aReasonCannotEndItsQuotes() throws {
        let text = Self.notice("drain", reason: "muster: a\"; START = True \\ $(id)")
        #expect(try attributes(text).contains("\"muster: a START  True  id\"\n"))
    }
}
