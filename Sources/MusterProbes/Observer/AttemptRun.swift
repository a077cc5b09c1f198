internal import CLinux
internal import Glibc
internal import MusterModel

/// One live attempt, in the process that was started for it alone.
///
/// Prints its answer as one line of JSON. Everything it mounts lies in a mount
/// namespace of its own and goes with the process; the scratch folder it makes is
/// removed by it, also when nobody waits for the answer any more.
public struct AttemptRun {
    private let attempt: Attempt
    private let patience: Int64

    /// The attempt that `question` writes (`attempt userns`); nil for any other.
    /// - Parameter patience: how long what it starts may take, milliseconds.
    public init?(_ question: String, patience: Int64 = 10_000) {
        guard case .attempt(let attempt)? = Question(question) else { return nil }
        self.attempt = attempt
        self.patience = patience
    }

    /// Makes the attempt.
    /// - Returns: the answer as a line of JSON.
    public func perform() -> String {
        do {
            switch attempt {
            case .userNamespace: return try end(inUserNamespace())
            case .privilegedOverlay(let folder):
                return try end(
                    inScratch(folder) { (scratch) throws(StepFailure) in
                        try overlay(scratch, options: "", asRoot: true)
                    })
            case .unprivilegedOverlay(let folder):
                return try end(inScratch(folder, overlayInUserNamespace))
            case .rehearsal(let order):
                return Answer.attempt(RehearsalRun(order: order).perform()).json.canonicalText
            case .smoke(let order):
                let run = SmokeRun(order: order, deadline: .now + patience)
                return Answer.attempt(run.perform()).json.canonicalText
            }
        } catch {
            return Answer.attempt(error.end()).json.canonicalText
        }
    }

    private func end(_ step: String) -> String {
        Answer.attempt(AttemptEnd(works: true, step: step)).json.canonicalText
    }

    /// A namespace counts only when the user was mapped and a tmpfs mounted inside:
    /// Ubuntu 24.04 lets everybody create one and takes its capabilities away.
    private func inUserNamespace() throws(StepFailure) -> String {
        try enterUserNamespace()
        try StepFailure.call("tmpfs", mount("muster", mountPoint, "tmpfs", 0, "size=64k"))
        return "tmpfs"
    }

    /// Any folder will do: the mount is seen by this process alone.
    private var mountPoint: String {
        ["/tmp", "/mnt", "/var"].first { access($0, F_OK) == 0 } ?? "/"
    }

    private func enterUserNamespace() throws(StepFailure) {
        let (user, group) = (getuid(), getgid())
        try StepFailure.check("create", muster_unshare(muster_clone_newuser | muster_clone_newns))
        // Kernels before 3.19 have no setgroups file and need none.
        if access("/proc/self/setgroups", F_OK) == 0 {
            try write("deny", to: "/proc/self/setgroups")
        }
        try write("0 \(user) 1", to: "/proc/self/uid_map")
        try write("0 \(group) 1", to: "/proc/self/gid_map")
    }

    private func write(_ text: String, to path: String) throws(StepFailure) {
        let file = open(path, O_WRONLY | O_CLOEXEC)
        try StepFailure.call("map", file)
        defer { close(file) }
        try StepFailure.call("map", Int32(Glibc.write(file, text, text.utf8.count)))
    }

    /// Makes a folder of our own below `folder` and removes it whatever happens.
    private func inScratch(
        _ folder: String, _ body: (String) throws(StepFailure) -> String
    ) throws(StepFailure) -> String {
        let scratch = try ScratchFolder(below: folder)
        defer { scratch.remove() }
        for part in ["lower", "upper", "work", "merged"] { try scratch.folder(part) }
        return try body(scratch.path)
    }

    /// With `userxattr` first (Linux 5.11), without it for kernels whose vendor
    /// brought unprivileged overlays back in another way.
    private func overlayInUserNamespace(_ scratch: String) throws(StepFailure) -> String {
        try enterUserNamespace()
        do {
            return try overlay(scratch, options: ",userxattr", asRoot: false)
        } catch  where error.step == "mount" && error.code == EINVAL {
            return try overlay(scratch, options: "", asRoot: false)
        }
    }

    private func overlay(
        _ scratch: String, options: String, asRoot: Bool
    ) throws(StepFailure) -> String {
        if asRoot { try StepFailure.check("create", muster_unshare(muster_clone_newns)) }
        try StepFailure.call("create", mount("none", "/", nil, UInt(MS_REC | MS_PRIVATE), nil))
        let merged = "\(scratch)/merged"
        let layers =
            "lowerdir=\(scratch)/lower,upperdir=\(scratch)/upper,workdir=\(scratch)/work"
        try StepFailure.call("mount", mount("muster", merged, "overlay", 0, layers + options))
        defer { umount(merged) }
        let file = open("\(merged)/written", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        try StepFailure.call("write", file)
        close(file)
        guard access("\(scratch)/upper/written", F_OK) == 0 else {
            throw StepFailure(step: "write", code: EIO)
        }
        return "write"
    }
}
