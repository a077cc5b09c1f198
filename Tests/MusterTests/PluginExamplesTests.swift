import Foundation
import Glibc
import LaunchKit
import MusterChecks
import MusterModel
import Testing

@testable import MusterProbes

/// The two examples in `checks/plugins`, with cards and checks, over commands that
/// play the client and the controller.
struct PluginExamplesTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "checks/plugins").path

    private let bench: Workbench

    init() throws { bench = try Workbench() }

    private func cards() throws -> [String: ExternalProbe] {
        let files = try ["site-cvmfs.yaml", "site-slurm.yaml"].map { name in
            CheckFile(
                name: name,
                text: try String(contentsOfFile: Self.folder + "/" + name, encoding: .utf8))
        }
        let read = ProbeFiles(files, beside: ProbeCatalogue.vocabulary)
        #expect(read.errors.isEmpty)
        return Dictionary(uniqueKeysWithValues: read.probes.map { ($0.card.id, $0) })
    }

    @Test func theirChecksAreWhole() throws {
        let name = Self.folder + "/site-checks.yaml"
        let file = CheckFile(name: name, text: try String(contentsOfFile: name, encoding: .utf8))
        let run = ExamplesRun(
            CheckFile.builtIn + [file], only: [name],
            vocabulary: ProbeCatalogue.vocabulary.adding(Array(try cards().values)))
        #expect(run.errors.isEmpty && run.failures.isEmpty && run.count == 5)
    }

    // MARK: - CVMFS, a Nagios plugin

    private func cvmfs(_ arguments: [String], errors: String) throws -> Launch.End {
        _ = try bench.script(
            "getfattr",
            """
            case $4 in
            user.nioerr) printf %s '\(errors)' ;;
            user.revision) printf %s 4711 ;;
            user.host) printf %s http://s1.example.org/cvmfs ;;
            *) exit 1 ;;
            esac
            """)
        mkdir(bench.root + "/atlas.cern.ch", 0o755)
        return try Launch.run(
            [Self.folder + "/check_cvmfs_repository"] + arguments,
            environment: ["PATH": bench.root + ":/usr/bin:/bin", "CVMFS_ROOT": bench.root])
    }

    @Test(arguments: [
        (["atlas.cern.ch"], "0", 0, "OK"), (["atlas.cern.ch"], "5", 1, "WARNING"),
        (["atlas.cern.ch"], "100", 2, "CRITICAL"), (["atlas.cern.ch", "10"], "5", 0, "OK"),
        (["atlas.cern.ch", "1", "3"], "3", 2, "CRITICAL"), (["atlas.cern.ch"], "x", 3, "UNKNOWN"),
        (["other.cern.ch"], "0", 2, "cannot be entered"), ([], "0", 3, "needed the name"),
        (["../etc"], "0", 3, "needed the name"), (["atlas.cern.ch", "many"], "0", 3, "numbers"),
    ])
    func theCvmfsPluginTellsItsState(
        arguments: [String], errors: String, exit: Int32, text: String
    ) throws {
        let end = try cvmfs(arguments, errors: errors)
        #expect(end.exit == exit && end.output.contains(text), "\(end)")
        #expect(end.errors.isEmpty)
    }

    @Test func itsNumbersBecomeFacts() throws {
        let end = try cvmfs(["atlas.cern.ch"], errors: "5")
        var reader = NagiosOutput(try #require(try cards()["site-cvmfs"]))
        try reader.read(ProgramEnd(exit: end.exit, output: end.output, errors: end.errors))
        let values = reader.book.readings.map { "\($0.key) \($0.value)" }.sorted()
        #expect(
            values == [
                "site-cvmfs.catalogue.revision 4711", "site-cvmfs.errors.count 5",
                "site-cvmfs.plugin.state warning",
                "site-cvmfs.plugin.text CVMFS WARNING - atlas.cern.ch: 5 I/O errors since it was "
                    + "mounted",
            ])
    }

    // MARK: - Slurm, Muster's own lines

    private func slurm(_ answer: String) throws -> [String: String] {
        _ = try bench.script("scontrol", answer)
        let end = try Launch.run(
            [Self.folder + "/slurm-node"], environment: ["PATH": bench.root + ":/usr/bin:/bin"])
        var reader = MusterLines(try #require(try cards()["site-slurm"]).card)
        try reader.read(ProgramEnd(exit: end.exit, output: end.output, errors: end.errors))
        #expect(reader.troubles.isEmpty && reader.book.readings.count == 3)
        return Dictionary(
            uniqueKeysWithValues: reader.book.readings.map { ("\($0.key)", "\($0.value)") })
    }

    @Test func aDrainedNodeTellsWhy() throws {
        let facts = try slurm(
            """
            cat <<'END'
            NodeName=n1 Arch=x86_64 CPUAlloc=4 CPUTot=64 State=IDLE+DRAIN ThreadsPerCore=1 \
            Reason=bad "disk" \\ C:\\x [root@2026-11-24T01:00:00]
            END
            """)
        #expect(facts["site-slurm.state.flags"] == "IDLE, DRAIN")
        #expect(
            facts["site-slurm.drain.reason"] == #"bad "disk" \ C:\x [root@2026-11-24T01:00:00]"#)
        #expect(facts["site-slurm.load.cpus"] == "4")
    }

    @Test func aNodeThatDoesNotRespondIsFlagged() throws {
        let facts = try slurm("echo NodeName=n1 State=DOWN*")
        #expect(facts["site-slurm.state.flags"] == "DOWN, NOT_RESPONDING")
        #expect(facts["site-slurm.drain.reason"]?.contains("not told") == true)
    }

    @Test func aSilentControllerMakesNothingUnfit() throws {
        let facts = try slurm("exit 1")
        #expect(facts.values.allSatisfy { $0.contains("timed-out") }, "\(facts)")
    }
}
