import Foundation
import LaunchKit
import Testing

/// A file system that never answers, real: FUSE that swallows every request.
@Suite(.enabled(if: Workbench.isRoot, Comment(rawValue: Workbench.needsRoot)))
struct HungMountTests {
    private let bench: Workbench

    init() throws { bench = try Workbench() }

    /// Runs a script in namespaces of its own with the mount in `$P`, and one line
    /// behind it after the mount has gone. `$C` is a check that watches it.
    private func beside(_ body: String, afterwards: String = ":") throws -> Launch.End {
        let check = "\(Launch.program("muster")) check --format json --no-journal --binds $P/a"
        let variables = "P=\(bench.root)/hung; C=\"\(check)\"; export P C"
        let inner = try bench.script("inner", body)
        let outer = try bench.script(
            "outer",
            """
            \(variables); mkdir -p $P
            \(Launch.program("silent-mount")) $P \(inner)
            \(afterwards)
            """)
        return try Launch.run([
            "timeout", "-k", "1", "60", "unshare", "-m", "-p", "--fork", "--mount-proc",
            "--propagation", "private", outer,
        ])
    }

    /// The observers that are there, by name.
    private static let count = "grep -l '^muster:' /proc/[0-9]*/comm 2>/dev/null | wc -l"
    /// Everything of ours that is there.
    private static let all = "grep -l '^muster' /proc/[0-9]*/comm 2>/dev/null | wc -l"

    @Test(.timeLimit(.minutes(1)))
    func aCheckEndsWithinItsDeadlineAndNamesTheMount() throws {
        let start = ContinuousClock.now
        let end = try beside("$C --deadline '8 s' >\(bench.root)/json; echo $?; \(Self.count)")
        #expect(ContinuousClock.now - start < .seconds(12))
        let json = try String(contentsOfFile: bench.root + "/json", encoding: .utf8)
        #expect(json.contains("\(bench.root)/hung") && json.contains("hung"))
        #expect(json.contains("fuse.silent"), "the mount's type is told")
        #expect(json.contains("kernel.release.version"), "everything else goes on")
        let lines = end.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 2 && ["0", "1", "2", "3"].contains(lines.first ?? ""), "\(end)")
        #expect(lines.last == "1", "one observer waits in the kernel")
    }

    /// The first finds out, the others find its observer; several probes ask about
    /// the mount at once. A few hundred processes make looking for an observer slow
    /// enough that the questions meet.
    @Test(.timeLimit(.minutes(2)))
    func twentyRunsLeaveOneChildThatEndsWithTheMount() throws {
        let end = try beside(
            """
            mkfifo \(bench.root)/never
            for i in $(seq 300); do cat \(bench.root)/never & done
            for i in $(seq 20); do $C,$P/b,$P/c,$P/d --deadline '3 s' >\(bench.root)/json.$i; done
            \(Self.count)
            kill $(jobs -p)
            """,
            afterwards: "timeout 5 sh -c 'until [ $(\(Self.all)) = 0 ]; do :; done'; \(Self.all)")
        #expect(end.output.split(separator: "\n").map(String.init) == ["1", "0"], "\(end)")
        for run in 1...20 {
            let json = try String(contentsOfFile: bench.root + "/json.\(run)", encoding: .utf8)
            #expect(json.contains("\"hung\""), "run \(run)")
        }
    }

    /// Two audits side by side on a sound mount do not take each other for stuck.
    @Test(.timeLimit(.minutes(1)))
    func auditsSideBySideLeaveOneChildToo() throws {
        let end = try beside(
            "for i in 1 2 3 4; do $C --deadline '6 s' >\(bench.root)/json.$i & done; wait; "
                + Self.count)
        #expect((Int(end.output.split(separator: "\n").last ?? "") ?? 9) <= 4, "\(end)")
    }

    /// Eight that hang, one within the other's namespace: still one deadline, a child a
    /// mount, and no more of them after a second audit (R8).
    @Test(.timeLimit(.minutes(2)))
    func eightHungMountsCostOneDeadlineAndAChildEach() throws {
        let places = (1...7).map { "$P.\($0)" }
        let binds = (["$P/a"] + places.map { "\($0)/a" }).joined(separator: ",")
        let silent = Launch.program("silent-mount")
        let start = ContinuousClock.now
        let end = try beside(
            """
            for p in \(places.joined(separator: " ")); do
                mkdir -p $p; \(silent) $p sleep 40 &
                while ! grep -q " $p " /proc/self/mountinfo; do :; done
            done
            M="\(Launch.program("muster")) check --format json --no-journal --binds \(binds)"
            $M --deadline '8 s' >\(bench.root)/one
            \(Self.count)
            $M --deadline '8 s' >\(bench.root)/two
            \(Self.count)
            """)
        #expect(ContinuousClock.now - start < .seconds(24), "two audits of at most 9 s each")
        let lines = end.output.split(separator: "\n").map(String.init)
        #expect(lines.suffix(2) == ["8", "8"], "\(end)")
        let json = try String(contentsOfFile: bench.root + "/two", encoding: .utf8)
        for place in [""] + (1...7).map({ ".\($0)" }) {
            #expect(json.contains("\(bench.root)/hung\(place)"), "\(place)")
        }
        #expect(!json.contains("\"verdict\":\"ready\""))
    }

    @Test(.timeLimit(.minutes(1)))
    func anOrdinaryUserFindsTheSame() throws {
        let prefix = Workbench.asNobody.joined(separator: " ")
        let end = try beside(
            "\(prefix) $C --deadline '4 s' >\(bench.root)/json; "
                + "\(prefix) $C --deadline '4 s' >\(bench.root)/json2; \(Self.count)")
        let json = try String(contentsOfFile: bench.root + "/json2", encoding: .utf8)
        #expect(json.contains("\(bench.root)/hung") && json.contains("\"hung\""))
        #expect(end.output == "1\n", "\(end)")
    }
}
