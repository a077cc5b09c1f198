import MusterModel
import Synchronization
import Testing

@testable import MusterProbes

/// Attempts as they ended, and folders as places of an upper layer.
@Suite struct OverlayProbeTests {
    private static let filesystems = "nodev\tproc\nnodev\toverlay\n\text4\n"

    private func readings(
        _ recording: Recording, vantage: Vantage? = nil, watching: WatchList = WatchList()
    ) async -> [String: Reading] {
        let node = TreeNode(root: "/nonexistent", recording: recording, vantage: vantage)
        let facts = await OverlayProbe.observe(node, watching: watching)
        return Dictionary(
            facts.map { ($0.key.description, $0.reading) }, uniquingKeysWith: { _, last in last })
    }

    private func capacity(_ magic: Int64, _ keepsFileType: Bool? = nil) -> Answer {
        .capacity(
            Capacity(
                magic: magic, total: 9, available: 5, free: 5, keepsFileType: keepsFileType))
    }

    @Test(
        arguments: [
            (0x6969, "nfs"), (0x6573_5546, "fuse"), (0xF15F, "ecryptfs"), (0x0BD0_0BD0, "lustre"),
            (0x4750_4653, "gpfs"), (0xAAD7_AAEA, "panfs"), (0x794C_7630, "overlay"),
        ] as [(Int64, String)])
    func someFileSystemsHoldNoUpperFolder(magic: Int64, name: String) async {
        let all = await readings(Recording([.capacity("/tmp"): capacity(magic)]))
        #expect(all["overlay.directory[/tmp].filesystem"]?.value == .string(name))
        #expect(all["overlay.directory[/tmp].upper"]?.value == .bool(false))
        #expect(
            all["overlay.directory[/tmp].reason"]?.value
                == .string("\(name) cannot hold an upper folder"))
    }

    @Test(
        arguments: [
            (0xEF53, "ext4"), (0x0102_1994, "tmpfs"), (0x9123_683E, "btrfs"), (0x2FC1_2FC1, "zfs"),
            (0xBEEF, "0xbeef"),
        ] as [(Int64, String)])
    func othersDo(magic: Int64, name: String) async {
        let all = await readings(Recording([.capacity("/tmp"): capacity(magic)]))
        #expect(all["overlay.directory[/tmp].filesystem"]?.value == .string(name))
        #expect(all["overlay.directory[/tmp].upper"]?.value == .bool(true))
        #expect(all["overlay.directory[/tmp].reason"]?.value == .string("none"))
    }

    @Test(arguments: [
        (true, FactValue.bool(true), "none"), (false, .bool(false), "xfs was made with ftype=0"),
    ])
    func xfsGoesByItsFileTypes(keeps: Bool, upper: FactValue, reason: String) async {
        let all = await readings(Recording([.capacity("/tmp"): capacity(0x5846_5342, keeps)]))
        #expect(all["overlay.directory[/tmp].upper"]?.value == upper)
        #expect(all["overlay.directory[/tmp].reason"]?.value == .string(reason))
    }

    /// A folder that may not be opened does not tell: that is no yes.
    @Test func anXFSThatWasNotAskedIsUnknown() async {
        let all = await readings(Recording([.capacity("/tmp"): capacity(0x5846_5342)]))
        #expect(all["overlay.directory[/tmp].filesystem"]?.value == .string("xfs"))
        #expect(all["overlay.directory[/tmp].upper"]?.absence?.reason == .forbidden)
        #expect(all["overlay.directory[/tmp].reason"]?.absence?.reason == .forbidden)
    }

    @Test func aFolderThatDoesNotAnswerIsMissingInAllItsFacts() async {
        let hung = Answer.missing(Absence(.hung, "/var/tmp (nfs) does not answer"))
        let all = await readings(Recording([.capacity("/var/tmp"): hung]))
        for aspect in ["filesystem", "upper", "reason"] {
            #expect(all["overlay.directory[/var/tmp].\(aspect)"]?.absence?.reason == .hung)
            #expect(all["overlay.directory[/tmp].\(aspect)"]?.absence?.reason == .notTried)
        }
    }

    @Test func watchedAndInstalledFoldersAreLookedAt() async {
        let session = "/var/lib/apptainer/mnt/session"
        let folder = FileAttributes(kind: .folder, user: 0, group: 0, mode: 0o755, size: 0)
        let all = await readings(
            Recording([.attributes(session): .attributes(folder)]),
            watching: WatchList(["overlay.directory": ["/scratch", "/tmp"]]))
        #expect(
            all["overlay.directories.list"]?.value
                == .list(["/scratch", "/tmp", session, "/var/tmp"]))
    }

    @Test(arguments: [
        (filesystems, FactValue.bool(true)), ("nodev\tproc\n", .bool(false)),
        ("nodev\toverlayfs\n", .bool(false)), ("", .bool(false)),
    ])
    func theKernelsListIsReadWordByWord(text: String, value: FactValue) async {
        let all = await readings(Recording([.read("/proc/filesystems"): .text(text)]))
        #expect(all["overlay.filesystem.registered"]?.value == value)
    }

    @Test func attemptsAreToldStepByStep() async {
        let all = await readings(
            Recording([
                .attempt(.privilegedOverlay("/tmp")):
                    .attempt(AttemptEnd(works: false, step: "mount", error: "ENODEV")),
                .attempt(.unprivilegedOverlay("/tmp")):
                    .attempt(AttemptEnd(works: true, step: "write")),
            ]))
        #expect(all["overlay.privileged.works"]?.value == .bool(false))
        #expect(all["overlay.privileged.error"]?.value == .string("mount: ENODEV"))
        #expect(all["overlay.unprivileged.works"]?.value == .bool(true))
        #expect(all["overlay.unprivileged.error"]?.value == .string("none"))
        #expect(all["overlay.unprivileged.step"]?.value == .string("write"))
    }

    @Test func anOrdinaryUserDoesNotTryAsRoot() async {
        let works = Answer.attempt(AttemptEnd(works: true, step: "write"))
        let all = await readings(
            Recording([.attempt(.privilegedOverlay("/tmp")): works]),
            vantage: Vantage(.job, user: 1000))
        #expect(all["overlay.privileged.works"]?.absence?.reason == .forbidden)
        #expect(all["overlay.privileged.error"]?.absence?.reason == .forbidden)
    }

    /// An attempt loads the module, so that the list must not be read before: the
    /// first audit after a boot would differ from the second.
    @Test func theListIsReadAfterTheAttempts() async {
        let node = ModularNode()
        let facts = await OverlayProbe.observe(node, watching: WatchList())
        let registered = facts.first { $0.key.name.text == "overlay.filesystem.registered" }
        #expect(registered?.reading.value == .bool(true))
    }

    /// Lists overlay once an attempt has loaded it, and not before.
    private final class ModularNode: NodeView {
        let vantage = Vantage(.host, user: 0)
        private let attempts = Mutex(0)

        func answer(_ question: Question) async -> Answer {
            switch question {
            case .attempt:
                for _ in 0..<20 { await Task.yield() }
                attempts.withLock { $0 += 1 }
                return .attempt(AttemptEnd(works: true, step: "write"))
            case .read:
                return .text(attempts.withLock { $0 } == 2 ? filesystems : "nodev\tproc\n")
            default: return .missing(Absence(.absent, "nothing"))
            }
        }
    }
}
