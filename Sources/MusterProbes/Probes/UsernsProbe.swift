public import MusterModel

/// Whether ordinary users can make user namespaces: what the switches say, and a
/// live attempt that counts only when something was mounted inside.
public enum UsernsProbe: Probe {
    static let userLimit = FactCard(
        "userns.limit.user", .integer,
        "The most user namespaces one user may have (user.max_user_namespaces); 0 turns them off.")
    static let netLimit = FactCard(
        "userns.limit.net", .integer,
        "The most network namespaces one user may have (user.max_net_namespaces).")
    static let cloneAllowed = FactCard(
        "userns.clone.allowed", .bool,
        "kernel.unprivileged_userns_clone, a switch of Debian's and Arch's kernels.")
    static let apparmor = FactCard(
        "userns.apparmor.restricted", .bool,
        "kernel.apparmor_restrict_unprivileged_userns: only programs with an AppArmor profile "
            + "get capabilities inside (Ubuntu 23.10 and later).")
    static let works = FactCard(
        "userns.attempt.works", .bool,
        "Whether an ordinary user made a user namespace, was mapped and mounted a tmpfs inside.")
    static let step = FactCard(
        "userns.attempt.step", .string,
        "The last step of the attempt: create, map, tmpfs.")
    static let error = FactCard(
        "userns.attempt.error", .string, "The kernel's answer to that step; none where it works.")
    static let cause = FactCard(
        "userns.attempt.cause", .string,
        "What that answer means here: none, disabled, exhausted, outer-limit, nesting, sysctl, "
            + "apparmor, unsupported or denied.")

    /// What the probe asks and yields.
    public static let card = ProbeCard(
        "userns", "Can ordinary users make user namespaces here?",
        sources: [
            "/proc/sys/user/max_user_namespaces", "/proc/sys/user/max_net_namespaces",
            "/proc/sys/kernel/unprivileged_userns_clone",
            "/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "/proc/self/uid_map",
            "a live attempt as an ordinary user",
        ],
        facts: [
            userLimit, netLimit, cloneAllowed, apparmor, works, step, error, cause,
        ])

    /// Reads the switches and makes the attempt.
    public static func observe(_ node: any NodeView, watching: WatchList) async -> [Fact] {
        async let attempt = end(of: node)
        var notes = Notes()
        for (card, path) in [
            (userLimit, "/proc/sys/user/max_user_namespaces"),
            (netLimit, "/proc/sys/user/max_net_namespaces"),
        ] {
            await notes.note(card, from: path) { () async throws(Absence) in
                .integer(try await node.number(of: path))
            }
        }
        for (card, path) in [
            (cloneAllowed, "/proc/sys/kernel/unprivileged_userns_clone"),
            (apparmor, "/proc/sys/kernel/apparmor_restrict_unprivileged_userns"),
        ] {
            await notes.note(card, from: path) { () async throws(Absence) in
                try await flag(path, node)
            }
        }
        await note(await attempt, on: node, into: &notes)
        return notes.facts
    }

    /// A switch that some kernels have: where it is missing the kernel has none.
    private static func flag(
        _ path: String, _ node: any NodeView
    ) async throws(Absence) -> FactValue {
        do {
            return .bool(try await node.number(of: path) != 0)
        } catch  where error.reason == .absent {
            throw Absence(.unsupported, "\(path): this kernel has no such switch")
        }
    }

    private static func end(of node: any NodeView) async -> Result<AttemptEnd, Absence> {
        do { return .success(try await node.attempt(.userNamespace)) } catch {
            return .failure(error)
        }
    }

    private static func note(
        _ attempt: Result<AttemptEnd, Absence>, on node: any NodeView, into notes: inout Notes
    ) async {
        let origin = "unshare(CLONE_NEWUSER | CLONE_NEWNS), uid_map, mount(tmpfs)"
        switch attempt {
        case .failure(let absence):
            for card in [works, step, error, cause] {
                notes.note(card, missing: absence, from: origin)
            }
        case .success(let end):
            notes.note(works, .bool(end.works), from: origin)
            notes.note(step, .string(end.step), from: origin)
            notes.note(error, .string(end.error ?? "none"), from: origin)
            let limits = await Limits(of: node, in: notes.facts)
            notes.note(cause, .string(limits.cause(of: end)), from: origin)
        }
    }
}

/// What decides the meaning of the kernel's answer; the cases are those of
/// Apptainer's own messages (cmd/starter/c/starter.c).
struct Limits: Hashable, Sendable {
    /// `user.max_user_namespaces`.
    var users: Int64?
    /// `kernel.unprivileged_userns_clone`.
    var cloneAllowed: Bool?
    /// `kernel.apparmor_restrict_unprivileged_userns`.
    var apparmorRestricts: Bool?
    /// Whether /proc/self/ns has no `user`.
    var kernelHasNone = false
    /// Whether this is itself inside a user namespace.
    var isInside = false

    /// The cause of an attempt's end, as `userns.attempt.cause` names it.
    func cause(of end: AttemptEnd) -> String {
        if end.works { return "none" }
        switch (end.step, end.error) {
        case ("create", "EINVAL"), ("create", "ENOSYS"):
            return kernelHasNone ? "unsupported" : "disabled"
        case ("create", "EUSERS"): return users == 0 ? "disabled" : "nesting"
        case ("create", "ENOSPC"):
            if users == 0 { return "disabled" }
            return isInside ? "outer-limit" : "exhausted"
        default:
            if cloneAllowed == false { return "sysctl" }
            return apparmorRestricts == true ? "apparmor" : "denied"
        }
    }
}

extension Limits {
    /// What the notes and the node say.
    init(of node: any NodeView, in facts: [Fact]) async {
        func value(_ card: FactCard) -> FactValue? {
            facts.first { $0.key.name == card.name }?.reading.value
        }
        if case .integer(let number) = value(UsernsProbe.userLimit) { users = number }
        if case .bool(let flag) = value(UsernsProbe.cloneAllowed) { cloneAllowed = flag }
        if case .bool(let flag) = value(UsernsProbe.apparmor) { apparmorRestricts = flag }
        if let names = try? await node.names(in: "/proc/self/ns") {
            kernelHasNone = !names.contains("user")
        }
        if let map = try? await node.text(of: "/proc/self/uid_map") {
            // The first namespace maps all ids onto themselves (user_namespaces(7)).
            let words = map.split { $0 == " " || $0 == "\n" }
            isInside = !words.isEmpty && words != ["0", "0", "4294967295"]
        }
    }
}
