import AuditExamples
import MusterModel
import MusterReport
import Testing

struct JSONRendererTests {
    @Test(arguments: AuditShape.allCases)
    func textIsOneCanonicalLine(shape: AuditShape) throws {
        let text = JSONRenderer().render(shape.example.report)
        #expect(text.hasSuffix("}\n"))
        let bytes = Array(text.utf8.dropLast())
        #expect(!bytes.contains(UInt8(ascii: "\n")))
        #expect(try JSONReader.value(in: bytes).canonicalBytes == bytes)
    }

    @Test func verdictsAndFindingsAreTold() throws {
        let value = JSONRenderer().value(of: AuditExample.troubled.report)
        #expect(value["format"] == .string("muster-report/1"))
        #expect(value["verdict"] == .string("unfit"))
        #expect(
            value["verdicts"]
                == .object(["baseline": .string("undetermined"), "atlas": .string("unfit")]))
        let atlas = try #require(value["judgements"]?.elements?.last)
        let first = try #require(atlas["findings"]?.elements?.first)
        #expect(first["check"] == .string("cvmfs.cache"))
        #expect(first["outcome"] == .string("fail"))
        let evidence = try #require(first["evidence"]?.elements?.first)
        #expect(
            evidence.canonicalText
                == #"{"fact":{"kind":"bytes","name":"cvmfs.cache.limit","#
                + #""origin":"/etc/cvmfs/default.conf","value":4194304000},"#
                + #""truth":"no","wanted":"at least 20 GB"}"#)
    }

    @Test func aVerdictOnAPartSaysWhatWasLeftOut() throws {
        let whole = JSONRenderer().value(of: AuditExample.ready.report)
        #expect(whole["partial"] == .bool(false))
        let value = JSONRenderer().value(of: AuditExample.partial.report)
        #expect(value["partial"] == .bool(true))
        let judgements = try #require(value["judgements"]?.elements)
        #expect(judgements.map { $0["partial"] } == [.bool(true), .bool(false)])
        #expect(
            judgements.map { $0["left_out"] } == [
                .array([.string("runtime.route")]), .array([]),
            ])
    }

    @Test func waivedAndHungFindingsSaySo() throws {
        let value = JSONRenderer().value(of: AuditExample.troubled.report)
        let findings = try #require(value["judgements"]?.elements?.last?["findings"]?.elements)
        let hung = findings.filter { $0["hung"] == .bool(true) }
        #expect(hung.map { $0["subject"] } == [.string("atlas.cern.ch")])
        let waivers = findings.compactMap { $0["waiver"]?["until"] }
        #expect(waivers == [.string("2027-01-31")])
    }

    @Test func everySectionHasTheDigestOfItsBytes() throws {
        let report = AuditExample.troubled.report
        let value = JSONRenderer().value(of: report)
        let sections = try #require(value["facts"]?["sections"]?.elements)
        #expect(sections.map { $0["sha256"]?.text } == report.sheet.sections.map(\.digest.text))
        #expect(value["sheet"]?["sha256"]?.text == report.sheet.digest.text)
    }

    @Test func untrustedValuesAreKeptExactly() throws {
        let report = AuditExample.hostile.report
        let value = try JSONReader.value(in: Array(JSONRenderer().render(report).utf8))
        #expect(value["identity"]?["host_name"]?.text == report.identity.hostName)
    }
}
