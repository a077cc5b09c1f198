import Foundation
import MusterModel
import Testing

@testable import MusterProbes

/// Orders as they are written, and what they come to on a command line.
@Suite struct SmokeOrderTests {
    static let all: [Question] = [
        .attempt(.rehearsal(RehearsalOrder(folder: "/tmp"))),
        .attempt(.rehearsal(RehearsalOrder(folder: "/tmp", binds: ["/a", "/b"]))),
        .attempt(.smoke(SmokeOrder(.setuid, program: "/p", image: "/i", folder: "/tmp"))),
        .attempt(
            .smoke(
                SmokeOrder(
                    .userns, program: "/p", image: "/i", binds: ["/a", "/b"], looks: ["/c"],
                    folder: "/tmp"))),
        .attempt(
            .smoke(
                SmokeOrder(
                    .docker, program: "/p", image: "docker://alpine:3", looks: ["/c"],
                    folder: "/tmp"))),
    ]

    @Test(arguments: all)
    func whatIsWrittenIsReadBack(_ question: Question) {
        #expect(Question(question.description) == question)
        #expect(question.path == "/tmp" && question.at("/x").path == "/x")
    }

    @Test(arguments: [
        "rehearsal", "rehearsal ", "rehearsal tmp", "rehearsal /tmp a", "rehearsal /tmp  /a",
        "smoke /tmp", "smoke /tmp setuid /p", "smoke /tmp other /p /i", "smoke tmp setuid /p /i",
        "smoke /tmp setuid p /i", "smoke /tmp setuid /p i", "smoke /tmp setuid /p --writable",
        "smoke /tmp setuid /p docker://", "smoke /tmp setuid /p docker://-x",
        "smoke /tmp setuid /p /i a", "smoke /tmp setuid /p /i --", "smoke /tmp setuid /p /i -- a",
        "smoke /tmp setuid /p /i -- /a --", "smoke /tmp setuid /p http://x",
    ])
    func whatIsNoOrderIsNone(_ text: String) { #expect(Question("attempt " + text) == nil) }

    private func words(_ launcher: SmokeOrder.Launcher, image: String = "/i") -> [String] {
        let order = SmokeOrder(
            launcher, program: "/p", image: image, binds: ["/cvmfs"], looks: ["/cvmfs/x"],
            folder: "/tmp")
        return SmokeCall(order: order, scratch: "/tmp/s", user: 7, group: 8).words
    }

    @Test(arguments: [
        (
            SmokeOrder.Launcher.setuid,
            """
            /p exec --home /tmp/s/home:/srv --pwd /srv --ipc --contain --pid --bind /cvmfs /i \
            /bin/sh
            """
        ),
        (
            .userns,
            """
            /p exec --userns --home /tmp/s/home:/srv --pwd /srv --ipc --contain --pid \
            --bind /cvmfs /i /bin/sh
            """
        ),
        (.charliecloud, "/p -b /tmp/s/home:/srv -b /cvmfs -c /srv /i -- /bin/sh"),
        (
            .podman,
            """
            /p run --rm --network=none --ipc=private -v /tmp/s/home:/srv -v /cvmfs:/cvmfs \
            -w /srv -e MUSTER_SMOKE --userns=keep-id --entrypoint /bin/sh --rootfs /i
            """
        ),
    ])
    func eachRuntimeIsCalledAsPilotsDo(_ launcher: SmokeOrder.Launcher, call: String) {
        let tail = ["-c", InsideScript.text, "muster", "/srv", "/cvmfs", "/cvmfs/x"]
        #expect(words(launcher) == call.split(separator: " ").map(String.init) + tail)
    }

    @Test func dockerIsToldWhoToBeAndGetsAName() {
        let words = words(.docker, image: "docker://alpine:3")
        #expect(words.contains("7:8") && words.contains("alpine:3"))
        #expect(!words.contains { $0.contains("docker://") })
    }

    @Test func allStateOfARuntimeGoesIntoTheScratchFolder() {
        let order = SmokeOrder(.userns, program: "/p", image: "/i", folder: "/tmp")
        let call = SmokeCall(order: order, scratch: "/tmp/s", user: 7, group: 8)
        for name in ["HOME", "TMPDIR", "XDG_RUNTIME_DIR"] {
            #expect(call.variables.contains { $0.hasPrefix(name + "=/tmp/s/") }, "\(name)")
        }
    }

    @Test func theLoopIsAProgramThatEnds() throws {
        let bytes = try #require(LoopProgram.bytes)
        let file = NSTemporaryDirectory() + "loop-\(UUID())"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try Data(bytes).write(to: URL(filePath: file))
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: file)
        let process = try Process.run(URL(filePath: file), arguments: [])
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    }

    @Test(
        arguments: [
            (62, "x86_64"), (183, "aarch64"), (22, "s390x"), (999, "elf-999"),
        ] as [(UInt16, String)])
    func aHeaderTellsItsMachine(_ number: UInt16, name: String) {
        let header = Array(LoopProgram.elf(machine: number, code: []).prefix(20))
        #expect(ImageShell.machine(ofELF: header) == name)
    }

    @Test(arguments: [[], [0x7F], Array("#!/bin/busybox sh\n\n\n".utf8)] as [[UInt8]])
    func whatIsNoProgramIsDamaged(_ header: [UInt8]) {
        #expect(ImageShell.machine(ofELF: Array(header.prefix(20))) == "damaged")
    }

    @Test func theShellIsLookedForInsideTheImageAlone() throws {
        let tree = try ScratchTree()
        #expect(ImageShell.machine(in: tree.root) == "none")
        #expect(ImageShell.machine(in: tree.root + "/no") == nil)
        // The absolute link of the image means its own folder, not the node's.
        try tree.link("/bin", to: "/usr/bin")
        #expect(ImageShell.machine(in: tree.root) == "none")
        try tree.file("/usr/bin/sh", "text")
        #expect(ImageShell.machine(in: tree.root) == "damaged")
    }

    private static let users = """
        root:x:0:0:root:/root:/bin/sh
        broken
        nobody:x:65534:65533:nobody:/:/bin/false
        pool:x:1001:100::/home/pool:/bin/sh
        toor:x:0:0::/:/bin/sh
        """

    @Test func usersAreFoundByNameAndByNumberAndRootNever() {
        func user(_ name: String?, _ id: UInt32?) -> Account? {
            PasswordFile.user(named: name, or: id, in: Self.users)
        }
        #expect(user("nobody", nil) == Account(user: 65534, group: 65533))
        #expect(user(nil, 1001) == Account(user: 1001, group: 100))
        #expect(user("root", nil) == nil && user(nil, 0) == nil && user("toor", nil) == nil)
        #expect(user(nil, 7) == nil && PasswordFile.user(named: "x", or: 7, in: "") == nil)
    }
}
