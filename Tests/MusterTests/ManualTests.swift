import Foundation
import LaunchKit
import Testing

/// Man pages and the reference of commands: what `packaging/man/build` writes.
@Suite struct ManualTests {
    private static let sections = Launch.package.appending(path: "packaging/man").path
    private static let pages = [
        "muster", "muster-agent", "muster-check", "muster-probes", "muster-checks",
        "muster-checks-list",
        "muster-checks-lint", "muster-checks-test", "muster-checks-new", "muster-explain",
        "muster-spool", "muster-spool-list", "muster-spool-cat", "muster-spool-check",
        "muster-history",
    ]

    private let bench: Workbench

    init() throws { bench = try Workbench() }

    private func write(
        sections: String = sections, muster: String = Launch.program("muster"),
        day: String = "2026-11-24"
    ) throws -> Launch.End {
        try Launch.run([Launch.program("manuals"), muster, sections, bench.root, day])
    }

    private func page(_ name: String) -> String { "\(bench.root)/share/man/man1/\(name).1" }

    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }

    /// A page as a terminal of 80 columns shows it.
    private func shown(_ name: String) throws -> Launch.End {
        try Launch.run(
            ["man", "--warnings", "-P", "cat", "-l", page(name)],
            environment: ["MANWIDTH": "80", "LC_ALL": "C.UTF-8", "GROFF_NO_SGR": "1"])
    }

    @Test func everyShownCommandHasAPageAndNoOther() throws {
        #expect(try write().exit == 0)
        let found = try FileManager.default.contentsOfDirectory(
            atPath: bench.root + "/share/man/man1")
        #expect(found.sorted() == Self.pages.map { $0 + ".1" }.sorted())
        for name in Self.pages {
            #expect(!(try text(page(name)).contains("observe ")), "hidden commands stay hidden")
        }
    }

    /// The reader's own programs find nothing wrong, and nothing is wider than asked.
    @Test(.enabled(if: Self.has("mandoc") && Self.has("man"), "needs man-db and mandoc"))
    func pagesAreCleanForBothFormatters() throws {
        #expect(try write().exit == 0)
        for name in Self.pages {
            let lint = try Launch.run(["mandoc", "-Tlint", "-Wwarning", page(name)])
            #expect(lint.exit == 0 && lint.output == "", "\(name): \(lint.output)")
            // What lintian asks (groff-message).
            let groff = try Launch.run(
                ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", page(name)],
                environment: ["MANWIDTH": "80", "LC_ALL": "C.UTF-8", "MANROFFSEQ": ""])
            #expect(groff.exit == 0 && groff.errors == "", "\(name): \(groff.errors)")
            let lines = try shown(name).output.split(separator: "\n")
            #expect(lines.count > 20)
            #expect(lines.filter { $0.count > 80 } == [], "\(name)")
            for title in ["NAME", "SYNOPSIS", "DESCRIPTION", "EXIT STATUS", "EXAMPLES", "SEE ALSO"]
            {
                #expect(lines.contains { $0 == title }, "\(name): \(title)")
            }
        }
    }

    /// Every option of help is in the page, and in the reference.
    @Test func everyOptionIsDocumented() throws {
        #expect(try write().exit == 0)
        let reference = try text(bench.root + "/muster.md")
        for name in Self.pages {
            let words = name.split(separator: "-").map(String.init)
            let help = try Launch.run([Launch.program("muster")] + words.dropFirst() + ["--help"])
            let options = Set(help.output.matches(of: #/--[a-z][a-z-]+/#).map { String($0.output) })
            #expect(options.count >= 2)
            let source = try text(page(name)).replacing("\\-", with: "-")
            for option in options {
                #expect(
                    source.contains("Fl \(option.dropFirst(1))")
                        || (["--help", "--version"].contains(option)), "\(name) \(option)")
                #expect(reference.contains(option), "\(option)")
            }
            #expect(reference.contains("\n## \(words.joined(separator: " "))\n"))
        }
    }

    /// The exit codes of a page are those that `muster explain` knows.
    @Test func exitCodesAreTheProgramsOwn() throws {
        let own = try text(Self.sections + "/muster-check.md")
        let codes = own.matches(of: #/(?m)^- `(\d+)`: /#).map { String($0.output.1) }
        #expect(
            codes == ["0", "1", "2", "3", "64", "66", "74", "78", "129", "130", "143"])
        for code in codes {
            #expect(try Launch.muster("explain", code).output.contains("exit code"), "\(code)")
        }
    }

    /// `MUSTER_UPDATE_GOLDEN=1` writes the reference anew.
    @Test func referenceIsInStepWithTheCommands() throws {
        #expect(try write().exit == 0)
        let made = try text(bench.root + "/muster.md")
        let golden = Launch.package.appending(path: "docs/reference/muster.md")
        if ProcessInfo.processInfo.environment["MUSTER_UPDATE_GOLDEN"] == "1" {
            try made.write(to: golden, atomically: true, encoding: .utf8)
        }
        #expect(
            try String(contentsOf: golden, encoding: .utf8) == made,
            "muster.md differs; MUSTER_UPDATE_GOLDEN=1 writes it anew")
    }

    /// The same for the collector's.
    @Test func referenceIsInStepWithTheCollectorsCommands() throws {
        let sections = Launch.package.appending(path: "packaging/collector/man").path
        let program = Launch.program("muster-collector")
        #expect(try write(sections: sections, muster: program).exit == 0)
        let made = try text(bench.root + "/muster-collector.md")
        let golden = Launch.package.appending(path: "docs/reference/muster-collector.md")
        if ProcessInfo.processInfo.environment["MUSTER_UPDATE_GOLDEN"] == "1" {
            try made.write(to: golden, atomically: true, encoding: .utf8)
        }
        #expect(
            try String(contentsOf: golden, encoding: .utf8) == made,
            "muster-collector.md differs; MUSTER_UPDATE_GOLDEN=1 writes it anew")
    }

    /// Two builds of one day are equal.
    @Test func nothingDependsOnTheClock() throws {
        #expect(try write().exit == 0)
        let first = try text(page("muster-check"))
        #expect(try write().exit == 0)
        #expect(try text(page("muster-check")) == first)
        #expect(first.contains(".Dd November 24, 2026\n"))
    }

    /// What examples call is understood: every word of every `muster` line parses.
    @Test func examplesAreCallsThatTheProgramKnows() throws {
        for name in Self.pages {
            let lines = try text("\(Self.sections)/\(name).md").replacing("\\\n", with: " ")
                .split(separator: "\n").filter { $0.hasPrefix("    muster ") }
            #expect(!lines.isEmpty, "\(name)")
            for line in lines {
                let call = line.split(separator: "|")[0].replacing(
                    "muster", with: "\"$0\"", maxReplacements: 1)
                // Help goes before everything else that a call asks for. A plugin's help
                // ends with 3, as the guidelines of plugins have it.
                let isPlugin = line.contains("nagios")
                let end = try Launch.run(["bash", "-c", "\(call) --help", Launch.program("muster")])
                #expect(end.output.contains("USAGE: muster"), "\(line)")
                #expect(end.exit == (isPlugin ? 3 : 0), "\(line): \(end.errors)")
            }
        }
    }

    @Test(arguments: [
        ("text\n", ":1: text before the first section"),
        ("# NOTES\n", ":1: section NOTES, needed each once"),
        ("# FILES\n# FILES\n", ":2: section FILES, needed each once"),
        ("# FILES\n- no term\n", ":2: needed \"- `term`: text\""),
        ("# FILES\n\n- `a`: b\n", ": no section [\"EXIT STATUS\", \"EXAMPLES\", \"SEE ALSO\"]"),
        ("# EXIT STATUS\n# EXAMPLES\n# SEE ALSO\n", ": no section [\"EXIT STATUS\""),
        ("", ": no section [\"EXIT STATUS\""),
    ])
    func aMistakeInAHandSectionIsTold(content: String, message: String) throws {
        let folder = bench.root + "/sections"
        try FileManager.default.copyItem(atPath: Self.sections, toPath: folder)
        try content.write(
            toFile: folder + "/muster-probes.md", atomically: true, encoding: .utf8)
        let end = try write(sections: folder)
        #expect(end.exit == 1)
        #expect(end.errors.contains("/muster-probes.md\(message)"), "\(end.errors)")
    }

    @Test func aCommandWithoutSectionsAndSectionsWithoutACommandAreTold() throws {
        let folder = bench.root + "/sections"
        try FileManager.default.copyItem(atPath: Self.sections, toPath: folder)
        try FileManager.default.moveItem(
            atPath: folder + "/muster-probes.md", toPath: folder + "/muster-gone.md")
        #expect(try write(sections: folder).errors.contains("/muster-probes.md: cannot be read"))
        try FileManager.default.copyItem(
            atPath: folder + "/muster-gone.md", toPath: folder + "/muster-probes.md")
        #expect(
            try write(sections: folder).errors.contains("/muster-gone.md: no such command"))
    }

    @Test(arguments: ["2026-13-01", "yesterday", "", "2026-11", "2026-11-24-1"])
    func aDayThatIsNoneIsTold(day: String) throws {
        let end = try write(day: day)
        #expect(end.exit == 1)
        #expect(end.errors.contains("needed a day as 2026-11-24"))
    }

    /// A program that fails, says nothing, or says something else.
    @Test(arguments: ["exit 3", "exit 0", "echo '{'", "echo '{\"command\": 1}'"])
    func aProgramThatDoesNotDescribeItselfIsTold(body: String) throws {
        let end = try write(muster: try bench.script("muster", body))
        #expect(end.exit == 1)
        #expect(end.errors.contains("--experimental-dump-help"), "\(end.errors)")
        #expect(try write(muster: "/nonexistent").exit == 1)
    }

    /// What roff would take for its own comes out as it went in.
    @Test(.enabled(if: Self.has("man"), "needs man-db"))
    func textThatLooksLikeRoffIsText() throws {
        let folder = bench.root + "/sections"
        try FileManager.default.copyItem(atPath: Self.sections, toPath: folder)
        let hostile = """
            # FILES

            .so /etc/passwd

            'de evil

            - `a "quoted" \\fB term`: \\n(.V and \\*(xx stay, and … – “ü”.

            # EXIT STATUS

            - `No`: text

            # EXAMPLES

                .sy id
                'x \\e

            # SEE ALSO

            muster(1)

            """
        try hostile.write(
            toFile: folder + "/muster-probes.md", atomically: true, encoding: .utf8)
        #expect(try write(sections: folder).exit == 0)
        let seen = try shown("muster-probes")
        #expect(seen.errors == "")
        for part in [
            ".so /etc/passwd", "'de evil", "a \"quoted\" \\fB term", "\\n(.V and \\*(xx stay",
            "... – “ü”", "     No ", ".sy id", "'x \\e",
        ] {
            #expect(seen.output.contains(part), "\(part): \(seen.output)")
        }
    }

    private static func has(_ program: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: "/usr/bin/" + program)
    }
}
