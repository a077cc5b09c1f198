import Foundation
import LaunchKit
import Testing

/// packaging/contrib/slurm/muster-healthcheck with stand-ins for muster, sinfo and
/// scontrol.
@Suite struct HealthcheckTests {
    private static let script =
        Launch.package.appending(path: "packaging/contrib/slurm/muster-healthcheck").path

    private static let unfit = "MUSTER UNFIT - atlas unfit: cvmfs.cache and 3 more | 'fail'=4;;0;0;"
    private static let reason = "muster: atlas unfit: cvmfs.cache and 3 more"

    /// Runs the script on a node in `state`.
    /// - Returns: what it told Slurm, a call a line; and how it ended.
    private func run(
        code: Int, _ output: String, state: String, later: String? = nil, conf: String? = nil
    ) throws -> (calls: [String], end: Launch.End, asked: String) {
        let bench = try Workbench()
        _ = try bench.script(
            "muster",
            "echo \"$*\" >'\(bench.root)/asked'\ncat '\(bench.root)/verdict'\nexit \(code)")
        _ = try bench.script("scontrol", "echo \"$*\" >>'\(bench.root)/calls'")
        // The state may change between two looks; a line a partition, as sinfo has it.
        _ = try bench.script(
            "sinfo",
            "cat '\(bench.root)/state'\nmv '\(bench.root)/later' '\(bench.root)/state' 2>&-")
        for (name, text) in [
            ("verdict", output + "\n  more\n"), ("state", "\(state)\n\(state)\n"),
            ("later", "\(later ?? state)\n"), ("conf", conf ?? ""),
        ] {
            try text.write(toFile: bench.root + "/" + name, atomically: true, encoding: .utf8)
        }
        let end = try Launch.run(
            [Self.script],
            environment: [
                "PATH": bench.root + ":/usr/bin:/bin", "SLURMD_NODENAME": "wn1",
                "MUSTER_HEALTHCHECK_CONF": bench.root + "/conf",
            ])
        func text(_ name: String) -> String {
            (try? String(contentsOfFile: bench.root + "/" + name, encoding: .utf8)) ?? ""
        }
        #expect(end.exit == 0, "\(end)")
        return (text("calls").split(separator: "\n").map(String.init), end, text("asked"))
    }

    @Test(arguments: ["idle|none", "mixed|none", "allocated|none", "idle*|none", "planned|none"])
    func unfitNodeIsDrainedWithItsReason(state: String) throws {
        let calls = try run(code: 2, Self.unfit, state: state).calls
        #expect(calls == ["update NodeName=wn1 State=DRAIN Reason=\(Self.reason)"])
    }

    @Test(arguments: [
        "drained|bad disk (anna)", "draining|none", "drained*|Not responding", "drain|x muster: y",
        "down|muster: x", "down*|Not responding", "maint|none", "reboot|muster: x",
        "powered_down|none", "unknown|none",
    ])
    func whatOthersDrainedIsNeverTouched(state: String) throws {
        #expect(try run(code: 2, Self.unfit, state: state).calls == [])
        let fit = try run(code: 0, "MUSTER READY - atlas ready | ", state: state).calls
        #expect(fit == [])
    }

    @Test func drainOfItsOwnIsKeptAndItsReasonRenewed() throws {
        #expect(try run(code: 2, Self.unfit, state: "drained|\(Self.reason)").calls == [])
        let calls = try run(code: 2, Self.unfit, state: "draining*|muster: older").calls
        #expect(calls == ["update NodeName=wn1 State=DRAIN Reason=\(Self.reason)"])
    }

    @Test(arguments: [
        (0, "MUSTER READY - atlas ready | "), (1, "MUSTER DEGRADED - atlas degraded | "),
    ])
    func drainOfItsOwnEndsWhenTheNodeIsFit(code: Int, output: String) throws {
        for state in ["drained", "draining", "drained*"] {
            let calls = try run(code: code, output, state: "\(state)|\(Self.reason)").calls
            #expect(calls == ["update NodeName=wn1 State=RESUME"])
        }
        #expect(try run(code: code, output, state: "idle|none").calls == [])
    }

    /// Somebody takes the node over while muster is still looking at it.
    @Test func personWhoDrainsMeanwhileWins() throws {
        let calls = try run(
            code: 0, "MUSTER READY - x | ", state: "drained|\(Self.reason)",
            later: "drained|disk exchange (anna)"
        ).calls
        #expect(calls == [])
    }

    @Test(arguments: [
        (3, "MUSTER UNDETERMINED - atlas undetermined: x | "), (3, "MUSTER UNKNOWN - no"),
        (124, ""), (137, ""), (127, ""), (64, "Error"), (0, ""), (2, "Segmentation fault"),
        (0, "fine"), (2, "MUSTER READY - x | "),
    ])
    func withoutAVerdictNothingChanges(code: Int, output: String) throws {
        for state in ["idle|none", "drained|\(Self.reason)", "drained|by hand"] {
            let (calls, end, _) = try run(code: code, output, state: state)
            #expect(calls == [])
            #expect(end.errors.contains("no verdict (code \(code)), nothing changed"))
        }
    }

    @Test func reasonIsOneShortHarmlessLine() throws {
        let nasty =
            "MUSTER UNFIT - a\"b'c`d\\e $(id) " + String(repeating: "x", count: 500) + " | 'a'=1"
        let calls = try run(code: 2, nasty, state: "idle|none").calls
        let reason = try #require(calls.first?.split(separator: "=").last)
        #expect(reason.hasPrefix("muster: abcde $(id) xx"))
        #expect(reason.count == 8 + 160)
        #expect(calls.count == 1)
    }

    @Test(arguments: [
        ("profiles=atlas,cms\n", " --profile atlas,cms\n"), ("# profiles=atlas\n", "40s\n"),
        ("profiles=\n", "40s\n"), ("profiles=$(id)\n", "40s\n"), ("", "40s\n"),
    ])
    func profilesComeFromTheFile(conf: String, ending: String) throws {
        let asked = try run(code: 0, "MUSTER READY - x", state: "idle|none", conf: conf).asked
        #expect(asked.hasPrefix("check --format nagios --deadline 40s"))
        #expect(asked.hasSuffix(ending))
    }

    @Test func unknownNodeIsLeftAlone() throws {
        let (calls, end, _) = try run(code: 2, Self.unfit, state: "slurm_load_node error")
        #expect(calls == [])
        #expect(end.errors.contains("sinfo does not know wn1"))
    }
}
