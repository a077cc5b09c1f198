/// Check files that a centre has put together for nodes: data, and nothing that a node would
/// run, look at or be configured by.
public struct CheckBundle: Hashable, Sendable {
    /// A check file or a file of advisories, as it would stand in `checks.d`.
    public struct File: Hashable, Sendable {
        /// Its name, without a folder: `atlas.yaml`.
        public let name: String
        /// The YAML text.
        public let text: String

        /// A file of a name; ``CheckBundle/objection`` tells whether it can be one.
        public init(name: String, text: String) { (self.name, self.text) = (name, text) }
    }

    /// Name and version of the form. A member that a reader does not know is refused: it
    /// could have said when the bundle is not to be used.
    public static let format = "muster-bundle/1"

    /// As many as a folder of check files may have.
    public static let filesAtMost = 64
    /// Versions are integers that every JSON reader keeps whole.
    public static let versions: ClosedRange<Int64> = 1...(1 << 53)
    /// Bytes of ``note``.
    public static let noteAtMost = 500
    private static let nameAtMost = 100

    /// Rises with each bundle; going back is a higher one with the old files.
    public let version: Int64
    /// When it was made, seconds since 1970, by the clock of whoever made it.
    public let made: Int64
    /// The last day on which it may be used; nil for no end.
    public let until: CalendarDate?
    /// What it is for, in a line; empty for nothing.
    public let note: String
    /// Its files, in their order.
    public let files: [File]

    /// A bundle from its parts.
    /// - Throws: ``WireError`` with the member that does not fit.
    public init(
        version: Int64, made: Int64, until: CalendarDate? = nil, note: String = "",
        files: [File]
    ) throws(WireError) {
        (self.version, self.made, self.until) = (version, made, until)
        (self.note, self.files) = (note, files)
        if let objection { throw WireError("bundle.\(objection)") }
    }

    /// The bundle in its bytes, which have to be canonical.
    /// - Throws: ``WireError`` with the member that does not fit.
    public init(reading bytes: [UInt8]) throws(WireError) {
        let json = try WireError.value(
            in: bytes, of: "bundle", atMost: SignedBundle.bodyAtMost)
        guard json["format"]?.text == Self.format else {
            throw WireError("bundle.format: needed \(Self.format)")
        }
        try json.refuseStrangers(
            in: "bundle", but: ["format", "version", "made", "until", "note", "files"])
        guard json.canonicalBytes == bytes else { throw WireError("bundle: needed canonical JSON") }
        guard let version = json["version"]?.number, let made = json["made"]?.number else {
            throw WireError("bundle.version, bundle.made: needed integers")
        }
        let until = json["until"]?.text.flatMap(CalendarDate.init)
        guard json["until"] == nil || until != nil else {
            throw WireError("bundle.until: needed a day")
        }
        guard let note = json["note"].map(\.text) ?? "" else {
            throw WireError("bundle.note: needed a text")
        }
        try self.init(
            version: version, made: made, until: until, note: note,
            files: try Self.files(in: json))
    }

    private static func files(in json: JSONValue) throws(WireError) -> [File] {
        guard let elements = json["files"]?.elements, elements.count <= filesAtMost else {
            throw WireError("bundle.files: needed an array of at most \(filesAtMost)")
        }
        var files: [File] = []
        for element in elements {
            try element.refuseStrangers(in: "bundle.files", but: ["name", "text"])
            guard let name = element["name"]?.text, let text = element["text"]?.text else {
                throw WireError("bundle.files: needed name and text")
            }
            files.append(File(name: name, text: text))
        }
        return files
    }

    /// What is signed: canonical JSON.
    public var bytes: [UInt8] {
        var members: [String: JSONValue] = [
            "format": .string(Self.format), "version": .integer(version), "made": .integer(made),
            "files": .array(
                files.map { .object(["name": .string($0.name), "text": .string($0.text)]) }),
        ]
        if let until { members["until"] = .string(until.description) }
        if !note.isEmpty { members["note"] = .string(note) }
        return JSONValue.object(members).canonicalBytes
    }

    /// What is not as it should be; nil where all is.
    private var objection: String? {
        guard Self.versions.contains(version) else {
            return "version: needed 1 to \(Self.versions.upperBound)"
        }
        guard made >= 0 else { return "made: needed seconds since 1970" }
        guard note.utf8.count <= Self.noteAtMost, note == note.printable else {
            return "note: needed a line of at most \(Self.noteAtMost) bytes"
        }
        guard !files.isEmpty, files.count <= Self.filesAtMost else {
            return "files: needed 1 to \(Self.filesAtMost)"
        }
        let names = files.map(\.name)
        if let name = names.first(where: { !Self.isName($0) }) {
            return "files: \(name.printable.prefix(100)): needed a name as atlas.yaml"
        }
        return Set(names).count == names.count ? nil : "files: a name twice"
    }

    /// Letters, digits, dots and hyphens without a path's meaning, `.yaml` at the end.
    private static func isName(_ name: String) -> Bool {
        guard name.hasSuffix(".yaml"), name.utf8.count <= nameAtMost,
            let first = name.utf8.first, isLetter(first)
        else { return false }
        return name.utf8.allSatisfy { isLetter($0) || "._-".utf8.contains($0) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}

extension JSONValue {
    /// Refuses what is no object of known members.
    func refuseStrangers(
        in place: String, but known: Set<String>
    ) throws(WireError) {
        guard case .object(let members) = self else {
            throw WireError("\(place): needed an object")
        }
        if let name = members.keys.sorted().first(where: { !known.contains($0) }) {
            throw WireError("\(place): \(name.printable.prefix(100)): no such member")
        }
    }
}
