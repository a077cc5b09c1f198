import Foundation
import LaunchKit
import MusterModel
import Testing

/// Every document of the wire form against docs/reference/wire.schema.json, with
/// Debian's python3-jsonschema. Reports are in PushCommandTests: those are real ones.
@Suite struct WireSchemaTests {
    private let bench: Workbench

    init() throws { bench = try Workbench() }

    private static let program = """
        import json, jsonschema, sys
        schema = json.load(open(sys.argv[1]))
        schema["$ref"] = "#/$defs/" + sys.argv[2]
        for error in jsonschema.Draft202012Validator(schema).iter_errors(json.load(open(sys.argv[3]))):
            print(error.json_path, error.message[:200])
        """

    private func complaints(about bytes: [UInt8], as name: String) throws -> String {
        let path = bench.root + "/document"
        try Data(bytes).write(to: URL(filePath: path))
        let schema = Launch.package.appending(path: "docs/reference/wire.schema.json").path
        let end = try Launch.run(["/usr/bin/python3", "-c", Self.program, schema, name, path])
        #expect(end.exit == 0, "\(end.errors)")
        return end.output
    }

    /// A delivery with everything that an envelope can hold.
    private func delivery() throws -> Delivery {
        let sections = SampleReport.sections(1)
        let (sent, lost) = (try #require(sections.keys.min()), try #require(sections.keys.max()))
        let whole = try Envelope(
            body: SampleReport.body(1), sections: [sent: sections[sent] ?? []], lost: [lost])
        let signed = whole.signed(by: [UInt8](repeating: 7, count: 32), named: "wn1/2026")
        var delivery = Delivery()
        for envelope in [try #require(signed), try Envelope(body: SampleReport.body(9))] {
            #expect(delivery.add(envelope) == true)
        }
        return delivery
    }

    @Test func bundlesFitAndBrokenOnesDoNot() throws {
        let bundle = try CheckBundle(
            version: 3, made: 1, until: CalendarDate("2027-03-31"), note: "a try",
            files: [.init(name: "a-1.yaml", text: "x\n")])
        let signed = try #require(SignedBundle(bundle, by: BundleSecret()))
        #expect(try complaints(about: signed.bytes, as: "signed_bundle") == "")
        #expect(try complaints(about: signed.body, as: "bundle") == "")
        let text = String(decoding: signed.body, as: UTF8.self)
        for (found, changed) in [
            ("muster-bundle/1", "muster-bundle/2"), ("a-1.yaml", "../a.yaml"),
            (#""version":3"#, #""version":0"#), (#""made":1"#, #""made":1,"run":"x""#),
            (#""note":"a try","#, #""note":7,"#), (#","version":3"#, ""),
            (#""text":"x\n""#, #""mode":7,"text":"x""#),
        ] {
            try #require(text.contains(found))
            let broken = Array(text.replacing(found, with: changed).utf8)
            #expect(try complaints(about: broken, as: "bundle") != "", "\(found)")
            #expect(throws: WireError.self, "\(found)") { try CheckBundle(reading: broken) }
        }
    }

    @Test func deliveriesFitAndBrokenOnesDoNot() throws {
        let bytes = try delivery().bytes
        #expect(try complaints(about: bytes, as: "delivery") == "")
        #expect(try Delivery(reading: bytes).envelopes.count == 2, "and we read them, too")
        let text = String(decoding: bytes, as: UTF8.self)
        for (found, changed) in [
            ("muster-delivery/1", "muster-delivery/2"), (#""key_id":"wn1/2026","#, ""),
            (#""signature":""#, #""signature":"A"#), (#""lost":["#, #""lost":["x","#),
            (#""sequence":9"#, #""sequence":0"#), (#""sha256":""#, #""sha256":"x"#),
            (#""envelopes":["#, #""envelopes":[{},"#),
        ] {
            try #require(text.contains(found))
            let broken = Array(text.replacing(found, with: changed).utf8)
            #expect(try complaints(about: broken, as: "delivery") != "", "\(found)")
            #expect(throws: WireError.self, "\(found)") { try Delivery(reading: broken) }
        }
    }

    @Test func answersFitAndBrokenOnesDoNot() throws {
        let receipts: [Receipt] = [.stored, .known, .refused("no"), .wants([Digest(of: [])])]
        let pairs = try receipts.enumerated().map {
            (ReportKey(try SampleReport.id(Int64($0.offset + 1))), $0.element)
        }
        let bytes = DeliveryAnswer(Dictionary(uniqueKeysWithValues: pairs)).bytes
        #expect(try complaints(about: bytes, as: "answer") == "")
        let text = String(decoding: bytes, as: UTF8.self)
        for (found, changed) in [("stored", "perhaps"), (#""sections""#, #""else""#)] {
            let broken = Array(text.replacing(found, with: changed).utf8)
            #expect(try complaints(about: broken, as: "answer") != "", "\(found)")
        }
    }
}
