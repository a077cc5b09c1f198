/// What the end of a rehearsal means on this node.
enum RehearsalCause {
    /// The cause as `rehearsal.run.cause` names it.
    static func named(_ end: AttemptEnd, _ limits: Limits) -> String {
        if end.works { return "none" }
        switch (end.step, end.error) {
        case ("scratch", "ENOSPC"), ("scratch", "EDQUOT"), ("session", "ENOSPC"): return "disk-full"
        case ("scratch", _): return "scratch-refused"
        // Mounting a new /proc needs one outside of which nothing is covered
        // (kernel fs/namespace.c, mount_too_revealing): engines cover parts of it.
        case ("proc", "EPERM"): return "proc-masked"
        case ("ipc", "ENOSPC"), ("pid", "ENOSPC"):
            return limits.isInside ? "outer-limit" : "exhausted"
        case ("ipc", "EINVAL"), ("pid", "EINVAL"): return "unsupported"
        default: return limits.cause(of: end)
        }
    }
}

extension Limits {
    /// What the node says of itself.
    init(of node: any NodeView) async {
        let files = (
            "/proc/sys/user/max_user_namespaces", "/proc/sys/kernel/unprivileged_userns_clone",
            "/proc/sys/kernel/apparmor_restrict_unprivileged_userns"
        )
        await self.init(of: node, in: [])
        users = try? await node.number(of: files.0)
        cloneAllowed = (try? await node.number(of: files.1)).map { $0 != 0 }
        apparmorRestricts = (try? await node.number(of: files.2)).map { $0 != 0 }
    }
}
