import CLinux
import Glibc
import MusterReport

/// The end of an audit that does not come to one: a touch of our own that the kernel
/// does not end, a file that keeps a reader busy.
///
/// SIGALRM is never blocked, and where it cannot end us nothing can.
struct LastResort {
    /// What an audit may take beyond its deadline to end its observers.
    private static let secondsOfGrace: UInt32 = 5

    /// In force from now on.
    init(after deadline: Duration, _ rule: ExitRule) {
        let why = "the audit did not end by its deadline; nothing was judged"
        let isNagios = rule == .nagios
        // For the rest of this program's life: a signal handler reads them.
        muster_end_after(
            UInt32(clamping: deadline.components.seconds) + Self.secondsOfGrace,
            strdup("muster: \(why)\n"), strdup(isNagios ? NagiosRenderer.excuse(why) : ""),
            isNagios ? ExitRule.unknown : ExitReason.stuck.rawValue)
    }

    /// In force no longer.
    func takeBack() { muster_end_after(0, "", "", 0) }
}
