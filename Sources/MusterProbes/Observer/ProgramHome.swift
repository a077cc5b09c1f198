internal import CLinux
internal import Glibc
internal import MusterModel

/// A home and temporary folder for one run of somebody's program, which goes with
/// the run: `podman --version` alone makes folders in both, and without a home says
/// nothing.
struct ProgramHome {
    private let path: String
    private let account: Account?

    /// A folder below /tmp that belongs to `account`; nil where none can be made.
    init?(for account: Account?) {
        self.account = account
        path = "/tmp/muster." + String(UInt64.random(in: .min ... .max), radix: 36)
        guard As.doing(account, { [path] in mkdir(path, 0o700) == 0 }) else { return nil }
    }

    /// The environment in which the program finds it.
    var variables: [String] {
        let others = ChildOrder.environment.filter { !$0.hasPrefix("HOME=") }
        return others + ["HOME=\(path)", "TMPDIR=\(path)", "XDG_RUNTIME_DIR=\(path)"]
    }

    /// Removes it with all that the program left.
    func remove() {
        _ = As.doing(account) { [path] in
            ScratchFolder(path: path).remove()
            return true
        }
    }

    /// Root never touches what an ordinary account can change under its hands: a
    /// child that has become that account does.
    private enum As {
        static func doing(_ account: Account?, _ body: () -> Bool) -> Bool {
            guard let account else { return body() }
            let pid = muster_fork()
            if pid == 0 {
                let isReady = muster_become(account.user, account.group) == 0
                _exit(isReady && body() ? 0 : 1)
            }
            guard pid > 0 else { return false }
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            return status == 0
        }
    }
}
