import Testing

/// Every declaration that others can see says what it is (style: comments).
@Suite struct DocumentationTests {
    private static let attributes = #"^\s*(?:@\w+(?:\([^)]*\))?\s+)*"#
    private static let kinds =
        #"(?:func|var|let|struct|class|enum|protocol|actor|init|typealias|subscript|case)\b"#

    /// Public, package and open declarations at any depth, and every other one at
    /// the top of a file that is not private.
    static let rule = Rule(covers: Paths.sources) { file in
        let shown = Pattern(attributes + #"(?:public|open|package)\s+(?:[\w()]+ )*?"# + kinds)
        let top = Pattern(#"^(?:@\w+(?:\([^)]*\))?\s+)*(?:[a-z]+ )*?"# + kinds)
        let closed = Pattern(attributes + #"(?:private|fileprivate)\b"#)
        let nearer = Pattern(attributes + #"(?:public|open|package)\s+(?:import|extension)\b"#)
        return file.code.indices.filter { index in
            let line = file.code[index]
            return (shown.occurs(in: line) || top.occurs(in: line))
                && !closed.occurs(in: line) && !nearer.occurs(in: line)
                && !isDocumented(index, in: file)
        }.map { ($0 + 1, "no documentation: \(file.lines[$0].prefix(60))") }
    }

    /// Attributes and conditions may stand between a comment and its declaration.
    private static func isDocumented(_ index: Int, in file: SourceFile) -> Bool {
        var above = index - 1
        let between = Pattern(#"^\s*(@|#if|#else)"#)
        while above >= 0, between.occurs(in: file.lines[above]) { above -= 1 }
        return above >= 0 && Pattern(#"^\s*///\s*\S"#).occurs(in: file.lines[above])
    }

    @Test func everyVisibleDeclarationIsDocumented() { Self.rule.holds() }

    @Test(arguments: [
        "public struct A {", "    public let a: Int", "    public init() {}", "struct A {",
        "    public static func < (a: A, b: A) -> Bool {", "func a() {", "let a = 1",
        "@main\nstruct A {", "    package var a: Int { 1 }", "    public mutating func a() {",
        "    public private(set) var a = 1", "///\npublic enum A {", "final class A {",
        "// a\nenum A {", "    @inlinable public func a() {", "public indirect enum A {",
    ])
    func plantedBareDeclarationIsFound(_ text: String) {
        let last = text.split(separator: "\n").count
        #expect(Self.rule.lines(of: text, at: "Sources/A/B.swift") == [last])
    }

    @Test(arguments: [
        "/// A thing.\npublic struct A {", "/// A thing.\n@main\nstruct A {", "    let a = 1",
        "private struct A {", "    private func a() {", "extension A {", "public import A",
        "public extension A {", "fileprivate let a = 1", "    case a",
        "/// A thing.\n#if os(Linux)\npublic struct A {",
    ])
    func documentedAndHiddenDeclarationsPass(_ text: String) {
        #expect(Self.rule.lines(of: text, at: "Sources/A/B.swift") == [])
    }
}
