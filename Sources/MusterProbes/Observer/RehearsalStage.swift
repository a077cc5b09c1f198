internal import CLinux
internal import Glibc
internal import MusterModel

/// The second and the third process of a rehearsal: what happens inside the
/// namespaces. Never removes anything: its mounts end with it.
struct RehearsalStage {
    /// The folder with the image and what is bound into it.
    let scratch: ScratchFolder
    /// Paths of the node to bind.
    let binds: [String]

    /// What has been learnt before PID 1 starts.
    private struct Notes {
        var seen: [String: String] = [:]
        var shown: [String] = []
        var failed: [String] = []
    }

    private var session: String { scratch.path + "/session" }
    private var root: String { session + "/root" }

    /// Everything up to the child that is PID 1; nil where that one answers.
    func play() -> AttemptEnd? {
        var notes = Notes()
        do throws(StepFailure) {
            let outside = try enterNamespaces(&notes)
            try layOut(&notes)
            try bindAll(&notes)
            let pid = muster_fork()
            if pid == 0 {
                muster_die_with_parent(SIGKILL)
                return inside(outside, notes)
            }
            try StepFailure.call("fork", pid)
            waitpid(pid, nil, 0)
            return nil
        } catch {
            return error.end(seen: notes.seen)
        }
    }

    // MARK: - Namespaces

    /// The order of Apptainer's starter: user and mount first, because only they
    /// make the others allowed.
    private func enterNamespaces(_ notes: inout Notes) throws(StepFailure) -> [String: String] {
        let (user, group) = (getuid(), getgid())
        let outside = Self.namespaces
        notes.seen["outside-uid"] = String(user)
        notes.seen["outside-gid"] = String(group)
        try StepFailure.check("create", muster_unshare(muster_clone_newuser | muster_clone_newns))
        // Kernels before 3.19 have no setgroups file and need none.
        if access("/proc/self/setgroups", F_OK) == 0 {
            try write("deny", to: "/proc/self/setgroups")
        }
        try write("\(user) \(user) 1", to: "/proc/self/uid_map")
        try write("\(group) \(group) 1", to: "/proc/self/gid_map")
        try StepFailure.check("ipc", muster_unshare(muster_clone_newipc))
        try StepFailure.check("pid", muster_unshare(muster_clone_newpid))
        // No pilot asks for a host name of its own: it is noted and not needed.
        notes.seen["uts"] = muster_unshare(muster_clone_newuts) == 0 ? "yes" : "no"
        return outside
    }

    private func write(_ text: String, to path: String) throws(StepFailure) {
        let file = open(path, O_WRONLY | O_CLOEXEC)
        try StepFailure.call("map", file)
        defer { close(file) }
        try StepFailure.call("map", Int32(Glibc.write(file, text, text.utf8.count)))
    }

    /// The namespaces that this process is in, as /proc names them.
    private static var namespaces: [String: String] {
        var found: [String: String] = [:]
        for kind in ["pid", "ipc"] {
            var buffer = [CChar](repeating: 0, count: 64)
            let length = readlink("/proc/self/ns/\(kind)", &buffer, buffer.count)
            guard length > 0 else { continue }
            found[kind] = String(
                decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        return found
    }

    // MARK: - Layout

    private static let ownPoints = ["/muster-writable", "/muster-readonly"]

    /// A root that has the image's content and the bind points that it lacks: by an
    /// overlay of two read-only layers as Apptainer makes it, else by an underlay.
    private func layOut(_ notes: inout Notes) throws(StepFailure) {
        try StepFailure.call("private", mount("none", "/", nil, UInt(MS_REC | MS_PRIVATE), nil))
        try StepFailure.call("session", mount("muster", session, "tmpfs", 0, "size=4m,mode=700"))
        try StepFailure.call("session", mkdir(root, 0o755))
        do throws(StepFailure) {
            try overlay()
            notes.seen["layout"] = "overlay"
        } catch {
            notes.seen["overlay-error"] = "\(error.step): \(ErrnoName.of(error.code))"
            try underlay()
            notes.seen["layout"] = "underlay"
        }
    }

    /// With `userxattr` first (Linux 5.11), without it for kernels whose vendor
    /// brought unprivileged overlays back in another way.
    private func overlay() throws(StepFailure) {
        let points = session + "/points"
        try StepFailure.call("overlay", mkdir(points, 0o755))
        for path in Self.ownPoints + binds { try? makePoint(path, below: points) }
        let layers = "lowerdir=\(points):\(scratch.path)/image"
        if mount("muster", root, "overlay", UInt(MS_NODEV), layers + ",userxattr") == 0 { return }
        try StepFailure.call("overlay", mount("muster", root, "overlay", UInt(MS_NODEV), layers))
    }

    /// A skeleton on the session's tmpfs: bind points as empty folders, and what the
    /// image holds beside them bound into place.
    private func underlay() throws(StepFailure) {
        try StepFailure.call("underlay", mount(root, root, nil, UInt(MS_BIND), nil))
        for path in Self.ownPoints + binds { try? makePoint(path, below: root) }
        try? makePoint("/proc", below: root)
        try makeFile(root + "/muster-image", step: "underlay")
        let image = scratch.path + "/image/muster-image"
        try StepFailure.call(
            "underlay", mount(image, root + "/muster-image", nil, UInt(MS_BIND), nil))
    }

    /// The folders that lead to a bind point, and the point: a folder for a folder,
    /// an empty file for everything else.
    private func makePoint(_ path: String, below folder: String) throws(StepFailure) {
        var at = folder
        let names = path.parts(by: "/")
        for name in names.dropLast() {
            at += "/" + name
            mkdir(at, 0o755)
        }
        at += "/" + (names.last ?? "")
        var status = stat()
        let isFile =
            !Self.ownPoints.contains(path) && stat(path, &status) == 0
            && status.st_mode & S_IFMT != S_IFDIR
        if isFile { try makeFile(at, step: "point") } else { mkdir(at, 0o755) }
    }

    private func makeFile(_ path: String, step: String) throws(StepFailure) {
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        try StepFailure.call(step, file)
        close(file)
    }

    // MARK: - Binds

    private func bindAll(_ notes: inout Notes) throws(StepFailure) {
        for (name, point) in zip(["writable", "readonly"], Self.ownPoints) {
            let source = "\(scratch.path)/\(name)"
            try StepFailure.call("bind", mount(source, root + point, nil, UInt(MS_BIND), nil))
        }
        try makeReadonly(root + "/muster-readonly")
        for path in binds {
            // With everything below: a namespace of an ordinary user may not uncover
            // what other mounts hide (mount_namespaces(7)).
            if mount(path, root + path, nil, UInt(MS_BIND | MS_REC), nil) == 0 {
                notes.shown.append(path)
            } else {
                notes.failed.append("\(path): \(ErrnoName.of(errno))")
            }
        }
    }

    /// Options that the file system came with are locked and have to be repeated
    /// (mount_namespaces(7)).
    private func makeReadonly(_ path: String) throws(StepFailure) {
        var found = statvfs()
        try StepFailure.call("readonly", statvfs(path, &found))
        let locked =
            found.f_flag & UInt(MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME | MS_NODIRATIME)
        let flags = UInt(MS_BIND | MS_REMOUNT | MS_RDONLY) | locked
        try StepFailure.call("readonly", mount("none", path, nil, flags, nil))
    }

    // MARK: - Inside

    /// As PID 1: mounts /proc, moves into the new root and looks around.
    private func inside(_ outside: [String: String], _ notes: Notes) -> AttemptEnd {
        var seen = notes.seen
        do throws(StepFailure) {
            // While the old /proc is in sight: the kernel gives a new one only where
            // there is one that nothing covers (fs/namespace.c, mount_too_revealing).
            let flags = UInt(MS_NOSUID | MS_NODEV | MS_NOEXEC)
            try StepFailure.call("proc", mount("proc", root + "/proc", "proc", flags, nil))
            seen["pivot"] = try pivot()
            try look(outside, &seen)
        } catch {
            return error.end(seen: seen)
        }
        seen["binds"] = notes.shown.filter { access($0, F_OK) == 0 }.joined(separator: "\n")
        let hidden = notes.shown.filter { access($0, F_OK) != 0 }.map { "\($0): not seen inside" }
        seen["binds-failed"] = (notes.failed + hidden).joined(separator: "\n")
        return AttemptEnd(works: true, step: "read", seen: seen)
    }

    /// pivot_root(2), and where it is refused (a root on ramfs) chroot(2), as
    /// runtimes do.
    private func pivot() throws(StepFailure) -> String {
        try StepFailure.call("pivot", chdir(root))
        if muster_pivot_root_here() == 0 {
            try StepFailure.call("pivot", umount2(".", Int32(MNT_DETACH)))
            try StepFailure.call("pivot", chdir("/"))
            return "pivot_root"
        }
        try StepFailure.call("pivot", chroot("."))
        try StepFailure.call("pivot", chdir("/"))
        return "chroot"
    }

    private func look(
        _ outside: [String: String], _ seen: inout [String: String]
    ) throws(StepFailure) {
        seen["uid"] = String(getuid())
        seen["gid"] = String(getgid())
        seen["pid"] = String(getpid())
        seen["uid-map"] =
            Self.text("/proc/self/uid_map")?.split(separator: "\n").first
            .map(String.init) ?? ""
        let inside = Self.namespaces
        for kind in ["pid", "ipc"] {
            seen["\(kind)-isolated"] =
                inside[kind] != nil && inside[kind] != outside[kind] ? "yes" : "no"
        }
        for path in ["/muster-image", "/muster-writable/token", "/muster-readonly/token"]
        where Self.text(path) != scratch.token {
            throw StepFailure(step: "read", code: ENOENT)
        }
        try makeFile("/muster-writable/written", step: "write")
        let file = open("/muster-readonly/written", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        if file >= 0 {
            close(file)
            throw StepFailure(step: "readonly", code: EEXIST)
        }
        seen["host-hidden"] = access(scratch.path, F_OK) == 0 ? "no" : "yes"
    }

    private static func text(_ path: String) -> String? {
        guard let file = try? Descriptor.open(path, O_RDONLY) else { return nil }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = buffer.withUnsafeMutableBytes { read(file.number, $0.baseAddress, $0.count) }
        return count < 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self)
    }
}
