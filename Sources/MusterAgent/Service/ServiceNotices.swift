internal import CSystemd
internal import Glibc
internal import MusterModel

/// What systemd, or nobody, is told about this process (sd_notify(3)).
struct ServiceNotices {
    /// How often the watchdog wants to hear from us; nil without one.
    let watchdog: Duration?
    private var fedAt: AgentMoment?
    private var lastStatus = ""

    /// As the environment says.
    init() {
        let span = getenv("WATCHDOG_USEC").flatMap { Int64(String(cString: $0)) }
        let pid = getenv("WATCHDOG_PID").flatMap { pid_t(String(cString: $0)) }
        let isOurs = pid.map { $0 == getpid() } ?? true
        watchdog = isOurs ? span.map { .microseconds($0) } : nil
    }

    /// The service works.
    func ready() { tell("READY=1") }

    /// The service reads its configuration again.
    func reloading() {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let microseconds = Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
        tell("RELOADING=1\nMONOTONIC_USEC=\(microseconds)")
    }

    /// The service ends.
    func stopping() { tell("STOPPING=1\nSTATUS=stopping") }

    /// One line for `systemctl status`, told where it is another.
    mutating func status(_ text: String) {
        guard text != lastStatus else { return }
        lastStatus = text
        tell("STATUS=\(text.printable)")
    }

    /// Tells the watchdog that everything makes progress; at most three times a period.
    mutating func feed(at now: AgentMoment) {
        guard let watchdog else { return }
        if let fedAt, now - fedAt < watchdog / 3 { return }
        fedAt = now
        tell("WATCHDOG=1")
    }

    /// When it wants to hear from us again.
    func wake(at now: AgentMoment) -> AgentMoment? {
        watchdog.map { (fedAt ?? now) + $0 / 3 }
    }

    private func tell(_ text: String) { _ = muster_notify(text) }
}
