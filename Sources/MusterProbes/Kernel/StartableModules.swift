internal import MusterModel

/// Which of the modules that published weaknesses name can do anything here.
///
/// What is loaded at the moment does not count: it moves by itself, and what can be
/// loaded is loaded on demand by whoever wants to use its weakness.
struct StartableModules {
    /// The modules that advisories on kernels speak of (OSG check-system-security,
    /// May 2026); a new advisory needs its module here.
    static let watched = ["algif_aead", "esp4", "esp6", "rxrpc"]

    /// Modules with a file, from `modules.dep`.
    var installed: Result<Set<String>, Absence>
    /// Modules that are part of the kernel's image, from `modules.builtin`.
    var builtin: Result<Set<String>, Absence>
    /// Modules that modprobe or the boot loader refuses.
    var blocked: Set<String>
    /// Modules whose beginning the boot loader forbids.
    var uncalled: Set<String>

    /// The watched modules that are installed and not blocked, or built in and not
    /// forbidden to begin: no rule of modprobe reaches those.
    /// - Throws: why one of the kernel's lists could not be had; without both nobody
    ///   knows what is missing.
    func names() throws(Absence) -> [String] {
        let (installed, builtin) = (try installed.get(), try builtin.get())
        return Self.watched.filter {
            (installed.contains($0) && !blocked.contains($0))
                || (builtin.contains($0) && !uncalled.contains($0))
        }
    }
}
