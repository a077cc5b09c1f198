import MusterModel
import Testing

/// Words with quotes around some of them.
struct QuotedWordsTests {
    @Test(arguments: [
        ("", []), ("  \t ", []), ("a b", ["a", "b"]), ("a\nb", ["a", "b"]),
        ("'a b' c", ["a b", "c"]), (#"-B="x y"z"#, ["-B=x yz"]), ("''", [""]),
        ("a '' b", ["a", "", "b"]),
        (#"'it"s'"#, [#"it"s"#]), (#"a\ b"#, [#"a\"#, "b"]),
    ])
    func quotesKeepWordsTogether(text: String, words: [String]) {
        #expect(QuotedWords(text).words == words && !QuotedWords(text).isOpen)
    }

    @Test func anOpenQuoteGoesToTheEnd() {
        let found = QuotedWords("a 'b c")
        #expect(found.words == ["a", "b c"] && found.isOpen)
    }
}
