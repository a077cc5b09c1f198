import AuditExamples
import MusterModel
import Testing

@testable import MusterAgent

/// Frames of gauges travel as sections do.
@Suite struct FrameDeliveryTests {
    private let gauges = FramedGauges(
        AuditExample.troubled.report.gauges, by: Vocabulary([]))

    private func body(_ sequence: Int64) throws -> [UInt8] {
        let id = try #require(
            ReportID(
                site: nil, node: "wn1", incarnation: CourierBench.incarnation, sequence: sequence))
        return AuditExample.troubled.report.wireBody(as: id, at: 0, gauges: gauges).canonicalBytes
    }

    /// The shelf of a node that has what its report names.
    private func section(_ digest: Digest) -> [UInt8]? {
        let report = AuditExample.troubled.report
        if digest == gauges.frame.digest { return gauges.frame.bytes }
        return report.sheet.sections.first { $0.digest == digest }?.bytes
    }

    @Test func aFrameGoesWhereItIsNotBelievedKnown() throws {
        let frame = gauges.frame.digest
        var delivery = Delivery()
        var known = KnownSections()
        #expect(try delivery.add(body: body(1), known: known, section: section))
        #expect(try delivery.add(body: body(2), known: known, section: section))
        #expect(delivery.envelopes[0].sections[frame] == gauges.frame.bytes)
        #expect(delivery.envelopes[1].sections.isEmpty, "an envelope before it carries it")
        for parcel in delivery.envelopes.map(Parcel.init) {
            #expect(parcel.named.contains(frame))
            known.add(parcel.named)
        }
        var next = Delivery()
        #expect(try next.add(body: body(3), known: known, section: section))
        #expect(next.envelopes[0].sections.isEmpty && next.envelopes[0].lost.isEmpty)
        known.remove([frame])
        var wanted = Delivery()
        #expect(try wanted.add(body: body(4), known: known, section: section))
        #expect(Set(wanted.envelopes[0].sections.keys) == [frame])
    }

    @Test func aFrameThatIsGoneIsDeclaredLost() throws {
        var delivery = Delivery()
        let isThere = try delivery.add(
            body: body(1), known: KnownSections(),
            section: { $0 == gauges.frame.digest ? [UInt8]("[]".utf8) : section($0) })
        #expect(isThere)
        #expect(delivery.envelopes[0].lost == [gauges.frame.digest])
        #expect(!Parcel(delivery.envelopes[0]).named.contains(gauges.frame.digest))
    }

    /// A report that an older program has kept is as one that is damaged: it goes nowhere,
    /// and the dispatch sets it aside.
    @Test func aBodyWithWholeFactsIsNoReport() throws {
        guard case .object(var members) = try JSONReader.value(in: try body(1)) else { return }
        members["gauges"] = .array(AuditExample.troubled.report.gauges.map(\.json))
        let old = JSONValue.object(members).canonicalBytes
        var delivery = Delivery()
        #expect(throws: WireError.self) {
            try delivery.add(body: old, known: KnownSections(), section: section)
        }
        #expect(delivery.envelopes.isEmpty)
    }

    @Test func whatIsWeighedKeepsItsFrameOnTheShelf() throws {
        let report = AuditExample.troubled.report
        var known = Memory()
        known.take(Sighting(.full, report))
        let comparison = MusterAgent.Comparison(report, look: .full, before: nil, known: known)
        let result = WeighResult(
            comparison, status: "", body: try body(1), sheet: report.sheet, frame: gauges.frame)
        let told = try #require(WeighResult(result.frames))
        let named = try Envelope(body: told.body).named
        #expect(Set(told.sections.keys) == Set(named.map(\.text)))
        #expect(told.sections[gauges.frame.digest.text] == gauges.frame.bytes)
    }
}
