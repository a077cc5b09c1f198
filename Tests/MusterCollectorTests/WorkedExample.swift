import Foundation
import LaunchKit
import MusterChecks
import Testing

/// A fenced block of a document that tests hold against the code: its first line names
/// what it is an example of, as in "```yaml standing".
struct WorkedExample: CustomTestStringConvertible, Sendable {
    /// What it is an example of.
    let kind: String
    /// Where it begins, counted from 1: the line of its fence.
    let line: Int
    /// The lines between its fences.
    let text: String

    /// Where the examples of standings are.
    static let page = "docs/explanation/how-a-standing-is-computed.md"

    /// Those of ``page``, in its order; also one whose end is missing.
    static let all: [WorkedExample] = {
        let file = Launch.package.appending(path: page)
        return examples(in: (try? String(contentsOf: file, encoding: .utf8)) ?? "")
    }()

    /// Those of one kind.
    static func examples(of kind: String) -> [WorkedExample] {
        all.filter { $0.kind == kind }
    }

    var testDescription: String { "\(Self.page):\(line)" }

    /// The blocks of a text that are marked as YAML of a kind.
    static func examples(in page: String) -> [WorkedExample] {
        var found: [WorkedExample] = []
        var begun: (kind: String, line: Int, text: [Substring])?
        let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if let block = begun, line == "```" {
                found.append(WorkedExample(block.kind, block.line, block.text))
                begun = nil
            } else if begun != nil {
                begun?.text.append(line)
            } else if line.hasPrefix("```yaml ") {
                begun = (String(line.dropFirst("```yaml ".count)), index + 1, [])
            }
        }
        // Without an end it is as malformed as without a beginning.
        if let block = begun { found.append(WorkedExample("", block.line, block.text)) }
        return found
    }

    private init(_ kind: String, _ line: Int, _ text: [Substring]) {
        (self.kind, self.line) = (kind, line)
        self.text = text.map { $0 + "\n" }.joined()
    }

    /// What a reader makes of it; every mistake fails the test, with its line in the page.
    func read<Example>(
        _ take: (inout NodeReader, YAMLNode) -> Example?
    ) throws -> Example {
        var reader = NodeReader(file: Self.page)
        let root = try YAMLDocument.root(
            of: String(repeating: "\n", count: line) + text, file: Self.page)
        let example = take(&reader, root)
        let mistakes = reader.errors.map(\.description)
        #expect(mistakes.isEmpty, "\(mistakes)")
        return try #require(example)
    }
}
