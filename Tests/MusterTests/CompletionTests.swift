import Foundation
import LaunchKit
import Testing

/// What shells complete: the scripts that `packaging/man/build` writes, in real shells.
@Suite struct CompletionTests {
    private let bench: Workbench

    init() throws {
        bench = try Workbench()
        let end = try Launch.run([
            Launch.program("manuals"), Launch.program("muster"),
            Launch.package.appending(path: "packaging/man").path, bench.root, "2026-11-24",
        ])
        #expect(end.exit == 0, "\(end.errors)")
        try FileManager.default.createSymbolicLink(
            atPath: bench.root + "/muster", withDestinationPath: Launch.program("muster"))
    }

    private var environment: [String: String] {
        ["PATH": "\(bench.root):/usr/bin:/bin", "TERM": "dumb", "HOME": bench.root]
    }

    /// What bash offers behind these words.
    private func bash(_ words: [String]) throws -> Set<String> {
        let script = """
            source "$0/share/bash-completion/completions/muster"
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE}
            COMPREPLY=()
            _muster muster "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let end = try Launch.run(
            ["bash", "--norc", "-c", script, bench.root, "muster"] + words,
            environment: environment)
        #expect(end.errors == "", "\(end.errors)")
        return Set(end.output.split(separator: "\n").map(String.init))
    }

    @Test(
        arguments: [
            ([""], ["check", "probes", "checks", "explain"]),
            (["ch"], ["check", "checks"]), (["ob"], []),
            (["checks", ""], ["list", "lint", "test", "new"]),
            (["check", "--format", "n"], ["ndjson", "nagios"]),
            (["check", "--exit-code", ""], ["never", "verdict", "nagios"]),
            (["check", "--profile", "at"], ["atlas"]),
            (["check", "--profile", "atlas,cm"], ["atlas,cms"]),
            (["check", "--profile", "atlas,cms,atl"], []),
            (["check", "--only", "usern"], ["userns", "userns.unprivileged"]),
            (["check", "--smoke-i"], ["--smoke-image"]),
            (["checks", "list", "eg"], ["egi"]),
            (["explain", "cvmfs.cache.l"], ["cvmfs.cache.limit", "cvmfs.cache.limited"]),
            (["explain", "unfit", "cve-2023-30"], []),
            (["explain", "unfit", "CVE-2023-30"], ["CVE-2023-30549"]),
            (["explain", "userns-ex"], ["userns-exhausted"]),
        ] as [([String], Set<String>)])
    func bashCompletes(words: [String], offered: Set<String>) throws {
        let found = try bash(words)
        #expect(found.isSuperset(of: offered), "\(found)")
        if offered.isEmpty { #expect(found == []) }
        let last = words.last ?? ""
        #expect(found.allSatisfy { $0.hasPrefix(last) }, "\(found)")
    }

    /// Where a file is asked for files are offered: all, check files, or folders alone.
    @Test func bashOffersFilesOfTheRightKind() throws {
        let folder = bench.root + "/files"
        try FileManager.default.createDirectory(
            atPath: folder + "/sub", withIntermediateDirectories: true)
        for name in ["a.yaml", "b.txt"] {
            try "".write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
        }
        func offered(_ words: String...) throws -> Set<String> {
            Set(try bash(words + [folder + "/"]).map { String($0.dropFirst(folder.count + 1)) })
        }
        #expect(try offered("check", "--root") == ["sub"])
        #expect(try offered("check", "--checks") == ["sub"])
        #expect(try offered("check", "--waivers") == ["a.yaml", "sub"])
        #expect(try offered("checks", "lint") == ["a.yaml", "sub"])
        #expect(try offered("check", "--output") == ["a.yaml", "b.txt", "sub"])
    }

    /// Bash expands what it is offered; nothing that it could expand is ever offered,
    /// also where a site's file or the word typed so far holds it.
    @Test func nothingThatIsTypedIsRun() throws {
        let trap = bench.root + "/trap"
        for word in [
            "$(touch \(trap))", "`touch \(trap)`", "a,$(touch \(trap)),b", "';touch \(trap)'",
        ] {
            for before in [["check", "--profile"], ["check", "--only"], ["explain"]] {
                #expect(try bash(before + [word]) == [])
            }
        }
        #expect(!FileManager.default.fileExists(atPath: trap))
    }

    /// Lintian: scripts that are only read name no interpreter
    /// (bash-completion-with-hashbang).
    @Test func scriptsNameNoInterpreter() throws {
        for place in [
            "bash-completion/completions/muster", "zsh/vendor-completions/_muster",
            "fish/vendor_completions.d/muster.fish",
        ] {
            let text = try String(
                contentsOfFile: "\(bench.root)/share/\(place)", encoding: .utf8)
            #expect(!text.hasPrefix("#!") && text.utf8.count > 1000, "\(place)")
        }
    }

    @Test(.enabled(if: Self.has("zsh"), "needs zsh"), .timeLimit(.minutes(1)))
    func zshCompletes() throws {
        try type(
            into: "zsh -f -i",
            setup: """
                fpath=(\(bench.root)/share/zsh/vendor-completions $fpath)
                autoload -U compinit; compinit -D -u; PS1='rea''dy> '
                """,
            line: "muster check --profile atlas,c", until: "atlas,cms")
        try type(
            into: "zsh -f -i",
            setup: """
                fpath=(\(bench.root)/share/zsh/vendor-completions $fpath)
                autoload -U compinit; compinit -D -u; PS1='rea''dy> '
                """,
            line: "muster explain userns-exh", until: "userns-exhausted")
    }

    @Test(
        .enabled(if: Self.has("zsh") && Self.has("fish"), "needs fish and zsh"),
        .timeLimit(.minutes(1)))
    func fishCompletes() throws {
        for (line, whole) in [
            ("muster check --profile atlas,c", "atlas,cms"),
            ("muster explain userns-exh", "userns-exhausted"),
            ("muster check --format cla", "classad"),
        ] {
            try type(
                into: "fish --no-config -i",
                setup: """
                    source \(bench.root)/share/fish/vendor_completions.d/muster.fish
                    function fish_prompt; echo -n 'rea''dy> '; end
                    """,
                line: line, until: whole)
        }
    }

    /// Types a line and a tab into an interactive shell, and waits for what has to
    /// appear; zsh's pseudo-terminal is the typist.
    private func type(into shell: String, setup: String, line: String, until whole: String) throws {
        let driver = """
            zmodload zsh/zpty
            zpty z \(shell)
            while IFS= read -r one; do zpty -w z "$one"; done <<<"$1"
            zpty -r z seen '*ready> *' || exit 3
            zpty -w -n z "$2"$'\\t'
            zpty -r z seen "*$3*" || exit 4
            zpty -d z
            """
        let end = try Launch.run(
            ["timeout", "20", "zsh", "-f", "-c", driver, "driver", setup, line, whole],
            environment: environment)
        #expect(end.exit == 0, "\(shell): \(line): \(end)")
    }

    private static func has(_ program: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: "/usr/bin/" + program)
    }
}
