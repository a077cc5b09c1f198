internal import MusterModel

/// The bytes of one file: a line with the digest of all the rest, a line of JSON about
/// the report, and the report's body as it will travel.
///
/// Whatever bit is wrong, the file no longer reads.
struct SpoolRecord: Hashable {
    /// Why bytes are no record.
    struct Damage: Error, Hashable, Sendable {
        /// What was found and what was needed.
        let detail: String
    }

    /// A body above this is refused before it is written, as any collector would.
    static let bodyAtMost = Envelope.bodyAtMost
    /// With both lines.
    static let bytesAtMost = bodyAtMost + (256 << 10)

    private static let mark = "muster-spool/1 "
    private static let digestCount = 64

    let sequence: Int64
    let kind: SpoolEntry.Kind
    let gaps: [Gap]
    let sections: [String]
    let body: [UInt8]

    /// As it is written.
    var bytes: [UInt8] {
        let about = JSONValue.object([
            "gaps": .array(gaps.map(\.json)), "kind": .string(kind.rawValue),
            "sections": .array(sections.map(JSONValue.string)), "sequence": .integer(sequence),
        ])
        let rest = about.canonicalBytes + [UInt8(ascii: "\n")] + body
        return Array((Self.mark + Digest(of: rest).text + "\n").utf8) + rest
    }

    init(
        sequence: Int64, kind: SpoolEntry.Kind, gaps: [Gap], sections: [String], body: [UInt8]
    ) {
        (self.sequence, self.kind, self.gaps) = (sequence, kind, gaps)
        (self.sections, self.body) = (sections, body)
    }

    /// The record in a file's bytes.
    /// - Throws: ``Damage`` for anything but what was once written.
    init(reading bytes: [UInt8]) throws(Damage) {
        let head = Self.mark.utf8.count + Self.digestCount + 1
        guard bytes.count > head, bytes.starts(with: Self.mark.utf8),
            bytes[head - 1] == UInt8(ascii: "\n")
        else { throw Damage(detail: "does not begin as a spool file of this version") }
        let rest = Array(bytes[head...])
        guard bytes[Self.mark.utf8.count..<head - 1].elementsEqual(Digest(of: rest).text.utf8)
        else { throw Damage(detail: "its digest is not that of its bytes") }
        guard let end = rest.firstIndex(of: UInt8(ascii: "\n")),
            let about = try? JSONReader.value(in: Array(rest[..<end])),
            let sequence = about["sequence"]?.number,
            let kind = about["kind"]?.text.flatMap(SpoolEntry.Kind.init(rawValue:)),
            let gaps = about["gaps"]?.elements?.map(Gap.init(json:)),
            let sections = about["sections"]?.elements?.map(\.text)
        else { throw Damage(detail: "its second line does not read") }
        self.init(
            sequence: sequence, kind: kind, gaps: gaps.compactMap(\.self),
            sections: sections.compactMap(\.self), body: Array(rest[(end + 1)...]))
    }

    /// The file that it lies in while it waits.
    var name: SpoolName { SpoolName(sequence, kind) }

    /// What the spool remembers of it.
    var entry: SpoolEntry { SpoolEntry(self, size: bytes.count) }
}

extension SpoolEntry {
    init(_ record: SpoolRecord, size: Int) {
        self.init(
            sequence: record.sequence, kind: record.kind, size: size, gaps: record.gaps,
            sections: record.sections)
    }
}
