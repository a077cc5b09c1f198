import AuditExamples
import Foundation
import LaunchKit
import MusterReport
import Testing

/// The examples of docs/reference/formats.md are what the program prints.
struct ReferenceExampleTests {
    private static let languages: [String: ReportFormat] = [
        "json": .ndjson, "xml": .junit, "tap": .tap, "nagios": .nagios,
        "prometheus": .prometheus, "classad": .classad, "csv": .csv,
    ]

    @Test func everyLineOfAnExampleIsPrinted() throws {
        let file = Launch.package.appending(path: "docs/reference/formats.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        var format: ReportFormat?
        var seen: Set<String> = []
        var printed: Set<String> = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                let language = String(line.dropFirst(3))
                format = Self.languages[language]
                seen.insert(language)
                printed = Set(
                    (format?.text(.troubled) ?? "").replacing("\r\n", with: "\n")
                        .split(separator: "\n").map(String.init))
            } else if let format {
                #expect(printed.contains(String(line)), "\(format): \(line)")
            }
        }
        #expect(seen.subtracting([""]) == Set(Self.languages.keys))
    }
}
