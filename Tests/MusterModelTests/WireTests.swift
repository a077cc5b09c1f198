import MusterModel
import Testing

/// What leaves the node, and what comes back.
@Suite struct WireTests {
    private static let incarnation = "00112233445566778899aabbccddeeff"

    private func id(_ sequence: Int64 = 1, site: String? = "EXAMPLE-T2") throws -> ReportID {
        try #require(
            ReportID(
                site: site, node: "wn1.example.org", incarnation: Self.incarnation,
                sequence: sequence))
    }

    private func report(_ text: String = "a \"quoted\" text") -> AuditReport {
        AuditReport(
            version: "0.1.0",
            identity: Identity(hostName: "wn1.example.org", machineID: nil, bootID: "b"),
            belonging: Belonging(
                site: .init("EXAMPLE-T2", from: "--site"),
                queue: .init("Q", from: "PILOT_SITENAME")),
            sheet: sheet(
                [fact("kernel.release.version", .string(text)), fact("cvmfs.x.y", .bool(true))],
                watching: ["cvmfs.repository": ["atlas.cern.ch"]],
                from: Vantage(.job, user: 7, sign: "PANDAID")),
            gauges: [fact("cvmfs.cache.free", .integer(7))], judgements: [],
            took: .milliseconds(41), date: day("2026-11-24"), troubles: ["t"], remarks: ["r"])
    }

    @Test func anEnvelopeIsReadAsItWasWritten() throws {
        let sent = try Envelope(report(), as: id(), at: 1_795_000_000)
        let taken = try Envelope(reading: sent.bytes)
        #expect(taken == sent)
        let body = try JSONReader.value(in: taken.body)
        #expect(body.canonicalBytes == taken.body, "the body is canonical JSON")
        #expect(body["format"]?.text == "muster-wire-report/1")
        #expect(body["queue"]?.text == "Q" && body["told_by"]?["queue"]?.text == "PILOT_SITENAME")
        #expect(body["site"] == nil, "the site is the id's, and there once")
        #expect(body["vantage"]?["sign"]?.text == "PANDAID")
    }

    /// A collector that has bytes alone finds every digest again.
    @Test func digestsAreThoseOfTheBytesThatTravel() throws {
        let report = report("naïve \u{1F600} \\ \"")
        let envelope = try Envelope(reading: try Envelope(report, as: id(), at: 0).bytes)
        let body = try JSONReader.value(in: envelope.body)
        #expect(body["sections"] == nil, "sections travel beside the body")
        #expect(envelope.sections.count == 2 && Set(envelope.sections.keys) == envelope.named)
        for (digest, bytes) in envelope.sections { #expect(Digest(of: bytes) == digest) }
        guard case .object(var sheet)? = body["sheet"] else {
            Issue.record("no sheet")
            return
        }
        let digest = sheet.removeValue(forKey: "sha256")?.text
        #expect(Digest(of: JSONValue.object(sheet).canonicalBytes).text == digest)
        #expect(digest == report.sheet.digest.text)
    }

    private func changed(_ change: (inout [String: JSONValue]) -> Void) throws -> [UInt8] {
        let bytes = try Envelope(report(), as: id(), at: 0).bytes
        guard case .object(var members) = try JSONReader.value(in: bytes) else { return [] }
        change(&members)
        return JSONValue.object(members).canonicalBytes
    }

    private func refusal(of bytes: [UInt8]) -> String {
        do {
            _ = try Envelope(reading: bytes)
            return "taken"
        } catch { return error.description }
    }

    @Test func whatDoesNotFitIsRefusedWithTheMembersName() throws {
        let other = try #require(
            ReportID(site: nil, node: "x", incarnation: Self.incarnation, sequence: 9))
        let table: [(String, [UInt8])] = [
            ("envelope", []), ("envelope", Array("{".utf8)), ("format", Array("{}".utf8)),
            ("format", try changed { $0["format"] = .string("muster-envelope/2") }),
            ("id", try changed { $0["id"] = nil }),
            ("id", try changed { $0["id"] = .object(["node": .string("x")]) }),
            ("body", try changed { $0["body"] = nil }),
            ("body", try changed { $0["body"] = .string("%%%%") }),
            ("body", try changed { $0["body"] = .array([]) }),
            ("sha256", try changed { $0["sha256"] = nil }),
            ("sha256", try changed { $0["body"] = .string("AAAA") }),
            ("body: its id", try changed { $0["id"] = other.json }),
            (
                "body: needed an id",
                try changed {
                    $0["body"] = .string("e30=")
                    $0["sha256"] = .string(Digest(of: Array("{}".utf8)).text)
                }
            ),
        ]
        for (name, bytes) in table {
            #expect(refusal(of: bytes).hasPrefix(name), "\(name): \(refusal(of: bytes))")
        }
    }

    @Test func whatTravelsBesideTheBodyFitsIt() throws {
        let named = try #require(Envelope(report(), as: id(), at: 0).named.min())
        let empty = Digest(of: [])
        let forged = JSONValue.object([named.text: .string("other bytes")])
        let table: [(String, [UInt8])] = [
            ("sections", try changed { $0["sections"] = .array([]) }),
            ("sections", try changed { $0["sections"] = .object(["x": .string("")]) }),
            ("sections", try changed { $0["sections"] = .object([empty.text: .string("")]) }),
            ("sections", try changed { $0["sections"] = .object([empty.text: .null]) }),
            ("sections", try changed { $0["sections"] = forged }),
            ("lost", try changed { $0["lost"] = .string(named.text) }),
            ("lost", try changed { $0["lost"] = .array([.string("x")]) }),
            ("lost", try changed { $0["lost"] = .array([.string(empty.text)]) }),
            ("lost", try changed { $0["lost"] = .array([.string(named.text)]) }),
            (
                "lost",
                try changed {
                    $0["sections"] = nil
                    $0["lost"] = .array([.string(named.text), .string(named.text)])
                }
            ),
            ("signature", try changed { $0["key_id"] = .string("k") }),
            ("signature", try changed { $0["signature"] = .string("AAAA") }),
            (
                "signature",
                try changed {
                    $0["key_id"] = .string("k")
                    $0["signature"] = .string("AAAA")
                }
            ),
        ]
        for (name, bytes) in table {
            #expect(refusal(of: bytes).hasPrefix(name), "\(name): \(refusal(of: bytes))")
        }
    }

    @Test func everyTruncationIsRefused() throws {
        let bytes = try Envelope(report(), as: id(), at: 0).bytes
        for count in stride(from: 0, to: bytes.count, by: 7) {
            #expect(refusal(of: Array(bytes.prefix(count))) != "taken", "\(count) bytes")
        }
    }

    @Test func aReportWithoutBoundIsNotSent() {
        let huge = AuditReport(
            version: "0.1.0", identity: Identity(hostName: "wn1", machineID: nil, bootID: nil),
            sheet: sheet([]), gauges: [], judgements: [], took: .zero, date: day("2026-11-24"),
            troubles: [String(repeating: "x", count: Envelope.bodyAtMost)])
        #expect(throws: WireError.self) { try Envelope(huge, as: id(), at: 0) }
    }

    @Test(arguments: [
        (nil, "wn1", "00112233445566778899aabbccddeeff", 0),
        (nil, "wn1", "00112233445566778899aabbccddeeff", -1),
        (nil, "", "00112233445566778899aabbccddeeff", 1),
        (nil, "a\nb", "00112233445566778899aabbccddeeff", 1),
        (nil, "wn1", "00112233445566778899AABBCCDDEEFF", 1), (nil, "wn1", "0011", 1),
        ("a\"b", "wn1", "00112233445566778899aabbccddeeff", 1),
    ])
    func aPartThatIsNotOfItsFormMakesNoID(
        site: String?, node: String, incarnation: String, sequence: Int64
    ) {
        #expect(
            ReportID(site: site, node: node, incarnation: incarnation, sequence: sequence) == nil)
    }

    @Test func incarnationsDiffer() {
        let some = Set((0..<100).map { _ in ReportID.newIncarnation() })
        #expect(some.count == 100 && some.allSatisfy { $0.utf8.count == 32 })
    }
}
