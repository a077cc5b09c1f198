internal import MusterModel

/// The names of kernel modules in the kernel's and depmod's lists; a hyphen counts
/// as an underscore, as in modprobe(8).
enum ModuleList {
    /// The names in `/proc/modules`: the first word of every line. Empty where no
    /// module is loaded.
    /// - Throws: malformed where a line has fewer than three words.
    static func loaded(in text: String, from source: String) throws(Absence) -> Set<String> {
        var names: Set<String> = []
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 3)
            guard words.count >= 3, Int64(words[1]) != nil else {
                throw Absence(.malformed, "\(source): \(line.excerpt) is no line of a module list")
            }
            names.insert(plain(words[0]))
        }
        return names
    }

    /// The names in `modules.dep` (`path: paths it needs`) or `modules.builtin` (a
    /// path a line).
    /// - Throws: malformed where a line names no module, and where the text does not
    ///   end with a line: a list that was cut off does not say what is missing.
    static func installed(in text: String, from source: String) throws(Absence) -> Set<String> {
        guard text.utf8.last == UInt8(ascii: "\n"), text.utf8.count < Question.contentAtMost else {
            throw Absence(.malformed, "\(source): cut off, needed a list with all its lines")
        }
        var names: Set<String> = []
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            let path = line.prefix { $0 != UInt8(ascii: ":") }
            guard let name = name(inPath: path) else {
                throw Absence(
                    .malformed, "\(source): \(Substring(line).excerpt), needed a path to a .ko file"
                )
            }
            names.insert(name)
        }
        return names
    }

    /// The name with underscores.
    static func plain(_ name: some StringProtocol) -> String {
        String(decoding: name.utf8.map { $0 == hyphen ? underscore : $0 }, as: UTF8.self)
    }

    private static let hyphen = UInt8(ascii: "-")
    private static let underscore = UInt8(ascii: "_")

    /// `kernel/fs/overlayfs/overlay.ko.xz` names `overlay`.
    private static func name(inPath path: Substring.UTF8View) -> String? {
        let start = path.lastIndex(of: UInt8(ascii: "/")).map(path.index(after:))
        let file = path[(start ?? path.startIndex)...]
        guard let dot = file.firstIndex(of: UInt8(ascii: ".")), dot > file.startIndex,
            file[dot...].starts(with: ".ko".utf8)
        else { return nil }
        return plain(Substring(file[..<dot]))
    }
}
