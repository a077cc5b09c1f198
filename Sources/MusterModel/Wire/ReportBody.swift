/// A report's body as a receiver takes it apart: what is judged, what is shown, and what
/// is only counted. Members that nobody knows are passed over.
public struct ReportBody: Hashable, Sendable {
    /// Under which id it was made; the sender's word alone.
    public let id: ReportID
    /// When it was made by the node's clock, seconds since 1970.
    public let made: Int64
    /// The sheet's canonical JSON: section digests, vantage, watch list.
    public let sheet: [UInt8]
    /// SHA-256 of it.
    public let sheetDigest: Digest
    /// The digest of each section, by probe.
    public let sections: [String: Digest]
    /// What moves by itself: values, and the digest of the frame that says what they are.
    public let gauges: GaugeValues
    /// The same values, to be held against the frame where that is to be had.
    public let values: [JSONValue]
    /// What the node found by itself: canonical JSON of an array of claims, as sent.
    public let claims: [UInt8]
    /// Reports before it that will never arrive.
    public let gaps: [Gap]
    /// What is only shown: identity, versions, queue, times, troubles, remarks.
    public let about: JSONValue

    private static let shown = [
        "identity", "muster", "date", "queue", "told_by", "vantage", "took_milliseconds",
        "waited_milliseconds", "troubles", "remarks", "policy",
    ]

    /// The body in its bytes.
    /// - Throws: ``WireError`` with the member that does not fit.
    public init(reading bytes: [UInt8]) throws(WireError) {
        try self.init(
            try WireError.document(in: bytes, of: "body", atMost: Envelope.bodyAtMost))
    }

    /// The body of an envelope.
    /// - Throws: ``WireError`` with the member that does not fit.
    public init(of envelope: Envelope) throws(WireError) {
        try self.init(envelope.reading.document)
    }

    private init(_ document: JSONDocument) throws(WireError) {
        let json = document.value
        guard json["format"]?.text == AuditReport.wireFormat else {
            throw WireError("body.format: needed \(AuditReport.wireFormat)")
        }
        guard let id = ReportID(json: json["id"]) else {
            throw WireError("body.id: needed node, incarnation and sequence")
        }
        guard let made = json["time"]?.number, made >= 0 else {
            throw WireError("body.time: needed seconds since 1970")
        }
        (sheet, sheetDigest, sections) = try Self.sheet(in: json)
        (gauges, values) = try Self.gauges(in: json)
        guard json["claims"]?.elements != nil,
            let claims = document.canonicalBytes(of: "claims")
        else { throw WireError("body.claims: needed an array") }
        gaps = try Self.gaps(in: json)
        (self.id, self.made, self.claims) = (id, made, claims)
        about = .object(
            Dictionary(
                Self.shown.compactMap { name in json[name].map { (name, $0) } },
                uniquingKeysWith: { first, _ in first }))
    }

    private static func sheet(
        in json: JSONValue
    ) throws(WireError) -> ([UInt8], Digest, [String: Digest]) {
        guard case .object(var members)? = json["sheet"] else {
            throw WireError("body.sheet: needed an object")
        }
        let told = members.removeValue(forKey: "sha256")?.text
        let sheet = JSONValue.object(members).canonicalBytes
        let digest = Digest(of: sheet)
        guard told == digest.text else {
            throw WireError("body.sheet.sha256: needed the digest of the sheet's other members")
        }
        guard case .object(let named)? = members["sections"],
            named.count <= Envelope.sectionsAtMost
        else { throw WireError("body.sheet.sections: needed an object") }
        var sections: [String: Digest] = [:]
        for (probe, value) in named {
            guard let digest = value.text.flatMap(Digest.init(text:)) else {
                throw WireError("body.sheet.sections: needed digests")
            }
            sections[probe] = digest
        }
        guard WatchList(json: members["watch_list"]) != nil else {
            throw WireError("body.sheet.watch_list: needed lists of names")
        }
        guard Vantage(json: members["vantage"]) != nil else {
            throw WireError("body.sheet.vantage: needed a place and a user")
        }
        return (sheet, digest, sections)
    }

    private static func gauges(
        in json: JSONValue
    ) throws(WireError) -> (GaugeValues, [JSONValue]) {
        guard let frame = json["gauges"]?["frame"]?.text.flatMap(Digest.init(text:)) else {
            throw WireError("body.gauges.frame: needed a digest")
        }
        let most = GaugeFrame.slotsAtMost
        guard let values = json["gauges"]?["values"]?.elements, values.count <= most else {
            throw WireError("body.gauges.values: needed an array of at most \(most)")
        }
        guard values.allSatisfy(\.isGauge) else {
            throw WireError("body.gauges.values: needed values or reasons why they are missing")
        }
        return (GaugeValues(frame: frame, values), values)
    }

    private static func gaps(in json: JSONValue) throws(WireError) -> [Gap] {
        guard let elements = json["gaps"]?.elements, elements.count <= Gap.countAtMost else {
            throw WireError("body.gaps: needed an array of at most \(Gap.countAtMost)")
        }
        let gaps = elements.compactMap(Gap.init(json:))
        guard gaps.count == elements.count else {
            throw WireError("body.gaps: needed first, last and a known reason")
        }
        return gaps
    }
}

extension JSONValue {
    /// Whether it is the value of some gauge, whichever frame it has.
    fileprivate var isGauge: Bool {
        switch self {
        case .null: false
        case .bool, .integer, .string: true
        case .array(let elements): elements.allSatisfy { $0.text != nil }
        case .object: Reading(json: self, kind: nil) != nil
        }
    }
}

extension Sheet {
    /// The sheet that a document names, put together again from sections that were read
    /// as such when they came.
    ///
    /// A probe whose section nobody has any more is left out: its facts are then "not
    /// tried", and nobody takes them for absent.
    ///
    /// - Parameter section: a section, read before.
    /// - Returns: nil where the document is no sheet.
    public init?(document: JSONValue, section: (Digest) -> Section?) {
        guard case .object(let named)? = document["sections"],
            let watchList = WatchList(json: document["watch_list"]),
            let vantage = Vantage(json: document["vantage"])
        else { return nil }
        var sections: [Section] = []
        for (probe, value) in named {
            guard let digest = value.text.flatMap(Digest.init(text:)) else { return nil }
            guard let found = section(digest) else { continue }
            guard found.probe == probe else { return nil }
            sections.append(found)
        }
        self.init(sections: sections, watchList: watchList, vantage: vantage)
    }
}
