import AuditExamples
import Foundation
import LaunchKit
import MusterReport
import Testing

/// The exact text of every format. `MUSTER_UPDATE_GOLDEN=1` writes the expected
/// texts anew; read the difference before you commit it.
struct GoldenTests {
    private static let updates = ProcessInfo.processInfo.environment["MUSTER_UPDATE_GOLDEN"] == "1"

    private static let shapes: [AuditShape] = [
        .ready, .troubled, .limited, .hostile, .injecting, .many, .partial,
    ]

    @Test(arguments: ReportFormat.allCases, shapes)
    func textIsAsExpected(format: ReportFormat, shape: AuditShape) throws {
        let text = format.text(shape.example)
        let file = Launch.package.appending(path: "Tests/Goldens/\(shape).\(format.rawValue)")
        if Self.updates { try text.write(to: file, atomically: true, encoding: .utf8) }
        let expected = try String(contentsOf: file, encoding: .utf8)
        // Scalars: a CR LF and a combining mark are no differences to a String.
        #expect(text.unicodeScalars.elementsEqual(expected.unicodeScalars), "\(file.path)")
    }

    @Test func everyFormatHasItsOwnName() {
        let names = ReportFormat.allCases.map { type(of: $0.renderer).name }
        #expect(names == ReportFormat.allCases.map(\.rawValue))
    }
}
