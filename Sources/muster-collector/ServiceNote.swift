import CSystemd

/// What systemd, or nobody, is told (sd_notify(3)).
enum ServiceNote {
    /// It listens.
    static func ready(on port: Int) { tell("READY=1\nSTATUS=listening on port \(port)") }

    /// It reads configuration and checks again; ``read(_:)`` ends that.
    static func reloading() {
        tell("RELOADING=1\nMONOTONIC_USEC=\(Clock.monotonic())")
    }

    /// It has read again, or kept what it had.
    static func read(_ status: String) { tell("READY=1\nSTATUS=\(status)") }

    private static func tell(_ text: String) { _ = muster_notify(text) }
}
