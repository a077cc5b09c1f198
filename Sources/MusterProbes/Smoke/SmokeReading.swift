internal import MusterModel

/// What a run of ``InsideScript`` said, read strictly: it comes out of an image that
/// anybody may have made.
struct SmokeReading: Hashable, Sendable {
    /// One of the paths that were to be looked at.
    struct Path: Hashable, Sendable {
        /// Whether it could be read and written.
        let readable: Bool, writable: Bool
        /// `device:inode` of what is there; nil where it was not to be had.
        let identity: String?
    }

    /// Values by key, each key at most once.
    private(set) var values: [String: String] = [:]
    /// What was found, by path.
    private(set) var paths: [String: Path] = [:]
    /// Whether the script came to its end.
    private(set) var isWhole = false

    /// Keys that the script may say.
    private static let keys: Set<String> = [
        "uid-map", "uid", "gid", "pid", "ipc", "machine", "os", "release", "environment", "token",
        "writable", "loop",
    ]

    /// The longest line that is read, bytes: a path of PATH_MAX and its frame.
    private static let lineAtMost = 4352

    /// Reads an output. Lines that are no `key=value` of the script are a runtime's
    /// or an image's chatter.
    /// - Throws: malformed where a key comes twice or a line is too long.
    init(_ output: String) throws(Absence) {
        var hasBegun = false
        for line in output.parts(by: "\n") {
            guard line.utf8.count <= Self.lineAtMost else {
                throw Absence(.malformed, "inside: a line of \(line.utf8.count) bytes")
            }
            let pair = line.parts(by: "=", maxSplits: 1, keepingEmpty: true)
            guard pair.count == 2 else { continue }
            let (key, value) = (String(pair[0]), String(pair[1]))
            switch key {
            case "muster" where value == "begin":
                guard !hasBegun else { throw Absence(.malformed, "inside: begins twice") }
                hasBegun = true
            case "muster" where value == "end" && hasBegun: isWhole = true
            case "path" where hasBegun && !isWhole: try addPath(value)
            case _ where Self.keys.contains(key) && hasBegun && !isWhole: try add(key, value)
            default: continue
            }
        }
    }

    private mutating func add(_ key: String, _ value: String) throws(Absence) {
        guard values[key] == nil else { throw Absence(.malformed, "inside: \(key) twice") }
        values[key] = String(value.prefix(256)).printable
    }

    private mutating func addPath(_ text: String) throws(Absence) {
        let words = text.parts(by: " ", maxSplits: 3).map(String.init)
        guard words.count == 4, words[3].isAbsolute, ["yes", "no"].contains(words[0]),
            ["yes", "no"].contains(words[1])
        else { throw Absence(.malformed, "inside: path \(text.excerpt)") }
        guard paths[words[3]] == nil else {
            throw Absence(.malformed, "inside: \(words[3].excerpt) twice")
        }
        paths[words[3]] = Path(
            readable: words[0] == "yes", writable: words[1] == "yes",
            identity: words[2] == "-" ? nil : words[2])
    }

    /// How long the loop took, hundredths of a second; nil where it did not run.
    var loop: Int64? {
        let times = (values["loop"] ?? "").split(separator: " ").map { word in
            let parts = word.split(separator: ".")
            guard parts.count == 2, parts[1].utf8.count == 2 else { return Int64?.none }
            return Int64(parts[0] + parts[1])
        }
        guard times.count == 2, let start = times[0], let end = times[1], end >= start else {
            return nil
        }
        return end - start
    }
}
