public import MusterModel

/// Whether overlays can be mounted: by root, by an ordinary user inside a user
/// namespace, and on which folders their upper part may lie.
public enum OverlayProbe: Probe {
    static let registered = FactCard(
        "overlay.filesystem.registered", .bool,
        "Whether /proc/filesystems lists overlay; a module that is not loaded is not listed.")
    static let privilegedWorks = FactCard(
        "overlay.privileged.works", .bool,
        "Whether root mounted an overlay in a mount namespace of its own and wrote through it.")
    static let privilegedError = FactCard(
        "overlay.privileged.error", .string,
        "The step that failed and the kernel's answer; none where it works.")
    static let unprivilegedWorks = FactCard(
        "overlay.unprivileged.works", .bool,
        "Whether an ordinary user did so inside a user namespace; tried on every kernel, because "
            + "vendors bring it back.")
    static let unprivilegedError = FactCard(
        "overlay.unprivileged.error", .string,
        "The kernel's answer to the failed step; none where it works.")
    static let unprivilegedStep = FactCard(
        "overlay.unprivileged.step", .string,
        "The last step tried: scratch, create, map, mount, write.")
    static let roster = FactCard(
        "overlay.directories.list", .list,
        "The scratch and session folders that were looked at, sorted.")
    static let filesystem = FactCard(
        "overlay.directory.filesystem", .string, "The type of the file system below the folder.")
    static let upper = FactCard(
        "overlay.directory.upper", .bool,
        "Whether that file system may hold an overlay's upper and work folder.")
    static let reason = FactCard(
        "overlay.directory.reason", .string, "Why it may not; none where it may.")

    /// What the probe asks and yields.
    public static let card = ProbeCard(
        "overlay", "Can bind points be made with an overlay here?",
        sources: [
            "/proc/filesystems", "the mount table", "statfs(2) and XFS_IOC_FSGEOMETRY of folders",
            "live attempts in /tmp",
        ],
        facts: [
            registered, privilegedWorks, privilegedError, unprivilegedWorks, unprivilegedError,
            unprivilegedStep, filesystem, upper, reason,
        ],
        subjects: [
            SubjectCard(
                "overlay.directory", roster: roster,
                "A scratch or session folder, by its path: /tmp, /var/tmp, the session folders of "
                    + "installed runtimes and what the watch list names.")
        ],
        mayBlock: true,
        privilege: "The privileged attempt is made by root alone.")

    /// Where attempts are made: every node has it and jobs' payloads use it.
    static let scratch = "/tmp"

    /// Where runtimes keep the root of a container that starts: Apptainer's and
    /// Singularity's `mnt/session` below their state folder.
    static let sessionFolders = [
        "/var/lib/apptainer/mnt/session", "/var/lib/singularity/mnt/session",
        "/var/singularity/mnt/session",
    ]

    /// Makes the attempts and looks at the folders.
    public static func observe(_ node: any NodeView, watching: WatchList) async -> [Fact] {
        async let privileged = privilegedEnd(node)
        async let unprivileged = end(.unprivilegedOverlay(scratch), node)
        let ends = (privileged: await privileged, unprivileged: await unprivileged)
        // Only now: an attempt loads the module, and what is not loaded is not listed.
        var notes = Notes()
        await notes.note(registered, from: "/proc/filesystems") { () async throws(Absence) in
            let text = try await node.text(of: "/proc/filesystems")
            return .bool(text.split { $0.isWhitespace }.contains("overlay"))
        }
        await noteFolders(node, watching, into: &notes)
        note(ends.privileged, (privilegedWorks, privilegedError, nil), into: &notes)
        note(
            ends.unprivileged, (unprivilegedWorks, unprivilegedError, unprivilegedStep),
            into: &notes)
        return notes.facts
    }

    private static func privilegedEnd(_ node: any NodeView) async -> Result<AttemptEnd, Absence> {
        guard node.vantage.isRoot else {
            return .failure(Absence(.forbidden, "mounting needs root; this is an ordinary user"))
        }
        return await end(.privilegedOverlay(scratch), node)
    }

    private static func end(
        _ attempt: Attempt, _ node: any NodeView
    ) async -> Result<AttemptEnd, Absence> {
        do { return .success(try await node.attempt(attempt)) } catch { return .failure(error) }
    }

    private static func note(
        _ attempt: Result<AttemptEnd, Absence>,
        _ cards: (works: FactCard, error: FactCard, step: FactCard?), into notes: inout Notes
    ) {
        let origin = "mount(overlay) below \(scratch)"
        switch attempt {
        case .failure(let absence):
            for card in [cards.works, cards.error, cards.step].compactMap(\.self) {
                notes.note(card, missing: absence, from: origin)
            }
        case .success(let end):
            notes.note(cards.works, .bool(end.works), from: origin)
            let failed = cards.step == nil ? "\(end.step): \(end.error ?? "")" : end.error ?? ""
            notes.note(cards.error, .string(end.works ? "none" : failed), from: origin)
            if let step = cards.step { notes.note(step, .string(end.step), from: origin) }
        }
    }

    private static func noteFolders(
        _ node: any NodeView, _ watching: WatchList, into notes: inout Notes
    ) async {
        let asked = Set(watching.names(of: "overlay.directory") + [scratch, "/var/tmp"])
        var folders = asked
        for folder in sessionFolders where (try? await node.exists(folder)) == true {
            folders.insert(folder)
        }
        notes.note(roster, .list(folders.sorted()), from: "watch list")
        for folder in folders.sorted() {
            let origin = "statfs(\(folder))"
            do {
                let found = UpperFileSystem(try await node.capacity(of: folder))
                notes.note(filesystem, of: folder, .string(found.name), from: origin)
                guard found.isKnown else {
                    let absence = Absence(
                        .forbidden, "\(folder): could not be opened to ask its xfs for ftype")
                    notes.note(upper, of: folder, missing: absence, from: origin)
                    notes.note(reason, of: folder, missing: absence, from: origin)
                    continue
                }
                notes.note(upper, of: folder, .bool(found.obstacle == nil), from: origin)
                notes.note(reason, of: folder, .string(found.obstacle ?? "none"), from: origin)
            } catch {
                for card in [filesystem, upper, reason] {
                    notes.note(card, of: folder, missing: error, from: origin)
                }
            }
        }
    }
}

/// A file system as the place of an overlay's upper folder.
struct UpperFileSystem: Hashable, Sendable {
    /// Its type, `0x…` for one that has no name here.
    let name: String
    /// Why it cannot be an upper folder; nil where it can.
    let obstacle: String?
    /// Whether all that decides was asked: an XFS tells only who may open a folder.
    let isKnown: Bool

    /// Magic numbers of linux/magic.h and of the vendors.
    private static let names: [Int64: String] = [
        0xEF53: "ext4", 0x5846_5342: "xfs", 0x9123_683E: "btrfs", 0x0102_1994: "tmpfs",
        0x794C_7630: "overlay", 0x6969: "nfs", 0x6573_5546: "fuse", 0xF15F: "ecryptfs",
        0x0BD0_0BD0: "lustre", 0x4750_4653: "gpfs", 0xAAD7_AAEA: "panfs", 0x2FC1_2FC1: "zfs",
        0x8584_58F6: "ramfs", 0xFF53_4D42: "cifs", 0x00C3_6400: "ceph", 0x7371_7368: "squashfs",
    ]

    /// Apptainer refuses these (internal/pkg/util/fs/overlay/overlay_linux.go); an
    /// overlay on an overlay lacks the attributes that an upper folder needs
    /// (kernel overlayfs.rst, "Upper and lower").
    private static let refused: Set<String> = [
        "nfs", "fuse", "ecryptfs", "lustre", "gpfs", "panfs", "overlay",
    ]

    init(_ capacity: Capacity) {
        let name = Self.names[capacity.magic] ?? "0x" + String(capacity.magic, radix: 16)
        self.name = name
        isKnown = name != "xfs" || capacity.keepsFileType != nil
        if Self.refused.contains(name) {
            obstacle = "\(name) cannot hold an upper folder"
        } else if capacity.keepsFileType == false {
            obstacle = "xfs was made with ftype=0"
        } else {
            obstacle = nil
        }
    }
}
