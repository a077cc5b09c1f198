import MusterModel
import Testing

@testable import MusterProbes

/// What a recorded start comes to, for every way in which it can go wrong.
@Suite struct SmokeProbeTests {
    private let tree: ScratchTree

    init() throws {
        tree = try ScratchTree()
        try tree.file("/usr/bin/ch-run", "", mode: 0o755)
        try tree.file("/usr/bin/apptainer", "", mode: 0o755)
        try tree.file("/etc/apptainer/apptainer.conf", "allow user ns = yes\n")
        try tree.file("/proc/1/mountinfo", "22 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n")
        try tree.folder("/image")
    }

    private static let versions: [Question: Answer] = [
        .run(["/usr/bin/ch-run", "--version"]): .program(ProgramEnd(exit: 0, output: "0.31\n")),
        .run(["/usr/bin/apptainer", "--version"]):
            .program(ProgramEnd(exit: 0, output: "apptainer version 1.4.5\n")),
    ]

    private static let native = """
        muster=begin
        uid-map=0 0 4294967295
        uid=65534
        gid=65534
        pid=pid:[1]
        ipc=ipc:[2]
        machine=x86_64
        environment=kept
        token=t
        path=yes no 8:2 /cvmfs
        loop=1.00 1.20
        muster=end
        """
    private static let inside = """
        muster=begin
        uid-map=65534 65534 1
        uid=65534
        gid=65534
        pid=pid:[3]
        ipc=ipc:[4]
        machine=x86_64
        os="almalinux"
        release="9.6"
        environment=kept
        token=t
        path=yes no 8:2 /cvmfs
        loop=2.00 2.30
        muster=end
        """

    private static func end(
        exit: String = "0", inside: String = inside, errors: String = "",
        _ more: [String: String] = [:]
    ) -> AttemptEnd {
        let seen = [
            "exit": exit, "output": inside, "errors": errors, "native": native, "token": "t",
            "wrote": "yes", "start-ms": "120", "native-ms": "4", "shell": "x86_64",
        ].merging(more) { $1 }
        return AttemptEnd(
            works: exit == "0", step: "start", error: exit == "0" ? nil : "exit \(exit)",
            seen: seen)
    }

    private func observe(
        _ end: AttemptEnd?, smoke: Bool = true, images: Set<String> = ["/image"],
        queues: Set<String> = [],
        binds: Set<String> = ["/cvmfs"], _ launcher: SmokeOrder.Launcher = .userns
    ) async throws -> [String: Reading] {
        var answers = Self.versions
        if binds.contains("/cvmfs") { try tree.folder("/cvmfs") }
        let program = launcher == .userns ? "/usr/bin/apptainer" : "/usr/bin/ch-run"
        let order = SmokeOrder(
            launcher, program: program, image: "/image", binds: binds.sorted(), folder: "/tmp")
        if let end { answers[.attempt(.smoke(order))] = .attempt(end) }
        let node = TreeNode(root: tree.root, recording: Recording(answers))
        let watching = WatchList([
            "smoke.route": smoke ? ["*"] : [], "smoke.image": images, "binds.bind": binds,
            "images.image": queues,
        ])
        let facts = await SmokeProbe.observe(node, watching: watching)
        return Dictionary(facts.map { ($0.key.description, $0.reading) }) { first, _ in first }
    }

    private func route(_ aspect: String) -> String {
        "smoke.route[apptainer-unprivileged].\(aspect)"
    }

    @Test func nothingIsStartedUnasked() async throws {
        let all = try await observe(Self.end(), smoke: false)
        #expect(all.count == 3)
        #expect(all["smoke.run.asked"]?.value == .bool(false))
        for name in ["smoke.run.supplied", "smoke.routes.list"] {
            #expect(all[name]?.absence?.reason == .notWatched)
        }
    }

    @Test func aStartThatWorksTellsWhatIsTrueInside() async throws {
        let all = try await observe(Self.end())
        #expect(all.list("smoke.routes.list") == ["apptainer-unprivileged", "charliecloud"])
        for (aspect, word) in [
            ("works", "yes"), ("cause", "none"), ("kind", "userns"), ("mode", "unprivileged"),
            ("user-kept", "yes"), ("pid-asked", "yes"), ("pid-isolated", "yes"),
            ("ipc-isolated", "yes"), ("binds-shown", "/cvmfs"), ("binds-missing", "none"),
            ("cvmfs", "yes"), ("environment", "yes"), ("os", "almalinux 9.6"),
            ("architecture", "x86_64"), ("fallbacks", "none"), ("start", "120 ms"),
            ("native", "4 ms"), ("loop-percent", "150"), ("exit", "0"), ("image", "/image"),
            ("message", "none"), ("step", "start"),
        ] {
            #expect(all.word(route(aspect)) == word, "\(aspect)")
        }
    }

    @Test func everyFactIsNotedForEveryRoute() async throws {
        let aspects = SmokeProbe.card.facts.map(\.name).filter { $0.kind == "smoke.route" }
        for end in [Self.end(), nil, AttemptEnd(works: false, step: "scratch", error: "ENOSPC")] {
            let all = try await observe(end)
            for name in ["apptainer-unprivileged", "charliecloud"] {
                for aspect in aspects {
                    #expect(all["smoke.route[\(name)].\(aspect.aspect)"] != nil, "\(aspect)")
                }
            }
        }
    }

    @Test(
        arguments: [
            ("255", "FATAL: image format not recognized", [:], "image-format"),
            (
                "1", "ch-run[2]: error: can't execve(2): /bin/sh: Exec format error", [:],
                "exec-format"
            ),
            ("1", "exec format error", ["shell": "aarch64"], "architecture"),
            ("1", "exec format error", ["shell": "damaged"], "image-damaged"),
            ("1", "stat /bin/sh: no such file or directory", ["shell": "none"], "no-shell"),
            ("1", "who knows", [:], "unnamed"), ("1", "", [:], "unnamed"),
            // What names a bind is not the shell's fault.
            ("1", "can't mkdir: /i: read-only file system", ["shell": "aarch64"], "bind-point"),
        ] as [(String, String, [String: String], String)])
    func whatFailsHasACause(
        exit: String, errors: String, more: [String: String], cause: String
    ) async throws {
        let all = try await observe(Self.end(exit: exit, inside: "", errors: errors, more))
        #expect(all.word(route("works")) == "no")
        #expect(all.word(route("cause")) == cause)
        #expect(all.word(route("exit")) == exit)
        #expect(all.word(route("mode")) == "absent")
    }

    @Test(arguments: [
        ("scratch", "ENOSPC", "disk-full"), ("scratch", "EACCES", "scratch-refused"),
        ("start", "timed-out", "slow"),
    ])
    func whatNeverRanHasACause(step: String, error: String, cause: String) async throws {
        let all = try await observe(AttemptEnd(works: false, step: step, error: error))
        #expect(all.word(route("works")) == "no" && all.word(route("cause")) == cause)
        #expect(all.word(route("exit")) == "timed-out")
    }

    @Test(
        arguments: [
            ("", [:], "no-answer"), ("muster=begin\nuid=1\n", [:], "no-answer"),
            (inside, ["wrote": "no"], "bind-content"), (inside, ["token": "other"], "bind-content"),
            (inside.replacing("token=t", with: "token=x"), [:], "bind-content"),
        ] as [(String, [String: String], String)])
    func anExitOfNoughtIsNoProof(
        inside: String, more: [String: String], cause: String
    ) async throws {
        let all = try await observe(Self.end(inside: inside, more))
        #expect(all.word(route("works")) == "no" && all.word(route("cause")) == cause)
    }

    @Test(arguments: [
        (
            "INFO:    Converting SIF file to temporary sandbox...", inside, "temporary-sandbox",
            "yes"
        ),
        ("\u{1B}[31mFATAL:  \u{1B}[0m something", inside, "fatal-exit-0", "no"),
        ("FATAL: x", inside, "fatal-exit-0", "no"), ("not FATAL: x", inside, "none", "yes"),
        ("", inside.replacing("path=yes no 8:2 /cvmfs\n", with: ""), "dropped-bind", "yes"),
        // Something is there under the name, and it is not what was bound.
        ("", inside.replacing("8:2", with: "0:45"), "dropped-bind", "yes"),
        ("", inside.replacing("8:2", with: "-"), "none", "yes"),
    ])
    func aSilentFallbackIsSeen(
        errors: String, inside: String, fallback: String, works: String
    ) async throws {
        let all = try await observe(Self.end(inside: inside, errors: errors))
        #expect(all.word(route("fallbacks")) == fallback)
        #expect(all.word(route("works")) == works)
    }

    @Test(arguments: [
        ("pid:[3]", "pid:[1]", "pid-isolated", "no"), ("ipc:[4]", "ipc:[2]", "ipc-isolated", "no"),
        ("ipc=ipc:[4]\n", "", "ipc-isolated", "unsupported"),
        ("uid=65534", "uid=0", "user-kept", "no"), ("gid=65534\n", "", "user-kept", "no"),
        ("uid-map=65534 65534 1", "uid-map=0 65534 1", "mode", "fakeroot"),
        ("uid-map=65534 65534 1\n", "", "mode", "absent"),
        ("environment=kept", "environment=", "environment", "no"),
        ("path=yes", "path=no", "cvmfs", "no"),
        ("machine=x86_64\n", "", "architecture", "unsupported"),
        ("loop=2.00 2.30\n", "", "loop-percent", "absent"),
        ("os=\"almalinux\"\nrelease=\"9.6\"\n", "", "os", "absent"),
    ])
    func eachReadingCounts(_ text: String, _ other: String, fact: String, says: String) async throws
    {
        let all = try await observe(Self.end(inside: Self.inside.replacing(text, with: other)))
        #expect(all.word(route(fact)) == says)
    }

    @Test func charliecloudIsAskedForNoProcessNumbers() async throws {
        let all = try await observe(Self.end(), .charliecloud)
        #expect(all.word("smoke.route[charliecloud].pid-asked") == "no")
        #expect(all.word("smoke.route[charliecloud].works") == "yes")
    }

    @Test func withoutAnImageNothingWasTried() async throws {
        let all = try await observe(nil, images: [])
        #expect(all["smoke.route[charliecloud].works"]?.absence?.reason == .notTried)
        #expect(all.word("smoke.route[charliecloud].kind") == "charliecloud")
    }

    @Test func anImageOfAnotherKindIsNotForThisRoute() async throws {
        let all = try await observe(nil, images: ["docker://alpine"])
        #expect(all["smoke.route[charliecloud].works"]?.absence?.reason == .unsupported)
        #expect(all[route("works")]?.absence?.reason == .notTried)
    }

    @Test func ofTheQueuesImagesTheFirstThatIsThereIsTaken() async throws {
        let queues: Set = ["/a/none", "/a/*.sif", "/image", "docker://alpine", "oras://x"]
        let all = try await observe(Self.end(), images: [], queues: queues)
        #expect(all.word(route("image")) == "/image" && all.word(route("works")) == "yes")
        let none = try await observe(nil, images: [], queues: ["/a/none", "docker://alpine"])
        #expect(none[route("works")]?.absence?.reason == .notTried)
    }

    @Test func aSetuidRouteThatFellBackIsSeen() {
        let order = SmokeOrder(
            .setuid, program: "/p", image: "/i", binds: ["/cvmfs"], folder: "/tmp")
        #expect(SmokeResult(Self.end(), of: order).fallbacks == ["setuid-unused"])
        let privileged = Self.inside.replacing("65534 65534 1", with: "0 0 4294967295")
        #expect(SmokeResult(Self.end(inside: privileged), of: order).fallbacks == [])
    }

    @Test func theLineThatComplainsIsTheMessage() async throws {
        let errors = "INFO: a\nFATAL:   \u{7}b\nINFO: c"
        let all = try await observe(Self.end(exit: "255", inside: "", errors: errors))
        #expect(all.word(route("message")) == "FATAL:   \u{FFFD}b")
    }
}
