/// A part of the kernel that containers need.
enum KernelFeature: String, Hashable, Sendable, CaseIterable {
    case overlay, squashfs, fuse
    case userns, mntns, pidns, ipcns, utsns, netns, cgroupns, timens
    case seccomp, ia32

    /// How the kernel has it.
    enum State: String, Hashable, Sendable {
        case builtin, module, absent
    }

    /// Whether it is a file system, which may come as a module of the same name.
    var isFileSystem: Bool { [.overlay, .squashfs, .fuse].contains(self) }

    /// The option that builds it; nil for mount namespaces, which every kernel has
    /// (namespaces(7): since Linux 2.4.19).
    var option: String? {
        switch self {
        case .overlay: "OVERLAY_FS"
        case .squashfs: "SQUASHFS"
        case .fuse: "FUSE_FS"
        case .userns: "USER_NS"
        case .mntns: nil
        case .pidns: "PID_NS"
        case .ipcns: "IPC_NS"
        case .utsns: "UTS_NS"
        case .netns: "NET_NS"
        case .cgroupns: "CGROUPS"
        case .timens: "TIME_NS"
        case .seccomp: "SECCOMP_FILTER"
        case .ia32: "IA32_EMULATION"
        }
    }

    /// Its name in `/proc/self/ns`; nil for what is no namespace.
    var namespaceFile: String? {
        switch self {
        case .userns: "user"
        case .mntns: "mnt"
        case .pidns: "pid"
        case .ipcns: "ipc"
        case .utsns: "uts"
        case .netns: "net"
        case .cgroupns: "cgroup"
        case .timens: "time"
        case .overlay, .squashfs, .fuse, .seccomp, .ia32: nil
        }
    }

    /// Where it is looked for, whatever decides in the end: one text, so that a module
    /// that happens to be loaded on one of two equal nodes does not part them.
    var origin: String {
        if isFileSystem { return "/proc/filesystems, /proc/modules, modules.dep, kernel config" }
        if namespaceFile != nil { return "/proc/self/ns, kernel config" }
        return self == .seccomp
            ? "/proc/sys/kernel/seccomp/actions_avail, /proc/self/status, kernel config"
            : "/proc/sys/abi/vsyscall32, /proc/cmdline, kernel config"
    }
}
