import Testing

/// Everything fits on a few screens.
@Suite struct SizeTests {
    /// Lines of one file (style: shape).
    static let fileAtMost = 300
    /// Lines of one function, its signature included (style: shape).
    static let functionAtMost = 50
    /// Characters of one line (style: shape, and .swift-format).
    static let columnsAtMost = 100
    /// Lines of the README (style: commits and README).
    static let readmeAtMost = 120

    static let files = Rule(
        covers: Paths.code,
        look: { file in
            file.lines.count > fileAtMost
                ? [(fileAtMost + 1, "\(file.lines.count) lines, needed at most \(fileAtMost)")] : []
        })

    /// In tests the text between `"""` may be what a program prints, in full.
    static let columns = Rule(covers: Paths.code) { file in
        let lines = Paths.tests(file.path) ? file.code : file.lines
        return lines.enumerated().compactMap { index, line in
            let isLong = line.count > columnsAtMost && !line.allSatisfy(\.isWhitespace)
            let detail = "\(line.count) columns, needed at most \(columnsAtMost)"
            return isLong ? (index + 1, detail) : nil
        }
    }

    static let functions = Rule(covers: Paths.swift) { file in
        FunctionLengths.functions(in: file.code).filter { $0.length > functionAtMost }.map {
            ($0.line, "a function of \($0.length) lines, needed at most \(functionAtMost)")
        }
    }

    static let readme = Rule(
        covers: { $0 == "README.md" },
        look: { file in
            guard file.lines.count > readmeAtMost else { return [] }
            let line = readmeAtMost + 1
            return [(line, "\(file.lines.count) lines, needed at most \(readmeAtMost)")]
        })

    @Test func filesAreShort() { Self.files.holds() }
    @Test func linesAreShort() { Self.columns.holds() }
    @Test func functionsAreShort() { Self.functions.holds() }
    @Test func theReadmeIsShort() { Self.readme.holds() }

    @Test(arguments: [(300, []), (301, [301])])
    func plantedLongFileIsFound(count: Int, found: [Int]) {
        let text = String(repeating: "x\n", count: count)
        #expect(Self.files.lines(of: text, at: "Sources/A/B.swift") == found)
        #expect(Self.files.lines(of: text, at: "packaging/quickstart") == found)
        #expect(Self.files.lines(of: text, at: "docs/a.md") == [])
    }

    @Test(arguments: [(100, []), (101, [2])])
    func plantedLongLineIsFound(count: Int, found: [Int]) {
        let text = "x\n" + String(repeating: "é", count: count)
        #expect(Self.columns.lines(of: text, at: "Tests/A/B.swift") == found)
    }

    @Test func expectedTextMayBeLongInTestsOnly() {
        let text = "a(\"\"\"\n" + String(repeating: "b", count: 101) + "\n\"\"\")"
        #expect(Self.columns.lines(of: text, at: "Tests/A/B.swift") == [])
        #expect(Self.columns.lines(of: text, at: "Sources/A/B.swift") == [2])
    }

    @Test(arguments: [
        "func a(\n    b: Int\n) -> Int {", "static func a() {\n\n", "init?(_ a: Int)\n{\n",
        "var a: Int {\n    get {", "subscript(a: Int) -> Int {\n\n", "deinit {\n\n",
    ])
    func plantedLongFunctionIsFound(_ head: String) {
        let closing = head.contains("get {") ? "} }" : "}"
        func text(lines: Int) -> String {
            let body = lines - head.split(separator: "\n", omittingEmptySubsequences: false).count
            return "struct A {\n\(head)\n" + String(repeating: "b(\"}\")\n", count: body - 1)
                + closing + "\n}\n"
        }
        #expect(Self.functions.lines(of: text(lines: 50), at: "Sources/A/B.swift") == [])
        #expect(Self.functions.lines(of: text(lines: 51), at: "Sources/A/B.swift") == [2])
    }

    @Test func functionsWithoutBodyHaveNoLength() {
        let text = "protocol A {\n    func a()\n    var b: Int { get }\n}\n"
        #expect(
            FunctionLengths.functions(in: text.split(separator: "\n").map(String.init))
                .map(\.length) == [1])
    }

    @Test(arguments: [(120, []), (121, [121])])
    func plantedLongReadmeIsFound(count: Int, found: [Int]) {
        #expect(
            Self.readme.lines(of: String(repeating: "\n", count: count), at: "README.md") == found)
    }
}
