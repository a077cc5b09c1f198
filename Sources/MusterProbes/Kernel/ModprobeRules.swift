/// What modprobe.d(5) forbids.
enum ModprobeRules {
    /// Folders with rules, the strongest first: a file hides those of its name in
    /// later ones.
    static let folders = [
        "/etc/modprobe.d", "/run/modprobe.d", "/usr/local/lib/modprobe.d", "/usr/lib/modprobe.d",
        "/lib/modprobe.d",
    ]

    /// Programs that administrators put in a module's place.
    private static let refusals: Set<Substring> = ["false", "true", "nologin"]

    /// Modules whose `install` line runs a program that does nothing.
    ///
    /// `blacklist` is not among them: it stops a module's aliases, and whoever names
    /// the module still gets it.
    static func blocked(in text: String) -> Set<String> {
        var names: Set<String> = []
        for line in text.split(separator: "\n") {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" })
            guard words.count >= 3, words[0] == "install", words[2].hasPrefix("/"),
                let program = words[2].split(separator: "/").last, refusals.contains(program)
            else { continue }
            names.insert(ModuleList.plain(words[1]))
        }
        return names
    }

    /// The paths that count among the files of all folders, given in the order of
    /// ``folders``: per file name the first.
    static func effective(_ files: [(folder: String, names: [String])]) -> [String] {
        var seen: Set<String> = []
        return files.flatMap { folder, names in
            names.filter { $0.hasSuffix(".conf") && seen.insert($0).inserted }
                .map { folder + "/" + $0 }
        }
    }
}
