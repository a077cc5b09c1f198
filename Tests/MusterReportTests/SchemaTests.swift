import AuditExamples
import Foundation
import MusterModel
import MusterReport
import Testing

/// `docs/reference/check.schema.json` against rendered reports, with a real
/// validator: Debian's python3-jsonschema.
struct SchemaTests {
    private static let program = """
        import json, sys
        try:
            import jsonschema
        except ImportError:
            sys.exit("python3-jsonschema is missing: apt-get install python3-jsonschema")
        schema = json.load(open(sys.argv[1]))
        validator = jsonschema.Draft202012Validator
        validator.check_schema(schema)
        for error in validator(schema).iter_errors(json.load(sys.stdin)):
            print(error.json_path + ": " + error.message[:200])
        """

    private static let schema = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs/reference/check.schema.json")

    /// What the validator has against `json`, a line each.
    private func complaints(about json: String) throws -> String {
        let file = FileManager.default.temporaryDirectory
            .appending(path: "muster-report-\(UUID().uuidString).json")
        try json.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let (python, output, errors) = (Process(), Pipe(), Pipe())
        python.executableURL = URL(filePath: "/usr/bin/python3")
        python.arguments = ["-c", Self.program, Self.schema.path]
        python.standardInput = try FileHandle(forReadingFrom: file)
        (python.standardOutput, python.standardError) = (output, errors)
        try python.run()
        let found = try output.fileHandleForReading.readToEnd() ?? Data()
        let trouble = try errors.fileHandleForReading.readToEnd() ?? Data()
        python.waitUntilExit()
        #expect(python.terminationStatus == 0, "\(String(decoding: trouble, as: UTF8.self))")
        return String(decoding: found, as: UTF8.self)
    }

    @Test(arguments: AuditShape.allCases)
    func everyShapeOfReportFits(shape: AuditShape) throws {
        #expect(try complaints(about: JSONRenderer().render(shape.example.report)) == "")
    }

    @Test(arguments: [
        (#""format":"muster-report/1""#, #""format":"muster-report/2""#),
        (#""muster":"0.1.0""#, #""muster":"0.1.0","more":1"#),
        (#""outcome":"fail""#, #""outcome":"bad""#),
        (#""outcome":"waived""#, #""outcome":"pass""#),
        (#""kind":"bytes","#, #""kind":"string","#),
        (#""missing":"hung","#, #""missing":"gone","#),
        (#""missing":"hung","#, #""kind":"bool","missing":"hung","#),
        (#""place":"host""#, #""place":"moon""#),
        (#""verdict":"unfit""#, #""verdict":"fine""#),
        (#""truth":"no""#, #""truth":false"#),
        (#""date":"2026-11-23""#, #""date":"23.11.2026""#),
    ])
    func whatDoesNotFitIsRefused(found: String, changed: String) throws {
        let text = JSONRenderer().render(AuditExample.troubled.report)
        try #require(text.contains(found))
        #expect(try complaints(about: text.replacing(found, with: changed)) != "")
    }
}
