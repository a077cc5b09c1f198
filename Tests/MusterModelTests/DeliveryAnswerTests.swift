import MusterModel
import Testing

/// What a collector says, read by a sender that trusts nobody.
@Suite struct DeliveryAnswerTests {
    private static let incarnation = "00112233445566778899aabbccddeeff"
    private static let digest = Digest(of: [1])

    private func key(_ sequence: Int64 = 1) throws -> ReportKey {
        ReportKey(
            try #require(
                ReportID(
                    site: nil, node: "wn1", incarnation: Self.incarnation, sequence: sequence)))
    }

    private func answer(_ results: String) throws(WireError) -> DeliveryAnswer {
        let text = #"{"format":"muster-answer/1","more":1,"results":"# + results + "}"
        let parts = text.split(separator: "\"I\"", omittingEmptySubsequences: false)
        let named = parts.joined(separator: "\"\(Self.incarnation)\"")
        let digests = named.split(separator: "DIGEST", omittingEmptySubsequences: false)
        return try DeliveryAnswer(
            reading: Array(digests.joined(separator: Self.digest.text).utf8))
    }

    @Test(arguments: [
        (#"[{"incarnation":"I","sequence":1,"result":"stored"}]"#, Receipt.stored),
        (#"[{"incarnation":"I","sequence":1,"result":"known","new":[]}]"#, .known),
        (#"[{"incarnation":"I","sequence":1,"result":"refused","reason":"no"}]"#, .refused("no")),
        (
            #"[{"incarnation":"I","sequence":1,"result":"refused","reason":"\u001b[2J"}]"#,
            .refused("\u{FFFD}[2J")
        ),
        (
            #"[{"incarnation":"I","sequence":1,"result":"refused"}]"#,
            .refused("no reason was given")
        ),
        (
            #"[{"incarnation":"I","sequence":1,"result":"wants","sections":["DIGEST"]}]"#,
            .wants([digest])
        ),
        (
            #"[{"incarnation":"I","sequence":2,"result":"refused"},"#
                + #"{"incarnation":"I","sequence":1,"result":"stored"}]"#, .stored
        ),
        (#"[{"incarnation":"I","sequence":2,"result":"stored"}]"#, nil),
        (#"[{"incarnation":"x","sequence":1,"result":"stored"}]"#, nil),
        (#"[{"incarnation":"I","sequence":1,"result":"perhaps"}]"#, nil), ("[]", nil),
        (#"[1,"a",null]"#, nil), (#"[{"incarnation":"I","sequence":-1,"result":"stored"}]"#, nil),
    ])
    func receiptsNameTheReport(results: String, receipt: Receipt?) throws {
        #expect(try answer(results).receipts[key()] == receipt)
    }

    @Test(arguments: [
        #"[{"incarnation":"I","sequence":1,"result":"stored"},"#
            + #"{"incarnation":"I","sequence":1,"result":"refused"}]"#,
        #"[{"incarnation":"I","sequence":1,"result":"wants"}]"#,
        #"[{"incarnation":"I","sequence":1,"result":"wants","sections":[]}]"#,
        #"[{"incarnation":"I","sequence":1,"result":"wants","sections":["../x"]}]"#,
        #"[{"incarnation":"I","sequence":1,"result":"wants","sections":["DIGEST","DIGEST"]}]"#,
        #""stored""#, "{}", "null",
    ])
    func anAnswerThatContradictsItselfIsNone(results: String) {
        #expect(throws: WireError.self) { try answer(results) }
    }

    @Test func noMoreSectionsAreWantedThanThereCanBe() throws {
        let many = (0...UInt8(Envelope.sectionsAtMost)).map { "\"\(Digest(of: [$0]).text)\"" }
        func wanting(_ digests: some Sequence<String>) -> String {
            #"[{"incarnation":"I","sequence":1,"result":"wants","sections":["#
                + digests.joined(separator: ",") + "]}]"
        }
        #expect(throws: WireError.self) { try answer(wanting(many)) }
        #expect(try answer(wanting(many.dropLast())).receipts.count == 1)
    }

    @Test(arguments: ["", "OK", "{}", #"{"format":"muster-answer/2","results":[]}"#, "[[[[", "1.5"])
    func whatIsNoAnswerIsNone(text: String) {
        #expect(throws: WireError.self) { try DeliveryAnswer(reading: Array(text.utf8)) }
    }

    @Test func anAnswerIsReadAsItWasWrittenAndNotBeyondItsBound() throws {
        let sent = DeliveryAnswer([
            try key(1): .stored, try key(2): .known, try key(3): .refused("why"),
            try key(4): .wants([Self.digest]),
        ])
        #expect(try DeliveryAnswer(reading: sent.bytes) == sent)
        let space = [UInt8](repeating: 0x20, count: DeliveryAnswer.bytesAtMost)
        #expect(throws: WireError.self) { try DeliveryAnswer(reading: space + sent.bytes) }
    }

    /// Every report of a full delivery may want all sections of an ordinary node.
    @Test func theAnswerToAFullDeliveryFits() throws {
        let wanted = (0..<20).map { Digest(of: [$0]) }
        let receipts = try (1...Int64(Delivery.envelopesAtMost)).map {
            (try key($0), Receipt.wants(wanted))
        }
        let answer = DeliveryAnswer(Dictionary(uniqueKeysWithValues: receipts))
        #expect(answer.bytes.count <= DeliveryAnswer.bytesAtMost)
    }
}
