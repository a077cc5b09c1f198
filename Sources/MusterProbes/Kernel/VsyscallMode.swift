internal import MusterModel

/// What the page of old system calls does, which images of old releases need.
enum VsyscallMode: String, Hashable, Sendable {
    /// The page can be read and executed: a call is emulated.
    case emulate
    /// The page can only be executed; calls are emulated all the same.
    case executeOnly = "xonly"
    /// There is no page: a call is a segmentation fault.
    case off = "none"

    /// The mode in a process's memory map.
    /// - Throws: malformed where the text is no map.
    init(maps text: String, from source: String) throws(Absence) {
        let lines = text.split(separator: "\n")
        guard let first = lines.first, Self.permissions(of: first) != nil else {
            throw Absence(.malformed, "\(source): \(text.excerpt), needed a memory map")
        }
        guard let page = lines.last(where: { $0.hasSuffix("[vsyscall]") }) else {
            self = .off
            return
        }
        switch Self.permissions(of: page) {
        case "r-xp": self = .emulate
        case "--xp": self = .executeOnly
        case let other: throw Absence(.malformed, "\(source): [vsyscall] is \(other ?? "no map")")
        }
    }

    /// The mode that the boot loader asked for (`vsyscall=`, kernel-parameters.txt);
    /// nil where it did not. The old word `native` counts as emulation.
    init?(_ line: KernelCommandLine) {
        guard let word = line.values(of: "vsyscall").last else { return nil }
        self.init(rawValue: word == "native" ? "emulate" : word)
    }

    /// The mode that the kernel was built for.
    init?(_ config: KernelConfig) {
        if config["LEGACY_VSYSCALL_NONE"] == .builtIn {
            self = .off
        } else if config["LEGACY_VSYSCALL_XONLY"] == .builtIn {
            self = .executeOnly
        } else if config["LEGACY_VSYSCALL_EMULATE"] == .builtIn {
            self = .emulate
        } else {
            return nil
        }
    }

    private static func permissions(of line: Substring) -> Substring? {
        let words = line.split(separator: " ", maxSplits: 2)
        guard words.count == 3, words[0].contains("-"), words[1].utf8.count == 4 else { return nil }
        return words[1]
    }
}
