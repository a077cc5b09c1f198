internal import MusterModel

/// The running kernel and its installed files together: one answer a feature.
struct KernelSurvey: Sendable {
    /// What procfs shows.
    var running: RunningKernel
    /// What the files of its release say.
    var installed: InstalledKernel
    /// The boot loader's words.
    var commandLine: KernelCommandLine
    /// The hardware name; decides whether there are 32-bit programs at all.
    var architecture: Result<String, Absence>

    /// How the kernel has `feature`: as the running kernel shows it, otherwise as its
    /// files say.
    /// - Throws: why neither tells.
    func state(of feature: KernelFeature) throws(Absence) -> KernelFeature.State {
        if feature == .ia32 { return try programs32() }
        if let state = running.state(of: feature) { return state }
        let registered = try? running.fileSystems.get().contains(feature.rawValue)
        do {
            return try installed.state(of: feature, registered: registered)
        } catch {
            if feature == .seccomp, (try? running.seccomp.get()) == false { return .absent }
            throw running.trouble(with: feature) ?? error
        }
    }

    /// 32-bit programs: the boot loader's word counts, then that the kernel was built
    /// to leave them off (since Linux 6.7), then their switch in procfs.
    private func programs32() throws(Absence) -> KernelFeature.State {
        let machine = try architecture.get()
        guard machine == "x86_64" else {
            throw Absence(.unsupported, "\(machine): no 32-bit emulation as on x86_64")
        }
        let asked = commandLine.flag("ia32_emulation")
        if asked == false { return .absent }
        let built = Result { () throws(Absence) in
            try installed.state(of: .ia32, registered: nil)
        }
        if running.state(of: .ia32) == .builtin {
            return asked == nil && (try? built.get()) == .absent ? .absent : .builtin
        }
        do {
            return try built.get()
        } catch {
            throw running.trouble(with: .ia32) ?? error
        }
    }

    /// What the page of old system calls does: as the process's map shows it, otherwise
    /// as the boot loader or the kernel's options say.
    /// - Throws: unsupported on other machines than x86_64, or why nothing tells.
    func vsyscall(_ maps: Result<VsyscallMode, Absence>) throws(Absence) -> VsyscallMode {
        let machine = try architecture.get()
        guard machine == "x86_64" else {
            throw Absence(.unsupported, "\(machine): no vsyscall page, only x86_64 has one")
        }
        if let mode = try? maps.get() { return mode }
        if let mode = VsyscallMode(commandLine) { return mode }
        if let mode = (try? installed.config.get()).flatMap(VsyscallMode.init) { return mode }
        return try maps.get()
    }
}

extension NodeView {
    /// The hardware name: the machine's own answer, on a tree of files what
    /// `/proc/sys/kernel/arch` (Linux 6.1) or the end of `release` says.
    /// - Throws: why the machine did not say it, where the files do not either.
    func architecture(release: String?) async throws(Absence) -> String {
        do {
            return try await machine()
        } catch {
            if let name = try? await word(of: "/proc/sys/kernel/arch"), !name.isEmpty {
                return name
            }
            guard let name = release.flatMap(Architecture.name(inRelease:)) else { throw error }
            return name
        }
    }
}

/// Names of machines as packages write them.
enum Architecture {
    /// Distribution's word to `uname -m`'s.
    private static let names: [Substring: String] = [
        "x86_64": "x86_64", "amd64": "x86_64", "aarch64": "aarch64", "arm64": "aarch64",
        "ppc64le": "ppc64le", "s390x": "s390x", "riscv64": "riscv64",
    ]

    /// The machine in the last word of a kernel's release, `5.14.0-611.el9.x86_64` or
    /// `6.1.0-28-amd64`.
    static func name(inRelease release: String) -> String? {
        release.split(whereSeparator: { $0 == "." || $0 == "-" || $0 == "+" }).last
            .flatMap { names[$0] }
    }
}
