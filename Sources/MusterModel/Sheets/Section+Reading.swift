extension Fact {
    /// The fact in a JSON value, as ``json`` writes it; nil where it is none.
    public init?(json: JSONValue) {
        guard let name = json["name"]?.text.flatMap(FactName.init(_:)),
            let origin = json["origin"]?.text
        else { return nil }
        if let subject = json["subject"], subject.text == nil { return nil }
        let key = FactKey(name, of: json["subject"]?.text)
        if let reason = json["missing"]?.text.flatMap(Absence.Reason.init(rawValue:)),
            let detail = json["detail"]?.text
        {
            self.init(key, .missing(Absence(reason, detail)), from: origin)
            return
        }
        guard let kind = json["kind"]?.text.flatMap(FactKind.init(rawValue:)),
            let value = json["value"].flatMap({ FactValue($0, kind: kind) })
        else { return nil }
        self.init(key, .value(value), from: origin)
    }
}

extension Section {
    /// The section in its canonical bytes; nil for anything that would not be written
    /// again byte by byte, so that a digest always means one set of facts.
    public init?(reading bytes: [UInt8]) {
        guard let json = try? JSONReader.value(in: bytes), let probe = json["probe"]?.text,
            json["format"]?.number == Self.format, let elements = json["facts"]?.elements
        else { return nil }
        let facts = elements.compactMap(Fact.init(json:))
        guard facts.count == elements.count else { return nil }
        self.init(probe: probe, facts: facts)
        if self.bytes != bytes { return nil }
    }

    /// A section that was read from its canonical bytes when it came: they are held against
    /// its digest, and not written again. Nil where they are others now, or no section.
    public init?(_ bytes: [UInt8], proven digest: Digest) {
        guard Digest(of: bytes) == digest,
            case .object(let members)? = try? JSONReader.value(in: bytes), members.count == 3,
            let probe = members["probe"]?.text, members["format"]?.number == Self.format,
            let elements = members["facts"]?.elements
        else { return nil }
        let facts = elements.compactMap(Fact.init(json:))
        guard facts.count == elements.count else { return nil }
        self.init(probe: probe, facts: facts, bytes: bytes, digest: digest)
    }

    /// The facts in bytes that were found to be a section's when they came.
    public static func facts(in bytes: [UInt8]) -> [Fact] {
        let json = try? JSONReader.value(in: bytes)
        return (json?["facts"]?.elements ?? []).compactMap(Fact.init(json:))
    }
}

extension WatchList {
    /// The list in a JSON value, as ``json`` writes it; nil where it is none.
    public init?(json: JSONValue?) {
        guard case .object(let members)? = json else { return nil }
        var subjects: [String: Set<String>] = [:]
        for (kind, value) in members {
            guard let names = value.elements?.map(\.text), !names.contains(nil) else { return nil }
            subjects[kind] = Set(names.compactMap(\.self))
        }
        self.init(subjects)
    }
}

extension Vantage {
    /// The vantage in a JSON value; nil where it is none. The sign is not kept there.
    public init?(json: JSONValue?) {
        guard let place = json?["place"]?.text.flatMap(Place.init(rawValue:)),
            let user = json?["user"]?.number.flatMap(UInt32.init(exactly:))
        else { return nil }
        self.init(place, user: user, sign: json?["sign"]?.text ?? "")
    }
}
