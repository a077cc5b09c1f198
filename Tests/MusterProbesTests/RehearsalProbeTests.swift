import MusterModel
import Testing

@testable import MusterProbes

/// What the rehearsal's end means, and which binds it is given.
@Suite struct RehearsalProbeTests {
    private let tree: ScratchTree
    private let core = Attempt.rehearsal(RehearsalOrder(folder: "/tmp"))

    init() throws { tree = try ScratchTree() }

    private static let inside = [
        "binds": "", "binds-failed": "", "gid": "65533", "host-hidden": "yes",
        "ipc-isolated": "yes", "layout": "overlay", "outside-gid": "65533",
        "outside-uid": "65533", "pid": "1", "pid-isolated": "yes", "pivot": "pivot_root",
        "took-ms": "6", "uid": "65533", "uid-map": "     65533      65533          1", "uts": "yes",
    ]

    private func ended(_ more: [String: String] = [:]) -> Answer {
        let seen = Self.inside.merging(more) { $1 }
        return .attempt(AttemptEnd(works: true, step: "read", seen: seen))
    }

    private func observe(
        _ answers: [Question: Answer], binds: Set<String> = []
    ) async -> [String: Reading] {
        let node = TreeNode(root: tree.root, recording: Recording(answers))
        let facts = await RehearsalProbe.observe(
            node, watching: WatchList(["binds.bind": binds]))
        #expect(facts.count == RehearsalProbe.card.facts.count)
        return Dictionary(facts.map { ($0.key.description, $0.reading) }) { first, _ in first }
    }

    @Test func whatWorksTellsHow() async {
        let all = await observe([.attempt(core): ended()])
        #expect(all.word("rehearsal.run.works") == "yes")
        #expect(all.word("rehearsal.run.error") == "none")
        #expect(all.word("rehearsal.run.cause") == "none")
        #expect(all.word("rehearsal.run.layout") == "overlay")
        #expect(all.word("rehearsal.run.overlay-error") == "none")
        #expect(all.word("rehearsal.run.mode") == "unprivileged")
        #expect(all.word("rehearsal.run.user-kept") == "yes")
        #expect(all.word("rehearsal.run.pid-isolated") == "yes")
        #expect(all.word("rehearsal.run.took") == "6 ms")
        #expect(all["rehearsal.binds.shown"]?.value == .paths([]))
    }

    @Test(arguments: [
        ("uid", "0", "rehearsal.run.user-kept", "no"),
        ("gid", "65534", "rehearsal.run.user-kept", "no"),
        ("uid-map", "0 65533 1", "rehearsal.run.mode", "fakeroot"),
        ("uid-map", "0 0 4294967295", "rehearsal.run.mode", "privileged"),
        ("uid-map", "", "rehearsal.run.mode", "malformed"),
        ("uid-map", "a b c", "rehearsal.run.mode", "malformed"),
        ("took-ms", "-1", "rehearsal.run.took", "malformed"),
        ("took-ms", "soon", "rehearsal.run.took", "malformed"),
        ("ipc-isolated", "no", "rehearsal.run.ipc-isolated", "no"),
        ("overlay-error", "overlay: EPERM", "rehearsal.run.overlay-error", "overlay: EPERM"),
    ])
    func eachReadingCounts(_ name: String, _ text: String, fact: String, says: String) async {
        let all = await observe([.attempt(core): ended([name: text])])
        #expect(all.word(fact) == says)
    }

    @Test(arguments: [
        ("scratch", "ENOSPC", "disk-full"), ("scratch", "EDQUOT", "disk-full"),
        ("session", "ENOSPC", "disk-full"), ("scratch", "EACCES", "scratch-refused"),
        ("scratch", "EROFS", "scratch-refused"), ("proc", "EPERM", "proc-masked"),
        ("create", "EINVAL", "disabled"), ("create", "ENOSPC", "exhausted"),
        ("pid", "ENOSPC", "exhausted"), ("ipc", "ENOSPC", "exhausted"),
        ("pid", "EINVAL", "unsupported"), ("ipc", "EPERM", "denied"),
        ("pivot", "EINVAL", "denied"), ("fork", "killed", "denied"),
    ])
    func whatFailsHasACause(_ step: String, _ error: String, cause: String) async throws {
        try tree.file("/proc/self/uid_map", "0 0 4294967295\n")
        try tree.file("/proc/self/ns/user")
        let end = Answer.attempt(AttemptEnd(works: false, step: step, error: error))
        let all = await observe([.attempt(core): end])
        #expect(all.word("rehearsal.run.works") == "no")
        #expect(all.word("rehearsal.run.cause") == cause)
        #expect(all.word("rehearsal.run.layout") == "absent")
        #expect(all.word("rehearsal.run.took") == "absent")
    }

    @Test func anOuterNamespacesLimitIsNotOurs() async throws {
        try tree.file("/proc/self/uid_map", "0 1000 1\n")
        let end = Answer.attempt(AttemptEnd(works: false, step: "pid", error: "ENOSPC"))
        #expect(await observe([.attempt(core): end]).word("rehearsal.run.cause") == "outer-limit")
    }

    @Test func appArmorIsNamed() async throws {
        try tree.file("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1\n")
        let end = Answer.attempt(AttemptEnd(works: false, step: "ipc", error: "EPERM"))
        #expect(await observe([.attempt(core): end]).word("rehearsal.run.cause") == "apparmor")
    }

    @Test func whatWasNotRehearsedIsMissingInAllItsFacts() async {
        for (name, reading) in await observe([:]) where name.hasPrefix("rehearsal.run") {
            #expect(reading.absence?.reason == .notTried, "\(name)")
        }
    }

    private static let good: Answer = .attributes(
        FileAttributes(kind: .folder, user: 0, group: 0, mode: 0o755, size: 0))

    @Test func bindsThatAnsweredAreTriedAndTheOthersNamed() async {
        let order = RehearsalOrder(folder: "/tmp", binds: ["/a", "/b"])
        let all = await observe(
            [
                .attempt(core): ended(),
                .attempt(.rehearsal(order)): ended([
                    "binds": "/b", "binds-failed": "/a: EACCES",
                ]),
                .attributes("/a"): Self.good, .attributes("/b"): Self.good,
                .attributes("/gone"): .missing(Absence(.absent, "")),
                .attributes("/stuck"): .missing(Absence(.hung, "")),
            ],
            binds: ["/b", "/a", "/gone", "/stuck", "/x y", "/x:y", "/x,y", "/", "relative"])
        #expect(all["rehearsal.binds.shown"]?.value == .paths(["/b"]))
        #expect(all["rehearsal.binds.failed"]?.value == .list(["/a: EACCES"]))
        let skipped = [
            "/: no folder to bind", "/gone: absent", "/stuck: hung",
            "/x y: a name that no bind list can hold", "/x,y: a name that no bind list can hold",
            "/x:y: a name that no bind list can hold",
            "relative: a name that no bind list can hold",
        ]
        #expect(all["rehearsal.binds.skipped"]?.value == .list(skipped))
    }

    @Test func aSlowBindCostsItsOwnAnswerAlone() async {
        let order = RehearsalOrder(folder: "/tmp", binds: ["/a"])
        let slow = Answer.missing(Absence(.timedOut, "slow"))
        let all = await observe(
            [
                .attempt(core): ended(), .attempt(.rehearsal(order)): slow,
                .attributes("/a"): Self.good,
            ], binds: ["/a"])
        #expect(all.word("rehearsal.run.works") == "yes")
        #expect(all.word("rehearsal.binds.shown") == "timed-out")
        #expect(all["rehearsal.binds.skipped"]?.value == .list([]))
    }
}
