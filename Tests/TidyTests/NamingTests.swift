import Testing

/// Names say what a thing is (style: names).
@Suite struct NamingTests {
    /// Words that say nothing about a type; `Base` and `New` name its history.
    static let empty: Set<String> = [
        "Base", "Common", "Helper", "Helpers", "Impl", "Info", "Manager", "Misc", "New", "Util",
        "Utilities", "Utils", "V2",
    ]

    private static let declaration =
        #"\b(?:struct|class|enum|actor|protocol|typealias|associatedtype)\s+(\w+)"#

    static let types = Rule(covers: Paths.swift) { file in
        let pattern = Pattern(declaration)
        return file.code.enumerated().flatMap { index, line in
            guard let name = pattern.captures(in: line)?.first else { return [(Int, String)]() }
            return emptyWords(of: name).map { (index + 1, "\(name): \($0) says nothing") }
        }
    }

    static let files = Rule(covers: Paths.code) { file in
        let parts = file.path.split(whereSeparator: { "/.+-_".contains($0) }).map(String.init)
        return parts.flatMap(emptyWords).map { (1, "the path has \($0), which says nothing") }
    }

    /// The empty words in a name of camel case.
    static func emptyWords(of name: String) -> [String] {
        var words: [String] = []
        for character in name {
            if character.isUppercase || words.isEmpty { words.append("") }
            words[words.count - 1].append(character)
        }
        return words.filter { empty.contains($0) }
    }

    @Test func typesHaveNamesThatSaySomething() { Self.types.holds() }
    @Test func filesHaveNamesThatSaySomething() { Self.files.holds() }

    @Test(arguments: [
        "struct SpoolManager {", "public enum MountUtils: Sendable {", "final class BaseProbe {",
        "    private struct NodeInfo {", "protocol CourierImpl {", "struct ReportV2 {",
    ])
    func plantedEmptyNameIsFound(_ line: String) {
        #expect(Self.types.lines(of: line, at: "Sources/A/B.swift") == [1])
    }

    @Test(arguments: ["struct Database {", "struct Renewal {", "let a = manager", "// class Util"])
    func namesThatOnlyContainAnEmptyWordPass(_ line: String) {
        #expect(Self.types.lines(of: line, at: "Sources/A/B.swift") == [])
    }

    @Test(arguments: ["Sources/A/Utils/B.swift", "Sources/A/NodeHelper.swift"])
    func plantedEmptyFileNameIsFound(_ path: String) {
        #expect(Self.files.lines(of: "x", at: path) == [1])
    }
}
