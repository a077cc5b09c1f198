import Foundation
import Glibc
import LaunchKit
import MusterModel
import Testing

/// What packaging/static/build made.
enum Payload {
    static let folder = Launch.package.appending(path: ".build/pilot/muster").path
    static let isBuilt = FileManager.default.isExecutableFile(atPath: folder + "/muster")
}

/// The static build (packaging/static/build) where nothing is installed.
@Suite(
    .enabled(if: Payload.isBuilt, "packaging/static/build was not run"),
    .enabled(if: Workbench.isRoot, Comment(rawValue: Workbench.needsRoot)))
struct PayloadTests {
    private let bench: Workbench

    init() throws { bench = try Workbench() }

    /// Runs the payload in `root`, where a folder holds it and /proc is mounted, as
    /// nobody, in mount namespaces of their own.
    private func run(
        in root: String, _ words: [String], environment: [String: String] = [:]
    ) throws -> Launch.End {
        let outer = try bench.script(
            "outer",
            """
            mkdir -p '\(root)/proc' '\(root)/sw' || exit 99
            cp -r '\(Payload.folder)' '\(root)/sw/' || exit 99
            mount -t proc proc '\(root)/proc' || exit 98
            exec chroot --userspec=65534:65534 '\(root)' /sw/muster/muster "$@"
            """)
        return try Launch.run(
            ["timeout", "-k", "1", "60", "unshare", "-m", "--propagation", "private", outer]
                + words, environment: environment)
    }

    private func emptyRoot() throws -> String {
        let root = bench.root + "/root"
        try FileManager.default.createDirectory(
            atPath: root, withIntermediateDirectories: true)
        return root
    }

    @Test func itNeedsNoDynamicLinker() throws {
        let end = try Launch.run(["readelf", "-ldW", Payload.folder + "/muster"])
        #expect(end.exit == 0)
        #expect(!end.output.contains("INTERP") && !end.output.contains("NEEDED"))
        let bytes = try Data(
            contentsOf: URL(filePath: Payload.folder + "/muster"), options: .alwaysMapped)
        #expect(bytes.count < 30_000_000, "\(bytes.count) bytes")
    }

    @Test(.timeLimit(.minutes(2)))
    func itAuditsAnEmptyRootWithProcAlone() throws {
        let end = try run(in: emptyRoot(), ["check", "--format", "json", "--profile", "baseline"])
        #expect([1, 2, 3].contains(end.exit), "\(end)")
        let report = try JSONReader.value(in: Array(end.output.utf8))
        #expect(report["identity"]?["host_name"]?.text?.isEmpty == false)
        #expect(report["vantage"]?["user"]?.number == 65_534)
        #expect(report["verdicts"]?["baseline"] != nil)
        #expect(end.output.contains("not in the journal"))
        // What needs children was done, although there is no /dev/null.
        #expect(!end.output.contains("no process could be started"), "\(end.output.suffix(800))")
        #expect(report["troubles"]?.elements == [])
    }

    @Test(.timeLimit(.minutes(2)))
    func aJobThereKnowsItsNames() throws {
        let end = try run(
            in: emptyRoot(),
            ["check", "--only", "kernel", "--no-journal", "--profile", "baseline"],
            environment: [
                "PILOT_SITENAME": "EXAMPLE_T2_MCORE", "PILOT_RUCIO_SITENAME": "EXAMPLE-T2",
                "_CONDOR_MACHINE_AD": "/no/such/ad",
            ])
        let text = end.output.split { $0 == "\n" || $0 == " " }.joined(separator: " ")
        #expect(text.contains("EXAMPLE-T2 queue EXAMPLE_T2_MCORE"), "\(end)")
        #expect(text.contains("job, as user 65534 (_CONDOR_MACHINE_AD)"), "\(text)")
        #expect(
            text.contains(
                "unchecked: site by PILOT_RUCIO_SITENAME, queue by PILOT_SITENAME"), "\(text)")
        #expect(text.contains("_CONDOR_MACHINE_AD: /no/such/ad"), "\(text)")
    }

    @Test(.timeLimit(.minutes(2)))
    func whatIsNotThereIsSaid() throws {
        let quick = ["check", "--only", "kernel", "--no-journal", "--profile", "baseline"]
        let pushed = try run(
            in: emptyRoot(), quick + ["--push", "https://127.0.0.1:9/", "--exit-code", "never"])
        #expect(pushed.exit == 75)
        #expect(
            pushed.errors.contains(
                "no program curl on PATH, and this build carries no TLS of its own"),
            "\(pushed.errors)")
        #expect(pushed.output.contains("baseline"))
        let account = try run(in: emptyRoot(), quick + ["--as", "anna"])
        #expect(account.errors.contains("no user anna in /etc/passwd"), "\(account.errors)")
    }

    /// Where journald listens, it gets nothing of this build, and the report says so.
    @Test(.timeLimit(.minutes(2)))
    func aJournalThatListensIsLeftAlone() throws {
        let listener = """
            import socket
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind("/run/systemd/journal/socket")
            open("/run/ready", "w").close()
            print(len(s.recv(65536)))
            """
        let outer = try bench.script(
            "outer",
            """
            mount -t tmpfs none /run && mkdir -p /run/systemd/journal || exit 98
            timeout 60 python3 -c '\(listener)' >\(bench.root)/heard & listener=$!
            until [ -e /run/ready ]; do kill -0 $listener || exit 97; done
            \(Payload.folder)/muster check --only kernel --profile baseline
            echo "ended with $?"; kill $listener
            """)
        let end = try Launch.run(["unshare", "-m", "--propagation", "private", outer])
        #expect(end.output.contains("not in the journal: this static build writes none"), "\(end)")
        let heard = try String(contentsOfFile: bench.root + "/heard", encoding: .utf8)
        #expect(heard.isEmpty)
    }

    /// Static or not, the facts are the same.
    @Test(.timeLimit(.minutes(2)))
    func itSeesWhatTheOrdinaryBuildSees() throws {
        let words = ["check", "--no-journal", "--format", "json", "--profile", "baseline"]
        let reports = try [Payload.folder + "/muster", Launch.program("muster")].map { program in
            let end = try Launch.run(Workbench.asNobody + [program] + words)
            return try JSONReader.value(in: Array(end.output.utf8))
        }
        let sections = reports.map { report in
            (report["facts"]?["sections"]?.elements ?? []).compactMap {
                "\($0["probe"]?.text ?? "") \($0["sha256"]?.text ?? "")"
            }
        }
        #expect(sections[0] == sections[1])
        #expect(!sections[0].isEmpty)
        #expect(reports[0]["identity"] == reports[1]["identity"])
    }

    /// Debian 11 has glibc 2.31; the ordinary build asks for 2.35.
    @Test(
        .enabled(
            if: ProcessInfo.processInfo.environment["MUSTER_LONG"] == "1",
            "takes a debootstrap; MUSTER_LONG=1 runs it"), .timeLimit(.minutes(15)))
    func itRunsOnAnOlderGlibc() throws {
        let root = Launch.package.appending(path: ".build/long/bullseye").path
        if !FileManager.default.fileExists(atPath: root + "/usr/bin/ldd") {
            let end = try Launch.run([
                "debootstrap", "--variant=minbase", "bullseye", root,
            ])
            #expect(end.exit == 0, "\(end.output.suffix(500))\(end.errors.suffix(500))")
        }
        let version = try Launch.run(["chroot", root, "/usr/bin/ldd", "--version"])
        #expect(version.output.contains(" 2.31"), "\(version)")
        let end = try run(in: root, ["check", "--format", "json", "--profile", "baseline"])
        #expect([0, 1, 2, 3].contains(end.exit), "\(end.errors)")
        #expect(end.output.contains("\"troubles\":[]"), "\(end.output.suffix(500))")
        let named = try run(in: root, ["check", "--only", "kernel", "--as", "daemon"])
        #expect([0, 1, 2, 3].contains(named.exit), "\(named.errors)")
    }
}
