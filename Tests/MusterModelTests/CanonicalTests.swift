import Luck
import MusterModel
import Testing

/// Canonical JSON (RFC 8785) and the values in it.
struct CanonicalTests {
    /// The names of RFC 8785, 3.2.3, whose order by UTF-16 differs from that by
    /// code point: U+FB33 comes after U+1F600.
    @Test func membersAreSortedByUTF16() {
        let names = ["\u{20AC}", "\r", "\u{FB33}", "1", "\u{1F600}", "\u{80}", "\u{F6}"]
        let sorted = ["\r", "1", "\u{80}", "\u{F6}", "\u{20AC}", "\u{1F600}", "\u{FB33}"]
        let object = JSONValue.object(
            Dictionary(uniqueKeysWithValues: names.map { ($0, JSONValue.null) }))
        let text =
            "{"
            + sorted.map { ($0 == "\r" ? #""\r""# : "\"\($0)\"") + ":null" }
            .joined(separator: ",") + "}"
        #expect(object.canonicalText == text)
    }

    /// Names at random whose characters take one to four bytes.
    @Test(arguments: 1...4)
    func anyTwoMembersStandInTheOrderOfUTF16(_ seed: Int) {
        var luck = SeededNumbers(seed)
        let letters: [Character] = [
            "a", "b", "\u{F6}", "\u{20AC}", "\u{FB33}", "\u{1F600}", "\u{1F601}",
        ]
        for _ in 0..<500 {
            let names = (0..<2).map { _ in
                String(
                    (0..<Int.random(in: 0..<4, using: &luck)).map { _ in
                        letters.randomElement(using: &luck) ?? "a"
                    })
            }
            guard names[0] != names[1] else { continue }
            let sorted = names.sorted { $0.utf16.lexicographicallyPrecedes($1.utf16) }
            let object = JSONValue.object([names[0]: .null, names[1]: .null])
            #expect(object.canonicalText == "{\"\(sorted[0])\":null,\"\(sorted[1])\":null}")
        }
    }

    @Test(arguments: [
        ("", #""""#), ("a\"b\\c/d", #""a\"b\\c/d""#), ("\u{8}\t\n\u{C}\r", #""\b\t\n\f\r""#),
        ("\u{0}\u{1}\u{F}\u{1F}", #""\u0000\u0001\u000f\u001f""#), ("\u{7F}é€", "\"\u{7F}é€\""),
        ("\u{2028}\u{1F600}", "\"\u{2028}\u{1F600}\""), ("\r\n", #""\r\n""#),
    ])
    func stringsHaveTheShortestEscapes(_ text: String, _ encoded: String) {
        #expect(JSONValue.string(text).canonicalText == encoded)
    }

    @Test(arguments: [
        (JSONValue.null, "null"), (.bool(true), "true"), (.bool(false), "false"),
        (.integer(0), "0"), (.integer(.min), "-9223372036854775808"),
        (.integer(.max), "9223372036854775807"), (.array([]), "[]"), (.object([:]), "{}"),
        (.array([.integer(1), .array([]), .null]), "[1,[],null]"),
        (
            .object(["b": .integer(1), "a": .object(["d": .null, "c": .null])]),
            #"{"a":{"c":null,"d":null},"b":1}"#
        ),
        (.object(["aa": .null, "a": .null, "": .null]), #"{"":null,"a":null,"aa":null}"#),
    ])
    func everyShapeHasOneForm(_ value: JSONValue, _ text: String) throws {
        #expect(value.canonicalText == text)
        #expect(try JSONReader.value(in: text.utf8) == value)
    }

    /// Unicode's canonical equivalence would make one of the two.
    @Test func bytesAreNotNormalised() {
        let (composed, apart) = ("\u{E9}", "e\u{301}")
        #expect(
            JSONValue.string(composed).canonicalBytes != JSONValue.string(apart).canonicalBytes)
    }

    @Test func membersAndElementsAreReachedByName() {
        let value = JSONValue.object(["a": .array([.string("x"), .integer(3)])])
        #expect(value["a"]?.elements?.first?.text == "x")
        #expect(value["a"]?.elements?.last?.number == 3)
        #expect(value["b"] == nil && value["a"]?["a"] == nil)
        #expect(value.text == nil && value.number == nil && value.elements == nil)
    }

    @Test(arguments: [
        (FactValue.bool(true), "true", "yes"), (.bool(false), "false", "no"),
        (.integer(-7), "-7", "-7"), (.bytes(Bytes(4_194_304_000)), "4194304000", "4,000 MiB"),
        (.duration(.seconds(90)), "90000", "1 min 30 s"),
        (.version(Version("5.14.0-611.55")), #""5.14.0-611.55""#, "5.14.0-611.55"),
        (.string("x"), #""x""#, "x"), (.list(["b", "a", "b"]), #"["b","a","b"]"#, "b, a, b"),
        (.list([]), "[]", "none"), (.paths(["/b", "/a"]), #"["/a","/b"]"#, "/a, /b"),
        (.paths([]), "[]", "none"), (.date(day("2026-02-03")), #""2026-02-03""#, "2026-02-03"),
    ])
    func factValuesSurviveTheirEncoding(_ value: FactValue, _ json: String, _ words: String) {
        #expect(value.json.canonicalText == json)
        #expect(value.description == words)
        #expect(FactValue(value.json, kind: value.kind) == value)
    }

    @Test(arguments: FactKind.allCases)
    func aValueOfAnotherKindIsNone(_ kind: FactKind) {
        #expect(FactValue(.null, kind: kind) == nil)
        #expect(FactValue(.object([:]), kind: kind) == nil)
        #expect(FactValue(.array([.string("a"), .integer(1)]), kind: kind) == nil)
        // A date's text is a text too; no other text is a date.
        let text = JSONValue.string(kind == .date ? "2026-02-03" : "2026-02-30")
        let fitting: [JSONValue] = [.bool(true), .integer(1), text, .array([])]
        #expect(FactValue(.string("2026-02-30"), kind: .date) == nil)
        #expect(fitting.count { FactValue($0, kind: kind) != nil } == 1)
    }
}
