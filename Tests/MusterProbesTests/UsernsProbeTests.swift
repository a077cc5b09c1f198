import MusterModel
import Testing

@testable import MusterProbes

/// What the kernel's answers mean, and what is said where there is none.
@Suite struct UsernsProbeTests {
    private let tree: ScratchTree

    init() throws { tree = try ScratchTree() }

    private func readings(_ end: Answer?) async -> [String: Reading] {
        var recording = Recording()
        if let end { recording.answers[.attempt(.userNamespace)] = end }
        let node = TreeNode(root: tree.root, recording: recording)
        let facts = await UsernsProbe.observe(node, watching: WatchList())
        return Dictionary(
            facts.map { ($0.key.description, $0.reading) }, uniquingKeysWith: { _, last in last })
    }

    /// A machine's switches; nil leaves the file out.
    private func machine(
        users: String? = "63000", clone: String? = nil, apparmor: String? = nil,
        namespaces: [String]? = ["mnt", "user"], map: String = "0 0 4294967295"
    ) throws {
        let files = [
            "/proc/sys/user/max_user_namespaces": users,
            "/proc/sys/kernel/unprivileged_userns_clone": clone,
            "/proc/sys/kernel/apparmor_restrict_unprivileged_userns": apparmor,
            "/proc/self/uid_map": map,
        ]
        for (path, text) in files { if let text { try tree.file(path, text + "\n") } }
        for name in namespaces ?? [] { try tree.file("/proc/self/ns/\(name)") }
    }

    private func cause(_ step: String, _ error: String) async -> FactValue? {
        let end = Answer.attempt(AttemptEnd(works: false, step: step, error: error))
        return await readings(end)["userns.attempt.cause"]?.value
    }

    @Test(arguments: [
        ("create", "EINVAL", "disabled"), ("create", "ENOSYS", "disabled"),
        ("create", "EUSERS", "nesting"), ("create", "ENOSPC", "exhausted"),
        ("create", "EPERM", "denied"), ("create", "EACCES", "denied"), ("map", "EPERM", "denied"),
        ("map", "EINVAL", "denied"), ("map", "ENOSPC", "denied"), ("tmpfs", "EPERM", "denied"),
        ("tmpfs", "EACCES", "denied"), ("create", "errno 77", "denied"),
    ])
    func onAnOpenKernel(step: String, error: String, cause: String) async throws {
        try machine()
        #expect(await self.cause(step, error) == .string(cause))
    }

    @Test(arguments: [
        ("create", "EINVAL", "disabled"), ("create", "ENOSPC", "disabled"),
        ("create", "EUSERS", "disabled"), ("create", "EPERM", "denied"),
    ])
    func whereTheLimitIsNought(step: String, error: String, cause: String) async throws {
        try machine(users: "0")
        #expect(await self.cause(step, error) == .string(cause))
    }

    @Test(arguments: ["EINVAL", "ENOSYS"])
    func whereTheKernelHasNone(_ error: String) async throws {
        try machine(users: nil, namespaces: ["mnt", "pid"])
        #expect(await cause("create", error) == .string("unsupported"))
    }

    @Test(arguments: [
        ("0 1000 1", "outer-limit"), ("         0     100000      65536", "outer-limit"),
        ("0 0 4294967295", "exhausted"), ("         0          0 4294967295", "exhausted"),
        ("", "exhausted"),
    ])
    func aFullTableIsOursOrThatOfAnOuterNamespace(map: String, cause: String) async throws {
        try machine(map: map)
        #expect(await self.cause("create", "ENOSPC") == .string(cause))
    }

    @Test(
        arguments: [
            ("0", nil, "create", "EPERM", "sysctl"), ("1", nil, "create", "EPERM", "denied"),
            (nil, "1", "map", "EACCES", "apparmor"), (nil, "1", "tmpfs", "EACCES", "apparmor"),
            (nil, "0", "tmpfs", "EACCES", "denied"), ("1", "1", "tmpfs", "EPERM", "apparmor"),
            ("0", "1", "create", "EPERM", "sysctl"), ("1", "1", "create", "ENOSPC", "exhausted"),
        ] as [(String?, String?, String, String, String)])
    func switchesExplainARefusal(
        clone: String?, apparmor: String?, step: String, error: String, cause: String
    ) async throws {
        try machine(clone: clone, apparmor: apparmor)
        #expect(await self.cause(step, error) == .string(cause))
    }

    @Test func whatWorksHasNoCause() async throws {
        try machine(users: "0", clone: "0", apparmor: "1", namespaces: [])
        let all = await readings(.attempt(AttemptEnd(works: true, step: "tmpfs")))
        #expect(all["userns.attempt.works"]?.value == .bool(true))
        #expect(all["userns.attempt.step"]?.value == .string("tmpfs"))
        #expect(all["userns.attempt.error"]?.value == .string("none"))
        #expect(all["userns.attempt.cause"]?.value == .string("none"))
    }

    @Test func anAttemptThatWasNotMadeIsMissingInAllItsFacts() async throws {
        try machine()
        for (answer, reason) in [
            (nil, Absence.Reason.notTried), (.missing(Absence(.timedOut, "slow")), .timedOut),
        ] as [(Answer?, Absence.Reason)] {
            let all = await readings(answer)
            for aspect in ["works", "step", "error", "cause"] {
                #expect(all["userns.attempt.\(aspect)"]?.absence?.reason == reason)
            }
            #expect(all["userns.limit.user"]?.value == .integer(63_000))
        }
    }

    @Test(arguments: [
        ("1", FactValue.bool(true)), ("0", .bool(false)), ("2", .bool(true)),
    ])
    func switchesAreRead(text: String, value: FactValue) async throws {
        try machine(clone: text, apparmor: text)
        let all = await readings(nil)
        #expect(all["userns.clone.allowed"]?.value == value)
        #expect(all["userns.apparmor.restricted"]?.value == value)
    }

    @Test func aMissingSwitchIsUnsupportedAndAMissingLimitAbsent() async throws {
        try machine(users: nil)
        let all = await readings(nil)
        #expect(all["userns.clone.allowed"]?.absence?.reason == .unsupported)
        #expect(all["userns.apparmor.restricted"]?.absence?.reason == .unsupported)
        #expect(all["userns.limit.user"]?.absence?.reason == .absent)
    }

    @Test(arguments: ["", "on", "1 1", "\u{0}"])
    func junkInASwitchIsMalformed(_ text: String) async throws {
        try machine(users: text, clone: text)
        let all = await readings(nil)
        #expect(all["userns.limit.user"]?.absence?.reason == .malformed)
        #expect(all["userns.clone.allowed"]?.absence?.reason == .malformed)
    }
}
