import AuditExamples
import MusterModel
import MusterStore
import Testing

@testable import MusterCollector

/// From a report's values to what is judged and shown of gauges.
@Suite struct GaugeFramesTests {
    private let bench: CollectorBench

    init() throws { bench = try CollectorBench() }

    private func take(
        _ envelopes: Envelope..., at site: String = "EXAMPLE-T2"
    ) async throws -> [Receipt?] {
        let bytes = try CollectorBench.delivery(envelopes)
        let answer = try await bench.withIngest { ingest in
            try await ingest.take(bytes) { .success(NodeName(site: site, node: $0.id.node)) }
        }
        return envelopes.map { answer.receipts[ReportKey($0.id)] }
    }

    private func example(_ gauges: [Fact]) -> AuditExample {
        var example = AuditExample.troubled
        example.gauges = gauges
        return example
    }

    private func states() async throws -> [NodeState] {
        let site = try #require(await bench.store.sites().first { $0.name == "EXAMPLE-T2" })
        return try await bench.store.states(at: site.id, after: 0, atMost: 100)
    }

    /// The report with other values under the same frame.
    private func changed(
        _ envelope: Envelope, values: [JSONValue], carrying: Bool = true
    ) throws -> Envelope {
        guard case .object(var body) = try JSONReader.value(in: envelope.body),
            case .object(var gauges)? = body["gauges"]
        else { throw StoreError("test", .missing, "no gauges") }
        gauges["values"] = .array(values)
        body["gauges"] = .object(gauges)
        return try Envelope(
            body: JSONValue.object(body).canonicalBytes,
            sections: carrying ? envelope.sections : [:])
    }

    @Test func aFrameIsWantedOnceASiteAndThenValuesAlone() async throws {
        let whole = try CollectorBench.envelope()
        let frame = try ReportBody(of: whole).gauges.frame
        let bare = try Envelope(
            body: whole.body, sections: whole.sections.filter { $0.key != frame })
        #expect(try await take(bare) == [.wants([frame])])
        #expect(try await take(whole) == [.stored])
        #expect(try await take(bare) == [.known])
        // Another node of the site with other readings, and the frame in the same delivery.
        var moved = AuditExample.troubled
        moved.gauges[0] = fact("cvmfs.repository.accessible", of: "atlas.cern.ch", .bool(true))
        let next = try CollectorBench.envelope(moved, node: "wn2", sections: false)
        #expect(try await take(next) == [.stored])
        #expect(try await take(next, at: "OTHER") == [.wants(next.named.sorted())])
        let states = try await states()
        #expect(Set(states.map(\.gauges.frame)) == [frame] && Set(states.map(\.sheet)).count == 1)
        let gauges = try await GaugeFrames(bench.store).gauges(of: states, at: "EXAMPLE-T2")
        let expected = [AuditExample.troubled, moved].map { $0.report.gauges }
        #expect(try gauges.map { try $0.get() } == expected)
    }

    @Test func valuesThatAreNotTheFramesAreRefused() async throws {
        let whole = try CollectorBench.envelope()
        let values = try ReportBody(of: whole).values
        let hostile: [[JSONValue]] = [
            [], Array(values.dropLast()), values + [.bool(true)], values.reversed(),
            [.integer(1)] + values.dropFirst(), [.array([])] + values.dropFirst(),
        ]
        // With the frame beside them, with one that was kept, and after a restart.
        for (carrying, isKept) in [(true, false), (false, true)] {
            if isKept { #expect(try await take(whole) == [.stored]) }
            for values in hostile {
                let envelope = try changed(whole, values: values, carrying: carrying)
                guard case .refused(let why)? = try await take(envelope)[0] else {
                    Issue.record("taken: \(values)")
                    continue
                }
                #expect(why.hasPrefix("body.gauges.values:"), "\(why)")
            }
        }
        #expect(try await states().map(\.key.sequence) == [1])
    }

    @Test func whatIsNoFrameIsRefused() async throws {
        let whole = try CollectorBench.envelope()
        let old = try ReportBody(of: whole).gauges.frame
        for text in ["{}", "[1]", #"[{"name":"a.b.c","origin":""},{"name":"a.b.c","origin":""}]"#] {
            let bytes = Array(text.utf8)
            let body = String(decoding: whole.body, as: UTF8.self)
                .replacing(old.text, with: Digest(of: bytes).text)
            var sections = whole.sections.filter { $0.key != old }
            sections[Digest(of: bytes)] = bytes
            let receipt = try await take(try Envelope(body: Array(body.utf8), sections: sections))
            guard case .refused(let why)? = receipt[0] else {
                Issue.record("taken: \(text)")
                continue
            }
            #expect(why.contains("no frame of gauges"))
        }
    }

    /// Whatever stands on gauges is unknown, and says why; the sheet's findings stay.
    @Test func aLostFrameMakesNothingUp() async throws {
        let lost = try CollectorBench.lost(try CollectorBench.envelope())
        #expect(try await take(lost) == [.stored])
        _ = await bench.judged(by: CollectorBench.policy())
        let rows = try await bench.store.verdicts(of: "wn1", at: "EXAMPLE-T2")
        let findings: [FindingView] = rows.flatMap { $0.findings }
        let resting = findings.filter { finding in
            finding.evidence.contains { $0.contains("the frame of its gauges") }
        }
        #expect(!resting.isEmpty, "\(findings.map(\.evidence))")
        #expect(resting.allSatisfy { $0.outcome == "unknown" })
        let state = try #require(await states().first)
        let gauges = try await GaugeFrames(bench.store).gauges(of: [state], at: "EXAMPLE-T2")
        #expect(throws: Absence.self) { try gauges[0].get() }
        // A node that has it brings it, and all is known again.
        let other = try CollectorBench.envelope(node: "wn2")
        #expect(try await take(other) == [.stored])
        let found = try await GaugeFrames(bench.store).gauges(of: [state], at: "EXAMPLE-T2")
        #expect(try found.map { try $0.get() } == [AuditExample.troubled.report.gauges])
    }

    @Test func pagesAndDocumentsTellWhatIsLost() async throws {
        _ = try await take(
            try CollectorBench.envelope(),
            try CollectorBench.lost(
                try CollectorBench.envelope(
                    example([fact("mounts.mount.answers", of: "/a", .bool(true))]),
                    node: "wn2", sequence: 2)))
        let library = Library(
            bench.store, RegistryKeeper(bench.store), CollectorBench.policy(), .usual,
            now: { 0 })
        func page(_ node: String) async throws -> String {
            let card = try #require(await bench.store.node(node, at: "EXAMPLE-T2"))
            let state = try #require(card.state)
            let page = NodePage(
                site: "EXAMPLE-T2", name: node, card: card,
                gauges: try await library.gauges(of: state, at: "EXAMPLE-T2"), verdicts: [],
                history: [])
            return String(decoding: page.bytes, as: UTF8.self)
        }
        let (whole, lacking) = (try await page("wn1"), try await page("wn2"))
        #expect(whole.contains("mounts.mount[/cvmfs/atlas.cern.ch].type"))
        #expect(!whole.contains("Nobody knows them") && lacking.contains("Nobody knows them"))
        #expect(!lacking.contains("mounts.mount[/a].answers"))
    }

    /// A store whose bytes are others than their names say.
    private struct DamagedStore: ReportStore {
        let bytes: [UInt8]

        func keep(_ arrivals: [Arrival]) async throws(StoreError) -> [Receipt] { [] }
        func state(of: String, at: String) async throws(StoreError) -> NodeState? { nil }
        func tallies(of: String, at: String) async throws(StoreError) -> [Tally] { [] }
        func content(
            _ digests: Set<Digest>, at: String
        ) async throws(StoreError) -> [Digest: [UInt8]] {
            Dictionary(digests.map { ($0, bytes) }, uniquingKeysWith: { first, _ in first })
        }
    }

    @Test func aDamagedFrameIsNone() async throws {
        let whole = FramedGauges(AuditExample.troubled.report.gauges, by: Vocabulary([])).frame
        let sections = [Array("{}".utf8), Array(whole.bytes.dropLast()), Array("[]".utf8)]
        for bytes in sections {
            let frames = GaugeFrames(DamagedStore(bytes: bytes))
            let found = try await frames.frames([whole.digest], at: "A")[whole.digest]
            #expect(throws: Absence.self) { try found?.get() }
            #expect(frames.size.frames == 0)
        }
        // Whole bytes that are no frame.
        let section = Array("{}".utf8)
        let frames = GaugeFrames(DamagedStore(bytes: section))
        let found = try await frames.frames([Digest(of: section)], at: "A")[Digest(of: section)]
        #expect(throws: Absence.self) { try found?.get() }
    }

    @Test func whatIsRememberedIsBoundAndEachSitesOwn() async throws {
        let frames = GaugeFrames(DamagedStore(bytes: []))
        func frame(_ number: Int, filling size: Int = 0) -> GaugeFrame {
            let origin = "\(number)" + String(repeating: "x", count: size)
            let gauge = fact("mounts.mount.answers", .bool(true), from: origin)
            return FramedGauges([gauge], by: Vocabulary([])).frame
        }
        for number in 0..<GaugeFrames.atMost + 10 { frames.remember(frame(number), at: "A") }
        #expect(frames.size.frames == GaugeFrames.atMost)
        let (first, last) = (frame(0).digest, frame(GaugeFrames.atMost))
        let found = try await frames.frames([first, last.digest], at: "A")
        #expect(try found[last.digest]?.get() == last)
        #expect(throws: Absence.self, "the oldest is forgotten") { try found[first]?.get() }
        let elsewhere = try await frames.frames([last.digest], at: "B")
        #expect(throws: Absence.self) { try elsewhere[last.digest]?.get() }
        for number in 0..<40 { frames.remember(frame(number, filling: 900_000), at: "A") }
        #expect(frames.size.bytes <= GaugeFrames.bytesAtMost && frames.size.frames < 20)
    }
}
