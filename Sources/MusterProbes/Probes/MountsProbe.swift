public import MusterModel

/// The mounts that matter: how they travel, what they forbid, and whether they
/// answer at all.
public enum MountsProbe: Probe {
    static let source = FactCard(
        "mounts.table.source", .string,
        "Whose mount table was read: PID 1's on a host, the audit's own in a job or where PID 1 "
            + "is hidden.")
    static let autofsRoots = FactCard(
        "mounts.autofs.roots", .paths, "Where an automounter waits, from the mount table.")
    static let roster = FactCard(
        "mounts.mounts.list", .list,
        "The watched paths and the points of all mounts that may block, sorted.",
        keeping: .gauge)
    static let point = FactCard(
        "mounts.mount.point", .string, "The mount point that shows the path.")
    static let type = FactCard("mounts.mount.type", .string, "The file system's type.")
    static let propagation = FactCard(
        "mounts.mount.propagation", .string,
        "How mounts below it travel: shared, slave, shared,slave, private or unbindable.")
    static let readonly = FactCard(
        "mounts.mount.readonly", .bool, "Whether the mount or its file system is read-only.")
    static let nosuid = FactCard("mounts.mount.nosuid", .bool, "Whether setuid bits are ignored.")
    static let nodev = FactCard("mounts.mount.nodev", .bool, "Whether devices are ignored.")
    static let noexec = FactCard("mounts.mount.noexec", .bool, "Whether programs cannot run.")
    static let answers = FactCard(
        "mounts.mount.answers", .bool,
        "Whether statfs(2) came back within the patience of a touch.",
        keeping: .gauge)
    static let silent = FactCard(
        "mounts.mount.silent", .duration,
        "How long it has not answered: the age of the oldest observer that waits for it.",
        keeping: .gauge)

    /// What the probe asks and yields.
    public static let card = ProbeCard(
        "mounts", "Do the mounts that payloads need travel into containers, and do they answer?",
        sources: ["/proc/1/mountinfo", "/proc/self/mountinfo", "statfs(2) in an observer"],
        facts: [
            source, autofsRoots, point, type, propagation, readonly, nosuid, nodev, noexec,
            answers, silent,
        ],
        subjects: [
            SubjectCard(
                "mounts.mount", roster: roster,
                "A path that somebody watches (/, /cvmfs, bind sources) or the point of a mount "
                    + "that may block.")
        ],
        mayBlock: true,
        privilege: "With hidepid an ordinary user sees only its own mount table.")

    /// As many mounts are touched at once.
    private static let width = 16
    /// More mounts that may block than this are not touched.
    private static let touchedAtMost = 256

    /// Reads the table and touches what may block.
    public static func observe(_ node: any NodeView, watching: WatchList) async -> [Fact] {
        var notes = Notes()
        do {
            let (table, path) = try await table(of: node)
            notes.note(source, .string(path), from: path)
            let roots = table.mounts.filter { $0.type == "autofs" }.map(\.point)
            notes.note(autofsRoots, .paths(Set(roots)), from: path)
            await note(table, from: path, on: node, watching, into: &notes)
        } catch {
            for card in [source, autofsRoots, roster] {
                notes.note(card, missing: error, from: node.mountTablePath)
            }
        }
        return notes.facts
    }

    /// PID 1's table, or our own where that is hidden.
    static func table(
        of node: any NodeView
    ) async throws(Absence) -> (table: MountTable, path: String) {
        let (first, own) = (node.mountTablePath, "/proc/self/mountinfo")
        do {
            let text = try await node.text(of: first)
            return (try MountTable(parsing: text, from: first), first)
        } catch  where first != own && [.absent, .forbidden].contains(error.reason) {
            return (try MountTable(parsing: try await node.text(of: own), from: own), own)
        }
    }

    private static func note(
        _ table: MountTable, from origin: String, on node: any NodeView, _ watching: WatchList,
        into notes: inout Notes
    ) async {
        let kinds = ["mounts.mount", "binds.bind"]
        let watched = Set(kinds.flatMap(watching.names) + ["/", "/cvmfs"])
        let asked = table.mounts.filter { $0.mayBlock && $0.type != "autofs" && !$0.isImageFile }
        let blocking = Set(asked.map(\.point))
        notes.note(roster, .list(watched.union(blocking).sorted()), from: origin)
        for path in watched.sorted() {
            if let mount = table.covering(path) {
                note(mount, of: path, from: origin, into: &notes)
            } else {
                let absence = Absence(.absent, "\(origin): no mount shows \(path)")
                for card in [point, type, propagation, readonly, nosuid, nodev, noexec] {
                    notes.note(card, of: path, missing: absence, from: origin)
                }
            }
        }
        await touch(blocking.sorted(), node, into: &notes)
    }

    private static func note(
        _ mount: Mount, of path: String, from origin: String, into notes: inout Notes
    ) {
        let all = mount.options.union(mount.superOptions)
        notes.note(point, of: path, .string(mount.point), from: origin)
        notes.note(type, of: path, .string(mount.type), from: origin)
        notes.note(propagation, of: path, .string(mount.propagationWord), from: origin)
        notes.note(readonly, of: path, .bool(all.contains("ro")), from: origin)
        notes.note(nosuid, of: path, .bool(mount.options.contains("nosuid")), from: origin)
        notes.note(nodev, of: path, .bool(mount.options.contains("nodev")), from: origin)
        notes.note(noexec, of: path, .bool(mount.options.contains("noexec")), from: origin)
    }

    /// Asks every one for its size, a few at a time.
    private static func touch(
        _ points: [String], _ node: any NodeView, into notes: inout Notes
    ) async {
        var answered: [String: Touch] = [:]
        var waiting = points.prefix(touchedAtMost).makeIterator()
        await withTaskGroup(of: Touch.self) { group in
            func next() {
                guard let point = waiting.next() else { return }
                group.addTask { await Touch(of: point, on: node) }
            }
            for _ in 0..<width { next() }
            for await touch in group {
                answered[touch.point] = touch
                next()
            }
        }
        for point in points {
            let refusal = Absence(.notTried, "more than \(touchedAtMost) mounts that may block")
            let answer = answered[point]?.answer ?? .failure(refusal)
            await note(answer, of: point, node, into: &notes)
        }
    }

    private static func note(
        _ answer: Result<Capacity, Absence>, of point: String, _ node: any NodeView,
        into notes: inout Notes
    ) async {
        let origin = "statfs(\(point))"
        switch answer {
        case .success:
            notes.note(answers, of: point, .bool(true), from: origin)
            notes.note(silent, of: point, missing: Absence(.absent, "it answers"), from: origin)
        case .failure(let absence) where absence.reason == .hung:
            notes.note(answers, of: point, missing: absence, from: origin)
            await notes.note(silent, of: point, from: origin) { () async throws(Absence) in
                .duration(try await node.silence(of: point))
            }
        case .failure(let absence):
            notes.note(answers, of: point, missing: absence, from: origin)
            notes.note(silent, of: point, missing: absence, from: origin)
        }
    }
}

/// What asking one mount for its size came to. A type of its own: a tuple with a
/// `Result` in a task group crashes when optimised (Swift 6.3.1).
private struct Touch: Sendable {
    let point: String
    let answer: Result<Capacity, Absence>

    init(of point: String, on node: any NodeView) async {
        self.point = point
        do throws(Absence) {
            answer = .success(try await node.capacity(of: point))
        } catch {
            answer = .failure(error)
        }
    }
}
