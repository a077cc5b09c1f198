internal import MusterModel

/// File systems that several nodes see, from the mount table.
enum SharedMounts {
    /// Types of network and cluster file systems (field guide §3 and the mount
    /// helpers of their packages).
    private static let types: Set<String> = [
        "nfs", "nfs4", "ceph", "lustre", "gpfs", "mmfs", "beegfs", "panfs", "cifs", "smb3", "9p",
        "afs", "glusterfs", "orangefs", "pvfs2", "wekafs",
    ]

    /// Where they are mounted for writing: what root inside a docker container could
    /// change for the whole site.
    static func writable(in table: MountTable) -> Set<String> {
        let shared = table.mounts.filter { mount in
            !mount.options.contains("ro") && !mount.superOptions.contains("ro")
                && (types.contains(mount.type) || isSharedFuse(mount))
        }
        return Set(shared.map(\.point))
    }

    /// CVMFS cannot be written; other FUSE file systems with a server name the
    /// server or themselves in the type.
    private static func isSharedFuse(_ mount: Mount) -> Bool {
        let name = mount.type.hasPrefix("fuse.") ? String(mount.type.dropFirst(5)) : ""
        return [
            "glusterfs", "ceph", "ceph-fuse", "sshfs", "s3fs", "mfs", "lizardfs", "gpfs",
            "davfs",
        ].contains(name)
    }
}
