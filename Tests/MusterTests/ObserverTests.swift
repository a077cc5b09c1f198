import Foundation
import Glibc
import LaunchKit
import MusterModel
import Testing

@testable import MusterProbes

/// The observer, driven by hand over a pipe.
@Suite struct ObserverTests {
    private let bench: Workbench
    private let observer: ObserverByHand

    init() throws { (bench, observer) = (try Workbench(), try ObserverByHand()) }

    private func run(_ body: String, patience: Int = 5_000) throws -> JSONValue {
        let path = try bench.script("program", body)
        return try #require(try observer.ask("run \(path)", patience: patience))
    }

    @Test func itAnswersAndEndsWithItsInput() throws {
        #expect(try observer.ask("read /proc/sys/kernel/ostype")?["text"]?.text == "Linux\n")
        #expect(try observer.ask("list /proc/self/fdinfo")?["names"]?.elements?.isEmpty == false)
        #expect(try observer.ask("attributes /")?["kind"]?.text == "folder")
        #expect(try observer.ask("capacity /proc")?["magic"]?.text == "0x9fa0")
        #expect(try observer.ask("read /none")?["missing"]?.text == "absent")
        #expect(try observer.ask("machine")?["missing"]?.text == "unsupported")
        #expect(try observer.close())
    }

    @Test(arguments: ["", "{}", "read /etc/passwd", #"{"question":"read x","patience":1}"#, "[["])
    func nonsenseIsAnsweredAndDoesNoHarm(_ line: String) throws {
        try observer.send(line)
        #expect(try observer.hear()?["missing"]?.text == "malformed")
        #expect(try observer.ask("access /")?["read"] == .bool(true))
    }

    @Test(arguments: [("exit 0", 0), ("exit 3", 3), ("kill -9 $$", 137), ("kill -15 $$", 143)])
    func aProgramsEndIsTold(body: String, exit: Int64) throws {
        #expect(try run(body)["exit"]?.number == exit)
    }

    @Test func outputAndErrorsAreKeptApart() throws {
        let end = try run("echo out; echo err >&2; printf 'no end \\377'")
        #expect(end["output"]?.text == "out\nno end \u{FFFD}" && end["errors"]?.text == "err\n")
        #expect((end["took"]?.number ?? -1) >= 0)
    }

    @Test func outputIsCutAndTheProgramGoesOn() throws {
        let end = try run("head -c 3000000 /dev/zero | tr '\\0' x; exit 7")
        #expect(end["output"]?.text?.utf8.count == 64 << 10 && end["exit"]?.number == 7)
    }

    @Test func aSmallEnvironmentAndNoDescriptorsAreGiven() throws {
        let end = try run(
            "env | cut -d= -f1 | sort | tr '\\n' ' '; pwd; ls /proc/$$/fd | tr '\\n' ' '")
        let words =
            end["output"]?.text?.split(whereSeparator: \.isWhitespace).map(String.init) ?? []
        let allowed: Set = [
            "HOME", "LC_ALL", "PATH", "PWD", "TMPDIR", "USER", "XDG_RUNTIME_DIR", "/", "0", "1",
            "2", "10",
        ]
        #expect(Set(words).isSubset(of: allowed))
        #expect(words.contains("PATH") && words.contains("/"))
    }

    /// Some programs make folders where they only tell their version.
    @Test func aHomeIsGivenAndTakenAway() throws {
        let end = try run("mkdir -p $HOME/.x/y $TMPDIR/z && echo $HOME && stat -c %a $HOME")
        let words = end["output"]?.text?.split(whereSeparator: \.isWhitespace).map(String.init)
        #expect(words?.count == 2 && words?.last == "700", "\(end.canonicalText)")
        let home = words?.first ?? "/"
        #expect(home.hasPrefix("/tmp/muster.") && access(home, F_OK) != 0)
    }

    @Test func aSlowProgramIsEndedWithItsChildren() throws {
        let start = ContinuousClock.now
        let end = try run(
            "echo $$ >\(bench.root)/pids; sleep 300 & echo $! >>\(bench.root)/pids; wait",
            patience: 500)
        #expect(end["missing"]?.text == "timed-out")
        #expect(ContinuousClock.now - start < .seconds(4))
        let pids = bench.pids(in: "pids")
        #expect(pids.count == 2)
        for pid in pids { #expect(Workbench.eventually { !Workbench.isAlive(pid) }) }
    }

    /// A daemon that keeps the pipe would keep a reader of its end for ever.
    @Test(arguments: ["sleep 300 &", "setsid sleep 300 &", "(setsid sleep 300 &) &"])
    func aProgramThatLeavesADaemonIsNotWaitedFor(_ daemon: String) throws {
        let start = ContinuousClock.now
        let end = try run("\(daemon) echo done; exit 4")
        #expect(end["exit"]?.number == 4 && end["output"]?.text == "done\n")
        #expect(ContinuousClock.now - start < .seconds(4))
    }

    @Test(arguments: ["", "setsid "])
    func orphansAreEnded(_ prefix: String) throws {
        _ = try run(
            "\(prefix)sh -c 'echo $$ >\(bench.root)/pids; exec sleep 300' &\n"
                + "until [ -s \(bench.root)/pids ]; do :; done")
        let pid = try #require(bench.pids(in: "pids").first)
        #expect(Workbench.eventually { !Workbench.isAlive(pid) })
    }

    @Test func aProgramEndsWhenNobodyWaitsAnyMore() throws {
        let path = try bench.script("slow", "echo $$ >\(bench.root)/pids; sleep 300")
        try observer.send(#"{"patience":60000,"question":"run \#(path)"}"#)
        #expect(Workbench.eventually { !bench.pids(in: "pids").isEmpty })
        #expect(try observer.close())
        let pid = try #require(bench.pids(in: "pids").first)
        #expect(Workbench.eventually { !Workbench.isAlive(pid) })
    }

    @Test(arguments: [("run /none/x", "absent"), ("run /etc/passwd", "forbidden")])
    func whatCannotBeRunSaysWhy(question: String, reason: String) throws {
        #expect(try observer.ask(question)?["missing"]?.text == reason)
    }

    @Test func aSocketIsTried() throws {
        let path = try bench.script("plain", "")
        let end = try observer.ask("connect \(path)")
        #expect(end?["works"] == .bool(false) && end?["error"]?.text == "ECONNREFUSED")
    }

    @Test(.enabled(if: Workbench.isRoot, Comment(rawValue: Workbench.needsRoot)))
    func asNobodyWhatMayNotBeReadIsForbidden() throws {
        let nobody = try ObserverByHand(prefix: Workbench.asNobody)
        let path = try bench.script("locked", "")
        #expect(try nobody.ask("read \(path)")?["text"] != nil)
        #expect(chmod(path, 0o600) == 0)
        #expect(try nobody.ask("read \(path)")?["missing"]?.text == "forbidden")
        #expect(try nobody.ask("access \(path)")?["read"] == .bool(false))
        #expect(try nobody.ask("run \(path)")?["missing"]?.text == "forbidden")
        #expect(try nobody.ask("attributes \(path)")?["mode"]?.text == "0600")
    }

    /// Apptainer does not even tell its version to a user without a name.
    @Test(.enabled(if: Workbench.isRoot, Comment(rawValue: Workbench.needsRoot)))
    func rootAsksAsTheOrdinaryUserAndRunsAsOneWithAName() throws {
        let path = try bench.script("who", "id -un; stat -c %U $HOME; id -G | wc -w")
        let pose = #""user":65533,"group":65533,"patience":5000"#
        try observer.send(#"{"question":"run \#(path)",\#(pose)}"#)
        #expect(try observer.hear()?["output"]?.text == "nobody\nnobody\n1\n")
        #expect(chmod(path, 0o700) == 0)
        try observer.send(#"{"question":"access \#(path)",\#(pose)}"#)
        #expect(try observer.hear()?["read"] == .bool(false))
        #expect(try observer.ask("access \(path)")?["read"] == .bool(true), "and is root again")
    }
}

/// How observers of mounts are found again.
@Suite struct ObserverNameTests {
    private static let device = "4095:77"
    private let bench: Workbench

    init() throws { bench = try Workbench() }

    /// Only who touches is in the way: an audit that runs at the same time must not
    /// take another's idle observer for a hung mount.
    @Test func anObserverBearsItsNameWhileItTouches() throws {
        let device = "4095:78"
        let name = StuckObserver.name(of: device)
        let observer = try ObserverByHand(
            mount: device, prefix: ["sh", "-c", "\"$@\"; exit", "sh"])
        #expect(try observer.ask("capacity /")?["total"] != nil)
        #expect(StuckObserver.find(device) == nil, "idle")
        let gate = bench.root + "/gate"
        let path = try bench.script("slow", "until [ -e \(gate) ]; do :; done")
        try observer.send(#"{"patience":9000,"question":"run \#(path)"}"#)
        let program = URL(filePath: Launch.program("muster")).resolvingSymlinksInPath().path
        let busy = { StuckObserver.find(device, of: program) }
        #expect(Workbench.eventually { busy() != nil }, "busy as \(name)")
        #expect(busy()?.isKilled == false)
        #expect(StuckObserver.find(device) == nil, "not our program, and nobody has killed it")
        _ = FileManager.default.createFile(atPath: gate, contents: nil)
        #expect(try observer.hear()?["exit"]?.number == 0)
        #expect(StuckObserver.find(device) == nil, "idle again")
        #expect(try observer.close())
    }

    @Test func ourOwnBusyObserverIsNotFound() throws {
        let observer = try ObserverByHand(mount: Self.device)
        let name = StuckObserver.name(of: Self.device) + "\n"
        let path = try bench.script("slow", "sleep 300")
        try observer.send(#"{"patience":9000,"question":"run \#(path)"}"#)
        #expect(Workbench.eventually { observer.name == name })
        #expect(StuckObserver.find(Self.device) == nil)
    }

    /// The parent-death signal would leave the program's own children behind.
    @Test func aProgramOfAMountEndsWithTheAuditThatWasKilled() throws {
        let path = try bench.script(
            "slow", "echo $$ >\(bench.root)/pids; sleep 300 & echo $! >>\(bench.root)/pids; wait")
        let audit = """
            cd \(bench.root); mkfifo asked
            setpriv --pdeathsig KILL "$1" observe --mount \(Self.device) <asked >answer &
            exec 9>asked
            echo '{"patience":60000,"question":"run \(path)"}' >&9
            wait
            """
        let process = try bench.start(["sh", "-c", audit, "sh", Launch.program("muster")])
        #expect(Workbench.eventually { bench.pids(in: "pids").count == 2 })
        kill(process.processIdentifier, SIGKILL)
        for pid in bench.pids(in: "pids") {
            #expect(Workbench.eventually { !Workbench.isAlive(pid) })
            kill(pid, SIGKILL)
        }
    }
}
