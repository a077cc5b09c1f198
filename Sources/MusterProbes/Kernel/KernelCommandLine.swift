/// The words that the boot loader gave the kernel, from `/proc/cmdline`.
struct KernelCommandLine: Hashable, Sendable {
    private let words: [Substring]

    /// The words of `text`; none in an empty one. Words behind `--` are for PID 1.
    init(parsing text: String) {
        words = Array(text.split(whereSeparator: \.isWhitespace).prefix { $0 != "--" })
    }

    /// The values of `key=value`, in their order.
    func values(of key: String) -> [String] {
        words.compactMap { word in
            word.hasPrefix(key + "=") ? String(word.dropFirst(key.count + 1)) : nil
        }
    }

    /// A switch, last word winning: `key`, `key=1`, `key=on` and `key=yes` are true,
    /// `key=0`, `key=off` and `key=no` false; nil where it is not given.
    func flag(_ key: String) -> Bool? {
        guard let word = words.last(where: { $0 == key || $0.hasPrefix(key + "=") }) else {
            return nil
        }
        return !["0", "off", "no", "n", "false"].contains(word.dropFirst(key.count + 1))
    }

    /// Modules that may not start: `module_blacklist=a,b` and the functions
    /// `a_init` of `initcall_blacklist` (kernel-parameters.txt).
    var blockedModules: Set<String> {
        let refused = values(of: "module_blacklist").flatMap { $0.split(separator: ",") }
        return Set(refused.filter { !$0.isEmpty }.map { ModuleList.plain($0) })
            .union(uncalledModules)
    }

    /// Modules whose beginning is not called, also where they are part of the kernel's
    /// image: the functions `a_init` of `initcall_blacklist`.
    var uncalledModules: Set<String> {
        let calls = values(of: "initcall_blacklist").flatMap { $0.split(separator: ",") }
        let modules = calls.filter { $0.hasSuffix("_init") }.map { $0.dropLast(5) }
        return Set(modules.filter { !$0.isEmpty }.map { ModuleList.plain($0) })
    }
}
