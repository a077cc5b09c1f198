/// How control groups are mounted.
enum CgroupLayout: String, Hashable, Sendable {
    case v1, v2, hybrid
    /// Not mounted at all.
    case unmounted = "none"

    /// The layout in a mount table: v2 where the unified tree is on /sys/fs/cgroup
    /// or alone, hybrid where it stands beside old trees (systemd.io, "Control Group
    /// APIs and Delegation").
    init(_ table: MountTable) {
        let old = table.mounts.contains { $0.type == "cgroup" }
        let unified = table.mounts.contains { $0.type == "cgroup2" }
        let onTop = table.mounted(on: "/sys/fs/cgroup")?.type == "cgroup2"
        self = unified ? (old && !onTop ? .hybrid : .v2) : (old ? .v1 : .unmounted)
    }

    /// Where the unified tree is mounted; nil without one.
    static func unifiedPoint(in table: MountTable) -> String? {
        let points = table.mounts.filter { $0.type == "cgroup2" }.map(\.point)
        return points.contains("/sys/fs/cgroup") ? "/sys/fs/cgroup" : points.first
    }

    /// Options of an old tree that are no controllers (cgroups(7), Linux
    /// `cgroup1_show_options`).
    private static let plainOptions: Set<String> = [
        "rw", "ro", "seclabel", "noprefix", "xattr", "clone_children", "cpuset_v2_mode", "none",
        "favordynmods",
    ]

    /// The controllers of all old trees.
    static func oldControllers(in table: MountTable) -> Set<String> {
        let options = table.mounts.filter { $0.type == "cgroup" }.flatMap(\.superOptions)
        return Set(options.filter { !plainOptions.contains($0) && !$0.contains("=") })
    }
}
