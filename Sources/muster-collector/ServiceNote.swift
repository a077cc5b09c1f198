import CSystemd
import Glibc

/// What systemd, or nobody, is told (sd_notify(3)).
enum ServiceNote {
    /// It listens.
    static func ready(on port: Int) { tell("READY=1\nSTATUS=listening on port \(port)") }

    /// It reads configuration and checks again; ``read(_:)`` ends that.
    static func reloading() {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let microseconds = Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
        tell("RELOADING=1\nMONOTONIC_USEC=\(microseconds)")
    }

    /// It has read again, or kept what it had.
    static func read(_ status: String) { tell("READY=1\nSTATUS=\(status)") }

    private static func tell(_ text: String) { _ = muster_notify(text) }
}
