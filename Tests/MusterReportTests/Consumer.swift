import Foundation
import LaunchKit
import Testing

/// A program that reads a format in the field, run on rendered text.
struct Consumer: Sendable {
    /// Python of the system, or the one that has more modules.
    static let python =
        ProcessInfo.processInfo.environment["MUSTER_PYTHON"] ?? "/usr/bin/python3"

    /// Why a test is skipped where its consumer is missing.
    static func missing(_ what: String) -> Comment { "needs \(what), which is not installed" }

    /// Whether a program is on PATH.
    static func has(_ program: String) -> Bool {
        (try? Launch.run(["sh", "-c", "command -v \(program)"]).exit) == 0
    }

    /// Whether Python can import a module.
    static func hasModule(_ module: String) -> Bool {
        (try? Launch.run([python, "-c", "import \(module)"]).exit) == 0
    }

    /// Runs a command on `text`, the path of which stands for `{}` among its words.
    static func run(_ words: [String], on text: String) throws -> Launch.End {
        let file = FileManager.default.temporaryDirectory.appending(path: "consumer-\(UUID())")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try Launch.run(words.map { $0 == "{}" ? file.path : $0 })
    }

    /// Runs a Python program whose first argument is the path of `text`; its output.
    static func python(_ program: String, _ more: String..., on text: String) throws -> String {
        let end = try run([python, "-c", program, "{}"] + more, on: text)
        #expect(end.exit == 0, "\(end.errors)")
        return end.output
    }
}
