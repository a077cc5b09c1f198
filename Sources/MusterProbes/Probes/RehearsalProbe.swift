public import MusterModel

/// Whether an ordinary user can set up a container here, rehearsed without a
/// runtime: what an unprivileged one does, step by step.
public enum RehearsalProbe: Probe {
    static let works = FactCard(
        "rehearsal.run.works", .bool,
        "Whether an ordinary user set up a container's namespaces, root, binds and /proc, and read "
            + "back what was bound.")
    static let step = FactCard(
        "rehearsal.run.step", .string,
        "The last step: scratch, create, map, ipc, pid, private, session, overlay, underlay, bind, "
            + "readonly, fork, proc, pivot, read or write.")
    static let error = FactCard(
        "rehearsal.run.error", .string, "The kernel's answer to that step; none where it works.")
    static let cause = FactCard(
        "rehearsal.run.cause", .string,
        "What that answer means here: none, disk-full, scratch-refused, disabled, exhausted, "
            + "outer-limit, nesting, sysctl, apparmor, unsupported, proc-masked or denied.")
    static let layout = FactCard(
        "rehearsal.run.layout", .string,
        "How bind points that the image lacks were made: overlay or underlay.")
    static let overlayError = FactCard(
        "rehearsal.run.overlay-error", .string,
        "Why the overlay was refused; none where it was not.")
    static let pivot = FactCard(
        "rehearsal.run.pivot", .string, "How the root was changed: pivot_root, or chroot.")
    static let mode = FactCard(
        "rehearsal.run.mode", .string,
        "What uid_map says inside: unprivileged, fakeroot or privileged.")
    static let userKept = FactCard(
        "rehearsal.run.user-kept", .bool, "Whether user and group have the same ids inside.")
    static let pidIsolated = FactCard(
        "rehearsal.run.pid-isolated", .bool,
        "Whether the container had process numbers of its own, beginning with 1.")
    static let ipcIsolated = FactCard(
        "rehearsal.run.ipc-isolated", .bool, "Whether the container had shared memory of its own.")
    static let uts = FactCard(
        "rehearsal.run.uts", .bool, "Whether it could have had a host name of its own.")
    static let hostHidden = FactCard(
        "rehearsal.run.host-hidden", .bool, "Whether the node's own root was out of reach inside.")
    static let took = FactCard(
        "rehearsal.run.took", .duration, "How long the rehearsal took.", keeping: .gauge)
    static let shown = FactCard(
        "rehearsal.binds.shown", .paths, "The watched bind sources that appeared inside.")
    static let failed = FactCard(
        "rehearsal.binds.failed", .list,
        "Those that could not be bound, as path: the kernel's answer; sorted.")
    static let skipped = FactCard(
        "rehearsal.binds.skipped", .list,
        "Those that were not tried, as path: why; sorted.")

    /// What the probe asks and yields.
    public static let card = ProbeCard(
        "rehearsal", "Could a container be set up here without privilege?",
        sources: ["live attempts in /tmp, as an ordinary user, without any runtime"],
        facts: ended + inside + binds, mayBlock: true)

    private static let ended = [works, step, error, cause]
    private static let inside = [
        layout, overlayError, pivot, mode, userKept, pidIsolated, ipcIsolated, uts, hostHidden,
        took,
    ]
    private static let binds = [shown, failed, skipped]

    /// Rehearses twice, side by side: once with nothing of the node's, and once with
    /// the watched binds, so that a bind that hangs costs its own answer alone.
    public static func observe(_ node: any NodeView, watching: WatchList) async -> [Fact] {
        let plain = Attempt.rehearsal(RehearsalOrder(folder: OverlayProbe.scratch))
        async let run = Result.of { () async throws(Absence) in try await node.attempt(plain) }
        async let bound = boundFacts(on: node, watching.names(of: "binds.bind"))
        var notes = Notes()
        await note(await run, on: node, into: &notes)
        return notes.facts + (await bound)
    }

    private static let origin =
        "unshare(2), mount(2), pivot_root(2) below \(OverlayProbe.scratch)"

    private static func note(
        _ end: Result<AttemptEnd, Absence>, on node: any NodeView, into notes: inout Notes
    ) async {
        switch end {
        case .failure(let absence):
            for card in ended + inside { notes.note(card, missing: absence, from: origin) }
        case .success(let end):
            notes.note(works, .bool(end.works), from: origin)
            notes.note(step, .string(end.step), from: origin)
            notes.note(error, .string(end.error ?? "none"), from: origin)
            let limits = await Limits(of: node)
            notes.note(cause, .string(RehearsalCause.named(end, limits)), from: origin)
            noteInside(end, into: &notes)
        }
    }

    private static func noteInside(_ end: AttemptEnd, into notes: inout Notes) {
        func value(_ name: String) -> Result<String, Absence> {
            if let text = end.seen[name] { return .success(text) }
            return .failure(Absence(.absent, "nothing inside: it ended at the step \(end.step)"))
        }
        func note(_ card: FactCard, _ value: Result<FactValue, Absence>) {
            notes.note(card, settled: value, from: origin)
        }
        func flag(_ card: FactCard, _ name: String) {
            note(card, value(name).map { .bool($0 == "yes") })
        }
        note(layout, value("layout").map(FactValue.string))
        note(
            overlayError,
            value("layout").map { _ in .string(end.seen["overlay-error"] ?? "none") })
        note(pivot, value("pivot").map(FactValue.string))
        note(
            mode,
            value("uid-map").trying { map throws(Absence) in
                .string(try ContainerMode(uidMap: map, outside: nil).rawValue)
            })
        note(
            userKept,
            value("uid").map { uid in
                .bool(
                    uid == end.seen["outside-uid"] && end.seen["gid"] == end.seen["outside-gid"])
            })
        flag(pidIsolated, "pid-isolated")
        flag(ipcIsolated, "ipc-isolated")
        flag(uts, "uts")
        flag(hostHidden, "host-hidden")
        note(
            took,
            value("took-ms").trying { text throws(Absence) in
                guard let time = Int64(text), time >= 0 else {
                    throw Absence(.malformed, "took-ms: \(text.excerpt), needed a number")
                }
                return .duration(.milliseconds(time))
            })
    }

    // MARK: - Binds

    private static func boundFacts(on node: any NodeView, _ paths: [String]) async -> [Fact] {
        let choice = await BindChoice(of: paths, on: node)
        var notes = Notes()
        notes.note(skipped, .list(choice.skipped), from: "watch list")
        let order = RehearsalOrder(folder: OverlayProbe.scratch, binds: choice.paths)
        let end = await Result.of { () async throws(Absence) in
            if order.binds.isEmpty { return AttemptEnd(works: true, step: "read") }
            let end = try await node.attempt(.rehearsal(order))
            guard end.works else {
                throw Absence(.absent, "nothing inside: it ended at the step \(end.step)")
            }
            return end
        }
        func lines(_ name: String) -> Result<[String], Absence> {
            end.map { ($0.seen[name] ?? "").split(separator: "\n").map(String.init) }
        }
        notes.note(
            shown, settled: lines("binds").map { .paths(Set($0)) }, from: origin)
        notes.note(
            failed, settled: lines("binds-failed").map { .list($0.sorted()) }, from: origin)
        return notes.facts
    }
}
