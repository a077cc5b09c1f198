import Foundation
import LaunchKit
import Testing

/// `muster check --format`, `--output` and `--exit-code`.
@Suite struct FormatCommandTests {
    private static let formats = [
        "text", "json", "ndjson", "junit", "tap", "nagios", "prometheus", "classad", "sarif",
        "html", "csv",
    ]

    /// A machine for each verdict's exit code.
    private static let machine =
        Launch.package.appending(path: "Tests/Fixtures/el7-singularity-2").path

    private func check(_ words: String...) throws -> Launch.End {
        try Launch.run(
            [Launch.program("muster"), "check", "--root", Self.machine, "--date", "2026-11-23"]
                + words)
    }

    @Test(arguments: formats)
    func everyFormatIsShownAndChangesNoVerdict(format: String) throws {
        let plain = try check()
        let end = try check("--format", format)
        #expect(end.exit == plain.exit)
        #expect(end.output.unicodeScalars.last == "\n")
        #expect(end.errors == "")
        let bench = try Workbench()
        let path = bench.root + "/report"
        let written = try check("--format", format, "--output", path)
        #expect(written.output == "")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        // Two audits differ in their times alone.
        #expect(Self.withoutNumbers(text) == Self.withoutNumbers(end.output))
        #expect(try FileManager.default.contentsOfDirectory(atPath: bench.root) == ["report"])
    }

    /// The text with one digit for every number.
    private static func withoutNumbers(_ text: String) -> String {
        let parts = text.utf8.split { (48...57).contains($0) }
        return String(decoding: Array(parts.joined(separator: [48])), as: UTF8.self)
    }

    @Test func factsHaveTheWordsOfTheirCards() throws {
        let text = try check("--format", "prometheus").output
        let cards = try Launch.muster("explain", "cvmfs.cache.limit").output
        let help = text.split(separator: "\n").first {
            $0.hasPrefix("# HELP muster_fact_cvmfs_cache_limit_bytes ")
        }
        let words = try #require(help).split(separator: " ").dropFirst(3).prefix(4)
        #expect(cards.contains(words.joined(separator: " ")))
    }

    @Test(
        arguments: [
            (["--exit-code", "never"], 0), (["--exit-code", "verdict"], 2),
            (["--exit-code", "nagios"], 2), (["--format", "nagios"], 2),
            (["--format", "nagios", "--exit-code", "never"], 0),
        ] as [([String], Int32)])
    func exitCodeFollowsTheRule(words: [String], exit: Int32) throws {
        let end = try Launch.run(
            [
                Launch.program("muster"), "check", "--root", Self.machine, "--date", "2026-11-23",
                "--only", "binds.required", "--binds", "/no/such/folder",
            ] + words)
        #expect(end.exit == exit, "\(end)")
    }

    /// Nagios reads standard output, and takes any code but 0 to 3 for a fault of its own.
    @Test(arguments: [
        ["--nonsense"], ["--profile", "atals"], ["--root", "/no/such/folder"], ["--only", "a.b"],
        ["--checks", "/no/such"], ["--deadline", "soon"], ["--output", "/no/such/folder/file"],
        ["--output", "/dev/null"], ["--output", "/tmp/"], ["--record", "/no/such/folder/new"],
    ])
    func everythingButAVerdictIsUnknownToNagios(words: [String]) throws {
        for rule in [["--format", "nagios"], ["--exit-code=nagios", "--format=text"]] {
            let end = try Launch.run([Launch.program("muster"), "check"] + rule + words)
            #expect(end.exit == 3, "\(end)")
            #expect(end.output.hasPrefix("MUSTER UNKNOWN - "), "\(end)")
            #expect(end.output.utf8.count { $0 == 10 } == 1)
            #expect(end.errors == "")
        }
    }

    @Test func withoutNagiosMistakesKeepTheirCodes() throws {
        #expect(try check("--nonsense").exit == 64)
        #expect(try check("--exit-code", "never", "--nonsense").exit == 64)
        #expect(try check("--format", "nagios", "--exit-code", "verdict", "--nonsense").exit == 64)
        #expect(try Launch.muster("check", "--format", "nagios", "--help").exit == 3)
        #expect(try Launch.muster("check", "--help").exit == 0)
        #expect(try Launch.muster("explain", "nagios", "--format=nagios").exit == 64)
        let lost = try check("--output", "/no/such/folder/file")
        #expect(lost.exit == 74)
        #expect(
            lost.errors == "muster: --output: /no/such/folder/.file.PID.new: "
                .replacing("PID", with: lost.errors.split(separator: ".").dropLast().last ?? "")
                + "No such file or directory\n")
    }

    @Test func whatIsNoFileIsNeverReplaced() throws {
        let bench = try Workbench()
        let (fifo, link, file) = (bench.root + "/fifo", bench.root + "/link", bench.root + "/file")
        try "before".write(toFile: file, atomically: true, encoding: .utf8)
        #expect(mkfifo(fifo, 0o600) == 0)
        #expect(symlink(file, link) == 0)
        for (path, kind) in [
            (fifo, "no regular file"), (link, "a symbolic link"), (bench.root, "a folder"),
        ] {
            let end = try check("--output", path)
            #expect(end.exit == 74)
            #expect(
                end.errors == "muster: --output: \(path): \(kind), needed a file or a new name\n")
        }
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "before")
    }

    /// Whoever holds the old report open still reads all of it: it was replaced, not
    /// written over.
    @Test func readerOfTheOldReportKeepsIt() throws {
        let bench = try Workbench()
        let path = bench.root + "/muster.prom"
        try "old\n".write(toFile: path, atomically: true, encoding: .utf8)
        let reader = try #require(FileHandle(forReadingAtPath: path))
        #expect(try check("--format", "prometheus", "--output", path).exit < 64)
        #expect(try reader.readToEnd() == Data("old\n".utf8))
        #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("# HELP muster_"))
    }

    /// A disk that is full leaves the old report and nothing beside it.
    @Test(.enabled(if: Workbench.isRoot, Comment(rawValue: Workbench.needsRoot)))
    func fullDiskKeepsTheOldReport() throws {
        let bench = try Workbench()
        let script = try bench.script(
            "full",
            """
            mount -t tmpfs -o size=16k none "$1" && cd "$1" && echo old >report || exit 99
            "$2" check --root "$3" --format html --output report 2>errors; echo $? >../code
            cat report; ls -A
            """)
        let disk = bench.root + "/disk"
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: false)
        let end = try Launch.run(
            ["unshare", "--mount", script, disk, Launch.program("muster"), Self.machine])
        #expect(end.output == "old\nerrors\nreport\n", "\(end)")
        #expect(bench.pids(in: "code") == [74])
    }
}
