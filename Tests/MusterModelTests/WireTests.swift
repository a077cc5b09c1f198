import MusterModel
import Testing

/// What leaves the node, and what comes back.
@Suite struct WireTests {
    private static let incarnation = "00112233445566778899aabbccddeeff"
    private static let words = Vocabulary([])

    private func id(_ sequence: Int64 = 1, site: String? = "EXAMPLE-T2") throws -> ReportID {
        try #require(
            ReportID(
                site: site, node: "wn1.example.org", incarnation: Self.incarnation,
                sequence: sequence))
    }

    private func report(
        _ text: String = "a \"quoted\" text",
        gauges: [Fact] = [fact("cvmfs.cache.free", .integer(7))]
    ) -> AuditReport {
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
            gauges: gauges, judgements: [],
            took: .milliseconds(41), date: day("2026-11-24"), troubles: ["t"], remarks: ["r"])
    }

    @Test func anEnvelopeIsReadAsItWasWritten() throws {
        let sent = try Envelope(report(), as: id(), at: 1_795_000_000, by: Self.words)
        let taken = try Envelope(reading: sent.bytes)
        #expect(taken == sent)
        let body = try JSONReader.value(in: taken.body)
        #expect(body.canonicalBytes == taken.body, "the body is canonical JSON")
        #expect(body["format"]?.text == "muster-wire-report/2")
        #expect(body["queue"]?.text == "Q" && body["told_by"]?["queue"]?.text == "PILOT_SITENAME")
        #expect(body["site"] == nil, "the site is the id's, and there once")
        #expect(body["vantage"]?["sign"]?.text == "PANDAID")
    }

    /// A collector that has bytes alone finds every digest again.
    @Test func digestsAreThoseOfTheBytesThatTravel() throws {
        let report = report("naïve \u{1F600} \\ \"")
        let envelope = try Envelope(
            reading: try Envelope(report, as: id(), at: 0, by: Self.words).bytes)
        let body = try JSONReader.value(in: envelope.body)
        #expect(body["sections"] == nil, "sections travel beside the body")
        #expect(envelope.sections.count == 3 && Set(envelope.sections.keys) == envelope.named)
        for (digest, bytes) in envelope.sections { #expect(Digest(of: bytes) == digest) }
        guard case .object(var sheet)? = body["sheet"] else {
            Issue.record("no sheet")
            return
        }
        let digest = sheet.removeValue(forKey: "sha256")?.text
        #expect(Digest(of: JSONValue.object(sheet).canonicalBytes).text == digest)
        #expect(digest == report.sheet.digest.text)
    }

    /// Whatever moves, digests stay, and the body alone travels.
    @Test func twoLooksOfOneNodeHaveOneSheetAndOneFrame() throws {
        let looks = [
            report(), report(gauges: [fact("cvmfs.cache.free", .integer(8))]),
            report(gauges: [
                fact("cvmfs.cache.free", .integer(9)), fact("cvmfs.cache.used", .integer(1)),
            ]),
        ]
        let bodies = try looks.enumerated().map { number, look in
            let whole = try Envelope(
                look, as: id(Int64(number + 1)), at: 0, by: Self.words)
            return try ReportBody(of: whole)
        }
        #expect(Set(bodies.map(\.sheet)).count == 1)
        #expect(bodies[0].gauges.frame == bodies[1].gauges.frame)
        #expect(bodies[0].gauges.bytes == Array("[7]".utf8))
        #expect(bodies[1].gauges.bytes == Array("[8]".utf8))
        // Another gauge is another frame, and no other sheet.
        #expect(bodies[2].gauges.frame != bodies[0].gauges.frame)
    }

    @Test func theFrameIsNamedAsSectionsAre() throws {
        let whole = try Envelope(report(), as: id(), at: 0, by: Self.words)
        let frame = try ReportBody(of: whole).gauges.frame
        #expect(whole.named.contains(frame))
        #expect(GaugeFrame(reading: try #require(whole.sections[frame])) != nil)
        let lost = try Envelope(body: whole.body, lost: [frame])
        #expect(try Envelope(reading: lost.bytes).lost == [frame])
        #expect(!report().sheet.json.canonicalText.contains(frame.text))
    }

    private func refusal(ofGauges gauges: JSONValue?) throws -> String {
        let report = report()
        let body = report.wireBody(
            as: try id(), at: 0, gauges: FramedGauges(report.gauges, by: Self.words))
        guard case .object(var members) = body else { return "no object" }
        members["gauges"] = gauges
        let bytes = JSONValue.object(members).canonicalBytes
        do throws(WireError) {
            _ = try ReportBody(of: try Envelope(body: bytes))
            return "taken"
        } catch { return error.description }
    }

    @Test func hostileGaugesAreRefused() throws {
        let digest = Digest(of: []).text
        let section = try #require(report().sheet.sections.first).digest.text
        func values(_ text: String) throws -> JSONValue {
            .object([
                "frame": .string(digest), "values": try JSONReader.value(in: Array(text.utf8)),
            ])
        }
        let nested = (0..<28).reduce(JSONValue.bool(true)) { deep, _ in .array([deep]) }
        let many = Array(repeating: JSONValue.bool(true), count: GaugeFrame.slotsAtMost + 1)
        let table: [(String, JSONValue?)] = [
            ("body.gauges.frame", nil), ("body: needed a SHA-256 digest", .array([])),
            ("body: needed a SHA-256 digest", .object(["values": .array([])])),
            ("body: needed a SHA-256 digest", .object(["frame": .string("x")])),
            (
                "body: needed another digest",
                .object(["frame": .string(section), "values": .array([])])
            ),
            ("body.gauges.values", .object(["frame": .string(digest)])),
            ("body.gauges.values", try values("{}")), ("body.gauges.values", try values("[null]")),
            ("body.gauges.values", try values("[[1]]")),
            ("body.gauges.values", try values(#"[{"missing":"hung"}]"#)),
            ("body.gauges.values", try values(#"[{"missing":"lazy","detail":""}]"#)),
            (
                "body.gauges.values",
                .object(["frame": .string(digest), "values": .array([nested])])
            ),
            (
                "body.gauges.values",
                .object(["frame": .string(digest), "values": .array(many)])
            ),
            ("taken", try values(#"[1,true,"x",["y"],{"missing":"hung","detail":""}]"#)),
        ]
        for (name, gauges) in table {
            let words = try refusal(ofGauges: gauges)
            #expect(words.hasPrefix(name), "\(name): \(words)")
        }
        // A member twice is no JSON of ours.
        let text = String(
            decoding: try Envelope(report(), as: id(), at: 0, by: Self.words).body, as: UTF8.self)
        let twice = text.replacing(#""gauges":{"#, with: #""gauges":{"values":[],"#)
        #expect(throws: WireError.self) { try Envelope(body: Array(twice.utf8)) }
    }

    private func changed(_ change: (inout [String: JSONValue]) -> Void) throws -> [UInt8] {
        let bytes = try Envelope(report(), as: id(), at: 0, by: Self.words).bytes
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
        let named = try #require(Envelope(report(), as: id(), at: 0, by: Self.words).named.min())
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
        let bytes = try Envelope(report(), as: id(), at: 0, by: Self.words).bytes
        for count in stride(from: 0, to: bytes.count, by: 7) {
            #expect(refusal(of: Array(bytes.prefix(count))) != "taken", "\(count) bytes")
        }
    }

    @Test func aReportWithoutBoundIsNotSent() {
        let huge = AuditReport(
            version: "0.1.0", identity: Identity(hostName: "wn1", machineID: nil, bootID: nil),
            sheet: sheet([]), gauges: [], judgements: [], took: .zero, date: day("2026-11-24"),
            troubles: [String(repeating: "x", count: Envelope.bodyAtMost)])
        #expect(throws: WireError.self) { try Envelope(huge, as: id(), at: 0, by: Self.words) }
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
