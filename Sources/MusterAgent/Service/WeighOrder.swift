public import MusterModel

/// What the judging child is told: the report's id, the gaps it declares, when; with what
/// was known and what was seen.
public struct WeighOrder: Hashable, Sendable {
    /// Name and version of the form.
    public static let format = "muster-weigh/1"

    /// The id of the report that comes of it.
    public let id: ReportID
    /// When, seconds since 1970.
    public let time: Int64
    /// The gaps that it declares, by how much of a difference it is.
    public let gaps: [SpoolEntry.Kind: [Gap]]

    /// An order from its parts.
    public init(id: ReportID, time: Int64, gaps: [SpoolEntry.Kind: [Gap]]) {
        (self.id, self.time, self.gaps) = (id, time, gaps)
    }

    /// The order in its bytes; nil where they are none.
    public init?(_ bytes: [UInt8]) {
        guard let json = try? JSONReader.value(in: bytes), json["format"]?.text == Self.format,
            let id = ReportID(json: json["id"]), let time = json["time"]?.number
        else { return nil }
        var gaps: [SpoolEntry.Kind: [Gap]] = [:]
        for kind in SpoolEntry.Kind.allCases {
            guard let elements = json["gaps"]?[kind.rawValue]?.elements else { return nil }
            gaps[kind] = elements.compactMap(Gap.init(json:))
        }
        self.init(id: id, time: time, gaps: gaps)
    }

    /// As it is handed over.
    public var bytes: [UInt8] {
        let lists = SpoolEntry.Kind.allCases.map { kind in
            (kind.rawValue, JSONValue.array((gaps[kind] ?? []).map(\.json)))
        }
        return JSONValue.object([
            "format": .string(Self.format), "id": id.json, "time": .integer(time),
            "gaps": .object(Dictionary(lists, uniquingKeysWith: { first, _ in first })),
        ]).canonicalBytes
    }
}

/// What the judging child came to.
public struct WeighResult: Sendable {
    /// How much of a difference it is.
    public let kind: SpoolEntry.Kind
    /// The verdicts in a line.
    public let status: String
    /// The report's body; empty where none is made of it.
    public let body: [UInt8]
    /// Every section of the sheet and the frame of the gauges, by digest.
    public let sections: [String: [UInt8]]
    /// For the journal.
    public let entries: [JournalEntry]
    /// What is remembered.
    public let memory: [UInt8]
    /// What everybody may read about drains, empty to take it down; nil leaves it.
    public let drain: [UInt8]?

    /// A result from its parts.
    public init(
        _ comparison: Comparison, status: String, body: [UInt8], sheet: Sheet,
        frame: GaugeFrame, drain: [UInt8]? = nil
    ) {
        self.drain = drain
        kind = comparison.kind
        entries = comparison.entries
        memory = comparison.memory.bytes
        sections = Dictionary(
            sheet.sections.map { ($0.digest.text, $0.bytes) } + [(frame.digest.text, frame.bytes)],
            uniquingKeysWith: { one, _ in one })
        self.status = status
        self.body = comparison.isReported ? body : []
    }

    /// The result in frames; nil where they are none.
    public init?(_ frames: Frames) {
        guard let about = frames["result"].flatMap({ try? JSONReader.value(in: $0) }),
            let kind = about["kind"]?.text.flatMap(SpoolEntry.Kind.init(rawValue:)),
            let status = about["status"]?.text, let body = frames["body"],
            let memory = frames["memory"]
        else { return nil }
        (self.kind, self.status, self.body, self.memory) = (kind, status, body, memory)
        drain = frames["drain"]
        sections = Dictionary(
            frames.all("section").map { (Digest(of: $0).text, $0) },
            uniquingKeysWith: { one, _ in one })
        entries = frames.all("entry").compactMap(JournalEntry.init(bytes:))
    }

    /// As it is handed over.
    public var frames: Frames {
        var frames = Frames()
        frames.add(
            "result",
            JSONValue.object(["kind": .string(kind.rawValue), "status": .string(status)])
                .canonicalBytes)
        frames.add("body", body)
        for digest in sections.keys.sorted() { frames.add("section", sections[digest] ?? []) }
        for entry in entries { frames.add("entry", entry.bytes) }
        frames.add("memory", memory)
        if let drain { frames.add("drain", drain) }
        return frames
    }
}
