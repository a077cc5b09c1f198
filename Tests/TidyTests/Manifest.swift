/// The targets of a Package.swift and what they depend on, read from its text:
/// asking `swift package` would wait for the build that runs this test.
struct Manifest {
    /// A target as it is written.
    struct Target: Hashable {
        let name: String
        let line: Int
        /// A test target, or one that lies below `Tests/` and serves them.
        let isTest: Bool
        let dependencies: [String]
    }

    /// The targets in their order.
    let targets: [Target]

    init(_ file: SourceFile) {
        let text = Array(file.lines.joined(separator: "\n"))
        let pattern = Pattern(#"\.(target|executableTarget|testTarget|plugin|systemLibrary)\("#)
        var offset = 0
        targets = file.lines.enumerated().compactMap { index, line in
            defer { offset += line.count + 1 }
            guard let kind = pattern.captures(in: line)?.first else { return nil }
            let body = Self.balanced(text[offset...], "(", ")")
            guard let name = Pattern(#"name:\s*"([^"]+)""#).captures(in: body)?.first
            else { return nil }
            let isBesideTests = Pattern(#"path:\s*"Tests/"#).occurs(in: body)
            return Target(
                name: name, line: index + 1, isTest: kind == "testTarget" || isBesideTests,
                dependencies: Self.dependencies(in: body))
        }
    }

    /// `"A"` and the name of `.product(name: "A", package: "b")`.
    private static func dependencies(in body: String) -> [String] {
        guard let start = body.firstRange(of: "dependencies:") else { return [] }
        let list = balanced(Array(body[start.upperBound...])[...], "[", "]")
        let plain = list.replacing(/package:\s*"[^"]*"/, with: "")
        return plain.matches(of: /"([^"]+)"/).map { String($0.output.1) }
    }

    /// From the first `open` to its `close`, inside one line of text.
    private static func balanced(
        _ text: ArraySlice<Character>, _ open: Character, _ close: Character
    ) -> String {
        var depth = 0
        var taken = ""
        for character in text {
            if character == open { depth += 1 }
            if character == close { depth -= 1 }
            if depth > 0 || !taken.isEmpty { taken.append(character == "\n" ? " " : character) }
            if depth == 0, !taken.isEmpty { break }
        }
        return taken
    }
}
