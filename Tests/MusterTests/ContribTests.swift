import Foundation
import LaunchKit
import Testing

/// The files of packaging/contrib before the programs that they are for.
@Suite struct ContribTests {
    private static func path(_ name: String) -> String {
        Launch.package.appending(path: "packaging/contrib/\(name)").path
    }

    private static func has(_ program: String) -> Bool {
        (try? Launch.run(["sh", "-c", "command -v \(program)"]).exit) == 0
    }

    // The pilot's wrapper

    private func pilot(
        code: Int, _ words: [String], command: [String] = ["echo", "payload"]
    ) throws -> (end: Launch.End, asked: String) {
        let bench = try Workbench()
        let muster = try bench.script("m", "echo \"$*\" >'\(bench.root)/asked'\nexit \(code)")
        let end = try Launch.run(
            [Self.path("pilot/muster-first")] + words + ["--"] + command,
            environment: ["MUSTER": muster])
        let asked = try? String(contentsOfFile: bench.root + "/asked", encoding: .utf8)
        return (end, asked ?? "")
    }

    @Test(arguments: [
        (0, "ready"), (1, "degraded"), (2, "unfit"), (3, "undetermined"), (64, "not judged"),
        (137, "not judged"),
    ])
    func pilotRunsWhateverTheVerdict(code: Int, verdict: String) throws {
        let end = try pilot(code: code, []).end
        #expect(end.exit == 0)
        #expect(end.output == "payload\n")
        #expect(end.errors.hasPrefix("muster: \(verdict) ("))
        #expect(try pilot(code: code, [], command: ["sh", "-c", "exit 7"]).end.exit == 7)
    }

    @Test(arguments: [(0, 0), (1, 0), (2, 68), (3, 0), (127, 0)] as [(Int, Int32)])
    func stopIsForUnfitNodesAlone(code: Int, exit: Int32) throws {
        let end = try pilot(code: code, ["-s", "68"]).end
        #expect(end.exit == exit)
        #expect(end.output == (exit == 0 ? "payload\n" : ""))
    }

    @Test func pilotsReportAndProfilesArePassedOn() throws {
        let asked = try pilot(code: 0, ["-p", "atlas,cms", "-r", "a b.json"]).asked
        #expect(asked.contains("--format json --output a b.json --exit-code verdict"))
        #expect(asked.hasSuffix("--profile atlas,cms\n"))
        #expect(try !pilot(code: 0, []).asked.contains("--profile"))
    }

    @Test func pilotsSiteQueueAndCollectorArePassedOn() throws {
        let words = ["-t", "EXAMPLE-T2", "-q", "A B", "-u", "https://x/", "-k", "/token"]
        let asked = try pilot(code: 0, words).asked
        #expect(
            asked.hasSuffix(
                "--site EXAMPLE-T2 --queue A B --push https://x/ --token-file /token\n"))
        let bare = try pilot(code: 0, []).asked
        for option in ["--site", "--queue", "--push", "--token-file"] {
            #expect(!bare.contains(option))
        }
    }

    /// The folder of the payload is whole in itself, wherever it lies.
    @Test func theProgramBesideThePilotsWrapperIsTheOne() throws {
        let bench = try Workbench()
        _ = try bench.script("muster", "exit 2")
        let wrapper = bench.root + "/muster-first"
        try FileManager.default.copyItem(atPath: Self.path("pilot/muster-first"), toPath: wrapper)
        for words in [[wrapper], ["sh", "-c", "cd \(bench.root); ./muster-first -- true"]] {
            let end = try Launch.run(words + (words.count == 1 ? ["--", "true"] : []))
            #expect(end.errors.hasPrefix("muster: unfit"), "\(end)")
        }
        let other = try bench.script("other", "exit 0")
        let end = try Launch.run([wrapper, "--", "true"], environment: ["MUSTER": other])
        #expect(end.errors.hasPrefix("muster: ready"))
    }

    @Test func missingMusterStartsThePilot() throws {
        let end = try Launch.run(
            [Self.path("pilot/muster-first"), "--", "echo", "payload"],
            environment: ["MUSTER": "/no/such/program"])
        #expect(end.output == "payload\n")
        #expect(end.errors.contains("muster: not judged (no report)"))
    }

    @Test(arguments: [[], ["-x", "--", "true"], ["-s", "no", "--", "true"]])
    func pilotWrapperSaysHowItIsCalled(words: [String]) throws {
        let end = try Launch.run([Self.path("pilot/muster-first")] + words)
        #expect(end.exit == 64)
        #expect(end.errors.contains("usage: muster-first"))
    }

    // HTCondor, Prometheus, systemd, NRPE

    @Test(
        .enabled(
            if: (try? Launch.run([Self.python, "-c", "import classad2"]).exit) == 0,
            "needs classad2 (HTCondor's Python bindings); MUSTER_PYTHON names a Python with it"))
    func startExpressionRefusesUnfitNodesToTheirVOAlone() throws {
        let program = """
            import classad2, sys
            text = open(sys.argv[1]).read().replace("\\\\\\n", " ")
            start = [l for l in text.split("\\n") if l.startswith("MUSTER_START")][0].split("=", 1)[1]
            for ready in ("true", "false", "undefined", None):
                for vo in ('"atlas"', '"cms"', None):
                    machine = classad2.ClassAd()
                    machine["S"] = classad2.ExprTree(start.replace("TARGET.", ""))
                    if ready: machine["MUSTER_Ready_atlas"] = classad2.ExprTree(ready)
                    if vo: machine["x509UserProxyVOName"] = classad2.ExprTree(vo)
                    if machine.eval("S") is not True: print(ready, vo, machine.eval("S"))
            """
        let end = try Launch.run(
            [Self.python, "-c", program, Self.path("htcondor/60-muster.conf")])
        #expect(end.output == "false \"atlas\" False\n", "\(end)")
    }

    private static let python =
        ProcessInfo.processInfo.environment["MUSTER_PYTHON"] ?? "/usr/bin/python3"

    @Test(.enabled(if: has("promtool"), "needs promtool, which is not installed"))
    func promtoolTakesTheAlerts() throws {
        let end = try Launch.run([
            "promtool", "check", "rules", Self.path("prometheus/muster.rules.yml"),
        ])
        #expect(end.exit == 0, "\(end)")
        #expect(end.output.contains("SUCCESS: 12 rules found"))
    }

    /// Every call of muster in the files parses: an option that is gone shows here.
    @Test(arguments: [
        "htcondor/60-muster.conf", "nagios/nrpe-muster.cfg", "prometheus/muster-textfile.service",
    ])
    func callsOfMusterParse(name: String) throws {
        let text = try String(contentsOfFile: Self.path(name), encoding: .utf8)
            .replacing("\\\n", with: " ")
        let calls = text.matches(of: /check --[^\n]*/).map {
            $0.output.split(separator: " ").map(String.init)
        }
        #expect(!calls.isEmpty)
        for words in calls {
            // A root that is not there ends the call right behind its parsing.
            let end = try Launch.run(
                [Launch.program("muster")] + words + ["--root", "/no/such/folder"])
            #expect((end.output + end.errors).contains("/no/such/folder"), "\(words) \(end)")
            #expect([3, 66, 78].contains(end.exit), "\(words) \(end)")
        }
    }
}
