import AuditExamples
import MusterModel
import Testing

@testable import MusterReport

struct LayoutTests {
    @Test(arguments: AuditShape.allCases, [1, 40, 47, 80, 132])
    func noLineIsWiderThanTheTerminal(shape: AuditShape, width: Int) {
        let text = TextRenderer(width: width).render(shape.example.report)
        let widest = text.split(separator: "\n").map(\.columns).max() ?? 0
        #expect(widest <= max(width, 40))
        #expect(!text.split(separator: "\n").contains { $0.hasSuffix(" ") })
    }

    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("한", 2), ("🙂", 2),
        ("\u{301}", 0), ("ｗ", 2), ("…", 1),
    ])
    func columnsAreThoseOfATerminal(text: String, expected: Int) {
        #expect(text.columns == expected)
    }

    @Test(arguments: [
        ("plain", "plain"), ("a\tb\nc\rd", "a b c d"), ("\u{1B}[31mred", "\u{FFFD}[31mred"),
        ("\u{202E}txt.exe", "\u{FFFD}txt.exe"), ("\u{9B}2J", "\u{FFFD}2J"), ("\u{7F}", "\u{FFFD}"),
        ("a\u{2028}b", "a b"), ("\u{FEFF}x\u{200B}", "\u{FFFD}x\u{FFFD}"),
        ("\u{E0041}", "\u{FFFD}"), ("é漢🙂", "é漢🙂"), ("", ""),
    ])
    func printableTextNeitherSteersNorHides(text: String, expected: String) {
        #expect(text.printable == expected)
    }

    @Test func noncharactersAreReplaced() throws {
        let strange = try #require(Unicode.Scalar(0xFDD0 as UInt32))
        #expect(String(Character(strange)).printable == "\u{FFFD}")
    }

    @Test func paragraphBreaksLongWordsAndKeepsItsColumn() {
        var page = Page(width: 20, colour: false)
        page.paragraph(Cell("word"), indent: 6, "a bb \(String(repeating: "c", count: 30)) d")
        #expect(
            page.text == """
                word  a bb
                      cccccccccccccc
                      cccccccccccccc
                      cc d

                """)
    }

    @Test func wideCharactersNeverCrossTheEdge() {
        var page = Page(width: 11, colour: false)
        page.paragraph(Cell(""), indent: 2, "漢字漢字漢字漢字")
        #expect(page.text == "  漢字漢字\n  漢字漢字\n")
    }

    @Test func cellsThatDoNotFitGoToTheNextLine() {
        var page = Page(width: 14, colour: true)
        page.flow([Cell("one", .good), Cell("two"), Cell("three")], label: Cell("-"), indent: 2)
        #expect(page.text == "- \u{1B}[32mone\u{1B}[0m   two\n  three\n")
    }

    @Test func emptyTextIsStillALine() {
        var page = Page(width: 20, colour: false)
        page.paragraph(Cell("word"), indent: 6, " ")
        page.flow([], indent: 2)
        page.blank()
        page.blank()
        #expect(page.text == "word\n\n")
    }

    @Test func longTextIsCutWithAMark() {
        let cell = Cell(String(repeating: "x", count: Cell.scalarsAtMost + 1))
        #expect(cell.text.unicodeScalars.count == Cell.scalarsAtMost + 1)
        #expect(cell.text.hasSuffix("x…"))
        #expect(Cell(String(repeating: "x", count: Cell.scalarsAtMost)).text.hasSuffix("x"))
    }
}
