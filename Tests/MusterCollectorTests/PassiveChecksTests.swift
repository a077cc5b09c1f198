import Foundation
import LaunchKit
import MusterModel
import MusterReport
import MusterStore
import Testing

@testable import MusterCollector

/// Standings as passive results, and into which files they go.
@Suite struct PassiveChecksTests {
    private let exports: ExportBench

    init() throws { exports = try ExportBench() }

    private static let sites = """
        format: muster-sites/1
        sites:
          - {name: A-T2, region: R, vos: [atlas]}
          - {name: "B T2 @x", region: R}
        """

    private func filled() async throws {
        try await exports.fill([Self.sites], ["A-T2": [.modern, .modern], "STRANGE": [.modern]])
    }

    @Test func aSiteIsAHostAndAProfileAService() async throws {
        try await filled()
        let report = try await exports.report()
        let lines = PassiveChecks(report).commands
        #expect(lines.count == 2, "who is not registered counts nowhere")
        let time = exports.bench.now / 1000
        let head = "[\(time)] PROCESS_SERVICE_CHECK_RESULT;A-T2;muster-baseline;3;MUSTER UNKNOWN"
        #expect(lines[0].hasPrefix(head + " - "), "\(lines[0])")
        #expect(lines[0].contains("|'ready'=0;;;0; 'degraded'=0;;;0; 'unfit'=0;"))
        #expect(lines[0].contains(" 'undetermined'=2;;;0; "))
        #expect(lines[1].contains(";B T2 @x;muster-baseline;3;MUSTER UNKNOWN - "))
        for line in lines {
            #expect(line.split(separator: "|").count == 2)
            #expect(line.split(separator: ";", maxSplits: 4).count == 5)
        }
    }

    @Test func everyStandingHasACode() {
        let codes = Standing.allCases.map { PassiveChecks.code(of: $0.rawValue) }
        #expect(codes == [.ok, .warning, .critical, .unknown, .unknown])
        #expect(PassiveChecks.code(of: "splendid") == .unknown)
    }

    /// Whatever a name or sentence holds, the line has its five fields and one end.
    @Test func nothingOfANameIsMoreThanAName() {
        let nasty = "a;b|c\nd\r\u{2028}e'f`g$(h)\u{202E}[1] PROCESS"
        let check = PassiveCheck(
            at: 1, host: nasty, service: nasty, .ok, nasty + String(repeating: "ü|", count: 5000),
            counts: ["n=|'\n": 1, "b": 2])
        let line = check.command
        #expect(line.utf8.count <= PassiveCheck.lineAtMost)
        #expect(!line.unicodeScalars.contains { $0.value < 32 || $0 == "\u{2028}" })
        let fields = line.split(separator: ";", maxSplits: 4)
        #expect(fields.count == 5 && fields[0] == "[1] PROCESS_SERVICE_CHECK_RESULT")
        #expect(fields[1] == fields[2] && fields[3] == "0")
        #expect(!fields[1].contains { "|'`$();[]".contains($0) })
        #expect(line.count { $0 == "|" } == 1)
        #expect(PassiveCheck(at: 1, host: "", service: "", .ok, "").command.contains(";_;_;0;"))
    }

    private func say(_ words: [String]) throws -> Launch.End {
        try Launch.run(
            [Launch.program("muster-collector"), "export", "nagios", "--config", "/none"] + words)
    }

    @Test func aFileIsReplacedAndNothingElseIs() async throws {
        try await filled()
        let store = ["--store", exports.bench.folder + "/collector.sqlite"]
        let plain = try say(store + ["--profile", "baseline", "--profile", "atlas"])
        #expect(plain.exit == 0 && plain.output.split(separator: "\n").count == 4)
        let file = exports.bench.folder + "/lines"
        try "before".write(toFile: file, atomically: false, encoding: .utf8)
        #expect(try say(store + ["--output", file]).exit == 0)
        #expect(try String(contentsOfFile: file, encoding: .utf8).hasPrefix("["))
        for path in [exports.bench.folder, "/dev/null", "/nowhere/x"] {
            #expect(try say(store + ["--output", path]).exit == 73, "\(path)")
        }
        let link = exports.bench.folder + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
        #expect(try say(store + ["--output", link]).exit == 73)
        #expect(try say(store + ["--profile", "no"]).exit == 64)
    }

    /// A pipe that nobody reads is never waited for; one that is read gets every line.
    @Test func aPipeIsWrittenWhereSomebodyReads() async throws {
        try await filled()
        let store = exports.bench.folder + "/collector.sqlite"
        let pipe = exports.bench.folder + "/nagios.cmd"
        #expect(try Launch.run(["mkfifo", pipe]).exit == 0)
        let alone = try say(["--store", store, "--output", pipe])
        #expect(alone.exit == 73 && alone.errors.contains("nobody reads it"))
        let both = try Launch.run([
            "sh", "-c",
            "cat \"$1\" & exec 3>\"$1\"; \"$2\" export nagios --config /none --store \"$3\" "
                + "--output \"$1\" 3>&-; exec 3>&-; wait",
            "sh", pipe, Launch.program("muster-collector"), store,
        ])
        #expect(both.exit == 0 && both.output.split(separator: "\n").count == 2, "\(both)")
        #expect(FileManager.default.fileExists(atPath: pipe))
    }
}
