import MusterModel
import Testing

/// Reports to send: one section that all of them name, and one of their own.
enum SampleReport {
    /// Who sends them.
    static let incarnation = "00112233445566778899aabbccddeeff"

    /// The id of one.
    static func id(_ sequence: Int64) throws -> ReportID {
        try #require(
            ReportID(
                site: "EXAMPLE-T2", node: "wn1.example.org", incarnation: incarnation,
                sequence: sequence))
    }

    /// The sections of one, by digest.
    static func sections(_ sequence: Int64) -> [Digest: [UInt8]] {
        let texts = [String(repeating: "common ", count: 100), "own \(sequence)"]
        return Dictionary(
            uniqueKeysWithValues: texts.map { (Digest(of: Array($0.utf8)), Array($0.utf8)) })
    }

    /// The body of one, whose sheet names both sections.
    static func body(_ sequence: Int64) throws -> [UInt8] {
        let digests = sections(sequence).keys.sorted().enumerated()
        return JSONValue.object([
            "format": .string("muster-wire-report/2"), "id": try id(sequence).json,
            "sheet": .object([
                "sections": .object(
                    Dictionary(
                        uniqueKeysWithValues: digests.map {
                            ("p\($0.offset)", .string($0.element.text))
                        }))
            ]),
        ]).canonicalBytes
    }

    /// A delivery of the first few, with all sections.
    static func delivery(_ count: Int64) throws -> Delivery {
        var delivery = Delivery()
        for sequence in 1...count {
            let envelope = try Envelope(body: body(sequence), sections: sections(sequence))
            try #require(delivery.add(envelope) == true)
        }
        return delivery
    }
}
