/// A report's body as a receiver takes it apart: what is judged, what is shown, and what
/// is only counted. Members that nobody knows are passed over.
public struct ReportBody: Hashable, Sendable {
    /// Under which id it was made; the sender's word alone.
    public let id: ReportID
    /// When it was made by the node's clock, seconds since 1970.
    public let made: Int64
    /// The sheet's canonical JSON: section digests, vantage, watch list.
    public let sheet: JSONValue
    /// The digest of each section, by probe.
    public let sections: [String: Digest]
    /// The facts that move by themselves.
    public let gauges: [Fact]
    /// The same as they stand in the body: canonical JSON, whatever else is told of each.
    public let gaugeBytes: [UInt8]
    /// What the node found by itself: canonical JSON of an array of claims, as sent.
    public let claims: [UInt8]
    /// Reports before it that will never arrive.
    public let gaps: [Gap]
    /// What is only shown: identity, versions, queue, times, troubles, remarks.
    public let about: JSONValue

    /// More gauges than any node of ours sends: a few hundred.
    public static let gaugesAtMost = 4096

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
        (sheet, sections) = try Self.sheet(in: json)
        gauges = try Self.gauges(in: json)
        gaugeBytes = document.canonicalBytes(of: "gauges") ?? []
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
    ) throws(WireError) -> (JSONValue, [String: Digest]) {
        guard case .object(var members)? = json["sheet"] else {
            throw WireError("body.sheet: needed an object")
        }
        let told = members.removeValue(forKey: "sha256")?.text
        let sheet = JSONValue.object(members)
        guard told == Digest(of: sheet.canonicalBytes).text else {
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
        return (sheet, sections)
    }

    private static func gauges(in json: JSONValue) throws(WireError) -> [Fact] {
        guard let elements = json["gauges"]?.elements, elements.count <= gaugesAtMost else {
            throw WireError("body.gauges: needed an array of at most \(gaugesAtMost)")
        }
        let facts = elements.compactMap(Fact.init(json:))
        guard facts.count == elements.count else {
            throw WireError("body.gauges: needed facts")
        }
        return facts
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

extension Sheet {
    /// The sheet that a document names, put together again from its sections.
    ///
    /// A probe whose section nobody has any more is left out: its facts are then "not
    /// tried", and nobody takes them for absent.
    ///
    /// - Parameter section: the bytes of a section.
    /// - Returns: nil where the document is no sheet.
    public init?(document: JSONValue, section: (Digest) -> [UInt8]?) {
        guard case .object(let named)? = document["sections"],
            let watchList = WatchList(json: document["watch_list"]),
            let vantage = Vantage(json: document["vantage"])
        else { return nil }
        var sections: [Section] = []
        for (probe, value) in named {
            guard let digest = value.text.flatMap(Digest.init(text:)) else { return nil }
            guard let bytes = section(digest), let found = Section(reading: bytes) else { continue }
            guard found.probe == probe else { return nil }
            sections.append(found)
        }
        self.init(sections: sections, watchList: watchList, vantage: vantage)
    }
}
