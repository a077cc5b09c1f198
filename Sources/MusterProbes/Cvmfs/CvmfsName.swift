/// The fully qualified name of a CVMFS repository, `atlas.cern.ch`.
struct CvmfsName: Hashable, Comparable {
    /// The name.
    let text: String

    /// A name that is safe as part of a path and as a program's argument; nil for
    /// any other text.
    init?(_ text: some StringProtocol) {
        let isPlain = text.utf8.allSatisfy {
            $0.isNamePart || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
        }
        guard isPlain, let first = text.utf8.first, first.isNamePart, text.utf8.count <= 255,
            !text.contains("..")
        else { return nil }
        self.text = String(text)
    }

    /// What follows the first label; empty where there is none.
    var domain: String {
        text.firstIndex(of: ".").map { String(text[text.index(after: $0)...]) } ?? ""
    }

    /// The first label, `@org@` in configuration files.
    var organisation: String { String(text.prefix { $0 != "." }) }

    /// The names in a value of `CVMFS_REPOSITORIES`, sorted; one without a domain
    /// gets `domain` (CVMFS_DEFAULT_DOMAIN).
    static func list(_ value: String, domain: String) -> [CvmfsName] {
        let words = value.split { $0 == "," || $0.isWhitespace }
        let names = words.compactMap { word in
            CvmfsName(word.contains(".") || domain.isEmpty ? String(word) : "\(word).\(domain)")
        }
        return Set(names).sorted()
    }

    /// By text.
    static func < (left: CvmfsName, right: CvmfsName) -> Bool { left.text < right.text }
}
