internal import MusterModel

/// The options a kernel was built with, from its `.config` text.
struct KernelConfig: Hashable, Sendable {
    /// How an option was answered.
    enum Setting: Hashable, Sendable {
        /// `=y`.
        case builtIn
        /// `=m`.
        case module
        /// `# … is not set`.
        case off
    }

    private let settings: [Substring: Setting]

    /// Reads `CONFIG_X=y`, `CONFIG_X=m` and `# CONFIG_X is not set`; options with
    /// numbers and texts are passed over.
    /// - Throws: malformed where no line is an option.
    init(parsing text: String, from source: String) throws(Absence) {
        var settings: [Substring: Setting] = [:]
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            guard let (key, setting) = Self.option(Substring(line)) else { continue }
            settings[key] = setting
        }
        guard !settings.isEmpty else {
            throw Absence(.malformed, "\(source): no line CONFIG_…=y, needed a kernel's options")
        }
        self.settings = settings
    }

    /// The answer to an option written without `CONFIG_`; nil where the text does not
    /// mention it, which says nothing: the file may be cut off.
    subscript(option: String) -> Setting? { settings["CONFIG_" + option] }

    private static func option(_ line: Substring) -> (Substring, Setting)? {
        if line.hasPrefix("CONFIG_") {
            if line.hasSuffix("=y") { return (line.dropLast(2), .builtIn) }
            return line.hasSuffix("=m") ? (line.dropLast(2), .module) : nil
        }
        guard line.hasPrefix("# CONFIG_"), line.hasSuffix(" is not set") else { return nil }
        return (line.dropFirst(2).dropLast(11), .off)
    }

    /// Where distributions keep the options of `release`; the first that is there counts.
    static func paths(of release: String) -> [String] {
        [
            "/boot/config-\(release)", "/lib/modules/\(release)/config",
            "/usr/lib/modules/\(release)/config", "/usr/lib/ostree-boot/config-\(release)",
        ]
    }
}
