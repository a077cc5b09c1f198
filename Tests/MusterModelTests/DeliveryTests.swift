import MusterModel
import Testing

/// One request, and what comes back.
@Suite struct DeliveryTests {
    private static let incarnation = "00112233445566778899aabbccddeeff"

    private func envelope(
        _ sequence: Int64, sections: [[UInt8]] = [], filling size: Int = 0
    ) throws -> Envelope {
        let id = try #require(
            ReportID(site: nil, node: "wn1", incarnation: Self.incarnation, sequence: sequence))
        let digests = sections.map { Digest(of: $0) }
        let named = Dictionary(
            uniqueKeysWithValues: digests.enumerated().map {
                ("probe\($0.offset)", JSONValue.string($0.element.text))
            })
        let body = JSONValue.object([
            "id": id.json, "sheet": .object(["sections": .object(named)]),
            "filling": .string(String(repeating: "x", count: size)),
        ])
        return try Envelope(
            body: body.canonicalBytes,
            sections: Dictionary(uniqueKeysWithValues: zip(digests, sections)))
    }

    @Test func aDeliveryIsReadAsItWasWritten() throws {
        var sent = Delivery()
        for sequence in 1...3 as ClosedRange<Int64> {
            let part = try envelope(sequence, sections: [Array("a\(sequence)".utf8)])
            #expect(sent.add(part) == true)
        }
        let bytes = sent.bytes
        #expect(try JSONReader.value(in: bytes).canonicalBytes == bytes)
        #expect(try Delivery(reading: bytes).envelopes == sent.envelopes)
    }

    @Test func itIsBoundInCountAndBytes() throws {
        var many = Delivery()
        for sequence in 1...Int64(Delivery.envelopesAtMost) {
            let part = try envelope(sequence)
            #expect(many.add(part) == true)
        }
        let (other, again) = (try envelope(99), try envelope(1))
        #expect(many.add(other) == false)
        var twice = Delivery()
        #expect(twice.add(again) == true)
        #expect(twice.add(again) == false, "an id goes once")
        var large = Delivery()
        var sequence: Int64 = 1
        while large.add(try envelope(sequence, filling: 900_000)) { sequence += 1 }
        #expect(large.bytes.count <= Delivery.bytesAtMost && large.envelopes.count == 3)
        #expect(try Delivery(reading: large.bytes).envelopes.count == 3)
    }

    private func refusal(of text: String) -> String {
        do {
            _ = try Delivery(reading: Array(text.utf8))
            return "taken"
        } catch { return error.description }
    }

    @Test func whatIsNoDeliveryIsRefused() throws {
        let one = String(decoding: try envelope(1).bytes, as: UTF8.self)
        func delivery(_ envelopes: [String], _ format: String = Delivery.format) -> String {
            #"{"envelopes":["# + envelopes.joined(separator: ",") + #"],"format":""# + format
                + #""}"#
        }
        let table = [
            ("delivery", ""), ("delivery", "[["), ("format", "{}"),
            ("format", delivery([one], "muster-delivery/2")), ("format", one),
            ("envelopes: needed 1", delivery([])),
            ("envelopes: needed 1", delivery(Array(repeating: one, count: 33))),
            ("envelopes[0].format", delivery(["1"])), ("envelopes[0].format", delivery(["{}"])),
            ("envelopes[1].id: a second", delivery([one, one])),
            ("delivery", String(repeating: "[", count: 100_000)),
            ("delivery", String(repeating: " ", count: Delivery.bytesAtMost + 1)),
            ("envelopes", #"{"format":"muster-delivery/1","envelopes":{}}"#),
        ]
        for (name, text) in table {
            #expect(refusal(of: text).hasPrefix(name), "\(name): \(refusal(of: text))")
        }
        #expect(refusal(of: delivery([one])) == "taken")
    }

    @Test func aBodyWithMoreSectionsThanAnyNodeHasIsRefused() throws {
        let many = (0...Envelope.sectionsAtMost).map { Array("\($0)".utf8) }
        #expect(throws: WireError.self) { try envelope(1, sections: many) }
        #expect(try envelope(1, sections: Array(many.dropLast())).named.count == 128)
    }

    // RFC 8032, 7.1, test 1: key pair.
    private static let secret = bytes(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    private static let open = bytes(
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")

    private static func bytes(_ digits: String) -> [UInt8] {
        stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(digits.dropFirst($0).prefix(2), radix: 16)
        }
    }

    @Test func aSignatureIsOverTheBodyAndNothingElse() throws {
        let section = Array("a".utf8)
        let bare = try envelope(7, sections: [section])
        #expect(!bare.isSigned(by: Self.open), "no signature is none")
        let signed = try #require(bare.signed(by: Self.secret, named: "wn1/2026"))
        let taken = try Envelope(reading: signed.bytes)
        #expect(taken == signed && taken.isSigned(by: Self.open))
        #expect(taken.signature?.keyID == "wn1/2026")
        #expect(!taken.isSigned(by: Self.secret) && !taken.isSigned(by: []))
        let without = try Envelope(body: signed.body, signature: signed.signature)
        #expect(without.isSigned(by: Self.open), "a relay may leave sections out")
        let other = try Envelope(body: try envelope(8).body, signature: signed.signature)
        #expect(!other.isSigned(by: Self.open))
    }

    @Test(arguments: ["", "a b", "ä", String(repeating: "k", count: 129), "a\n"])
    func aKeyHasAPlainName(name: String) throws {
        #expect(try envelope(1).signed(by: Self.secret, named: name) == nil)
        #expect(try envelope(1).signed(by: [1, 2], named: "k") == nil)
    }
}
