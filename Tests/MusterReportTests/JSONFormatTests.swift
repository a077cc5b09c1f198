import AuditExamples
import Foundation
import LaunchKit
import MusterModel
import MusterReport
import Testing

/// NDJSON and SARIF: their schemas, and what a schema cannot say.
struct JSONFormatTests {
    private static let validate = """
        import json, sys, jsonschema
        schema = json.load(open(sys.argv[2]))
        validator = jsonschema.validators.validator_for(schema)
        validator.check_schema(schema)
        checker = validator(schema, format_checker=jsonschema.FormatChecker())
        for line in open(sys.argv[1], encoding="utf-8"):
            for error in checker.iter_errors(json.loads(line)):
                print(error.json_path + ": " + error.message[:200])
        """

    private static let schema = Launch.package.appending(
        path: "docs/reference/ndjson.schema.json"
    ).path

    private func complaints(about text: String, by schema: String) throws -> String {
        try Consumer.python(Self.validate, schema, on: text)
    }

    @Test(arguments: ConsumerTests.shapes)
    func everyLineFitsItsSchema(shape: AuditShape) throws {
        let text = ReportFormat.ndjson.text(shape.example)
        #expect(try complaints(about: text, by: Self.schema) == "")
    }

    @Test(arguments: [
        (#""kind":"finding""#, #""kind":"other""#), (#""outcome":"fail""#, #""outcome":"bad""#),
        (#""evidence_omitted":0"#, #""evidence_omitted":-1"#),
        (#""waived_by":"ops","#, ""), (#""verdict":"unfit""#, #""verdict":"fine""#),
        (#""time":"2026"#, #""time":"26"#), (#""hung":true"#, #""hung":1"#),
    ])
    func whatDoesNotFitIsRefused(found: String, changed: String) throws {
        let text = ReportFormat.ndjson.text(.troubled)
        try #require(text.contains(found))
        #expect(try complaints(about: text.replacing(found, with: changed), by: Self.schema) != "")
    }

    @Test func theSummaryIsLastAndCountsTheLines() throws {
        let lines = ReportFormat.ndjson.text(.troubled).split(separator: "\n")
        let values = try lines.map { try JSONReader.value(in: Array($0.utf8)) }
        #expect(values.dropLast().allSatisfy { $0["kind"] == .string("finding") })
        let summary = try #require(values.last)
        #expect(summary["kind"] == .string("summary"))
        #expect(summary["findings"]?.number == Int64(lines.count - 1))
        #expect(summary["profiles"]?["atlas"]?["fail"] == .integer(1))
        #expect(summary["profiles"]?["atlas"]?["unknown"] == .integer(2))
    }

    /// OASIS publishes the schema; it is not part of this project.
    @Test(
        .enabled(
            if: ProcessInfo.processInfo.environment["MUSTER_SARIF_SCHEMA"] != nil,
            "needs MUSTER_SARIF_SCHEMA, the path of sarif-schema-2.1.0.json"),
        arguments: ConsumerTests.shapes)
    func sarifFitsTheSchemaOfTheStandard(shape: AuditShape) throws {
        let schema = ProcessInfo.processInfo.environment["MUSTER_SARIF_SCHEMA"] ?? ""
        #expect(try complaints(about: ReportFormat.sarif.text(shape.example), by: schema) == "")
    }

    private func runs(_ example: AuditExample) throws -> [JSONValue] {
        let log = try JSONReader.value(in: Array(ReportFormat.sarif.text(example).utf8))
        #expect(log["version"] == .string("2.1.0"))
        return try #require(log["runs"]?.elements)
    }

    @Test(arguments: ConsumerTests.shapes)
    func everyResultPointsAtItsRule(shape: AuditShape) throws {
        for run in try runs(shape.example) {
            let rules = try #require(run["tool"]?["driver"]?["rules"]?.elements)
            let ids = rules.map { $0["id"]?.text }
            #expect(Set(ids).count == ids.count)
            for result in try #require(run["results"]?.elements) {
                let place = try #require(result["ruleIndex"]?.number)
                #expect(ids[Int(place)] == result["ruleId"]?.text)
                // Section 3.27.10: a level beside another kind than "fail" is "none".
                #expect((result["kind"] == .string("fail")) == (result["level"] != .string("none")))
            }
        }
    }

    @Test func resultsTellOutcomeFileAndWaiver() throws {
        let atlas = try #require(try runs(.troubled).last)
        let results = try #require(atlas["results"]?.elements)
        let kinds = results.map { "\($0["kind"]?.text ?? "") \($0["level"]?.text ?? "")" }
        #expect(kinds == ["fail error", "open none", "open none", "fail warning", "fail error"])
        let uri = results[0]["locations"]?.elements?.first?["physicalLocation"]?[
            "artifactLocation"]?["uri"]
        #expect(uri == .string("file:///etc/cvmfs/default.local"))
        #expect(results[1]["locations"]?.elements?.first?["physicalLocation"] == nil)
        let waived = results.filter { $0["suppressions"] != nil }
        #expect(waived.map { $0["ruleId"]?.text } == ["userns.enabled"])
        let prints = results.compactMap { $0["partialFingerprints"]?["musterFinding/v1"]?.text }
        #expect(Set(prints).count == results.count)
    }

    @Test func moreResultsThanServicesTakeAreCounted() throws {
        let run = try #require(try runs(.crowded(SARIFRenderer.resultsAtMost + 7)).first)
        #expect(run["results"]?.elements?.count == SARIFRenderer.resultsAtMost)
        let notes = run["invocations"]?.elements?.first?["toolExecutionNotifications"]?.elements
        #expect(notes?.first?["message"]?["text"]?.text?.hasPrefix("7 more findings") == true)
    }
}
