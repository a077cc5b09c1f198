/// What the gauges of a node are about, without what moves: names, subjects, kinds and
/// origins, named by the digest of their canonical bytes as sections are.
///
/// It is no part of a sheet: nodes with equal sheets may have other gauges.
public struct GaugeFrame: Hashable, Sendable {
    /// A gauge without its reading.
    public struct Slot: Hashable, Sendable {
        /// Which fact.
        public let key: FactKey
        /// The type of its values; nil where it was missing and no card tells its type:
        /// then no value fits.
        public let kind: FactKind?
        /// Where it is read.
        public let origin: String
    }

    /// More gauges than any node of ours has: a few hundred.
    public static let slotsAtMost = 4096

    /// A larger frame is not read, bytes.
    public static let bytesAtMost = 1 << 20

    /// By key, each once.
    public let slots: [Slot]

    /// `[{"kind":…,"name":…,"origin":…,"subject":…},…]` in canonical JSON.
    public let bytes: [UInt8]

    /// SHA-256 of ``bytes``.
    public let digest: Digest

    /// The frame of slots that are sorted, no key twice.
    init(_ slots: [Slot]) {
        self.slots = slots
        bytes = JSONValue.array(slots.map(\.json)).canonicalBytes
        digest = Digest(of: bytes)
    }

    /// The frame in its canonical bytes; nil for anything that would not be written again
    /// byte by byte, so that a digest always means one frame.
    public init?(reading bytes: [UInt8]) {
        guard bytes.count <= Self.bytesAtMost,
            let elements = (try? JSONReader.value(in: bytes))?.elements,
            elements.count <= Self.slotsAtMost
        else { return nil }
        let slots = elements.compactMap(Slot.init(json:))
        guard slots.count == elements.count,
            zip(slots, slots.dropFirst()).allSatisfy({ $0.key < $1.key })
        else { return nil }
        self.init(slots)
        if self.bytes != bytes { return nil }
    }

    /// Why values are not this frame's, in words; nil where they are.
    public func objection(to values: [JSONValue]) -> String? {
        guard values.count == slots.count else {
            return "\(values.count) values, needed \(slots.count)"
        }
        for (slot, value) in zip(slots, values) where !slot.fits(value) {
            let kind = slot.kind.map { "\($0.rawValue) or " } ?? ""
            return "\(slot.key): needed \(kind)why it is missing"
        }
        return nil
    }
}

extension GaugeFrame.Slot {
    /// The slot in a JSON value; nil where it is none.
    fileprivate init?(json: JSONValue) {
        guard let name = json["name"]?.text.flatMap(FactName.init(_:)),
            let origin = json["origin"]?.text
        else { return nil }
        if let subject = json["subject"], subject.text == nil { return nil }
        var kind: FactKind?
        if let word = json["kind"] {
            guard let known = word.text.flatMap(FactKind.init(rawValue:)) else { return nil }
            kind = known
        }
        self.init(key: FactKey(name, of: json["subject"]?.text), kind: kind, origin: origin)
    }

    /// Its members; `kind` and `subject` where it has them.
    fileprivate var json: JSONValue {
        var members: [String: JSONValue] = [
            "name": .string(key.name.text), "origin": .string(origin),
        ]
        if let subject = key.subject { members["subject"] = .string(subject) }
        if let kind { members["kind"] = .string(kind.rawValue) }
        return .object(members)
    }

    /// Whether a value is one of its kind, or a reason of absence.
    fileprivate func fits(_ value: JSONValue) -> Bool { Reading(json: value, kind: kind) != nil }

    /// The fact with its value; malformed where that is none of its kind.
    func fact(_ value: JSONValue) -> Fact {
        let reading =
            Reading(json: value, kind: kind)
            ?? .missing(Absence(.malformed, "\(key): its value is of another kind"))
        return Fact(key, reading, from: origin)
    }
}

extension Reading {
    /// The reading in a gauge's value: a value as JSON has it, or an object with `missing`
    /// and `detail`, which no value is. Nil where it is neither.
    init?(json: JSONValue, kind: FactKind?) {
        if case .object = json {
            guard let reason = json["missing"]?.text.flatMap(Absence.Reason.init(rawValue:)),
                let detail = json["detail"]?.text
            else { return nil }
            self = .missing(Absence(reason, detail))
        } else if let value = kind.flatMap({ FactValue(json, kind: $0) }) {
            self = .value(value)
        } else {
            return nil
        }
    }

    /// A gauge's value.
    var json: JSONValue {
        switch self {
        case .value(let value): value.json
        case .missing(let absence):
            .object([
                "missing": .string(absence.reason.rawValue), "detail": .string(absence.detail),
            ])
        }
    }
}
