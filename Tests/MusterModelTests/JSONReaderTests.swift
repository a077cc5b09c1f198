import Testing

@testable import MusterModel

/// JSON from elsewhere: bounded, strict, and never the end of the process.
struct JSONReaderTests {
    private static let sample =
        #" {"a" : [ 1 , -20, "x\n\u00e9\ud83d\ude00\\", true,false , null ], "b":{"c":[]}} "#

    private func read(_ text: String) throws(JSONReader.Malformed) -> JSONValue {
        try JSONReader.value(in: text.utf8)
    }

    /// What is cut out of a document is what would be written anew, however it was written.
    @Test(arguments: [
        #"{"a":[1,-2],"b":{"c":"x"}}"#, #"{"b":{"c":1,"a":2},"a":[]}"#, #"{"a": [1],"b":2}"#,
        #"{"a":[-0],"b":-0}"#, #"{"a":"\u0061","b":"\/"}"#, #"{"a":"\n\u001f","b":"\u000a"}"#,
        #"{"\u0061":1,"b":2}"#, #"{"a":{"y":1,"x":2},"b":null}"#, " {\"a\":1,\"b\":[2]}\n",
        #"{"a":{"é":1,"z":2},"b":"\u00E9"}"#, "{\"a\":{\"\u{FFFD}\":1,\"\u{10000}\":2},\"b\":0}",
        "{\"a\":{\"\u{10000}\":1,\"\u{FFFD}\":2},\"b\":0}", #"{"b":true,"a":false}"#,
    ])
    func whatIsCutOutIsCanonical(_ text: String) throws {
        let document = try JSONReader.document(in: Array(text.utf8))
        for name in ["a", "b", "c"] {
            #expect(document.canonicalBytes(of: name) == document[name]?.canonicalBytes, "\(name)")
        }
        let whole = document.value.canonicalBytes
        let again = try JSONReader.document(in: whole)
        for name in ["a", "b"] {
            #expect(again.canonicalBytes(of: name) == document.canonicalBytes(of: name))
        }
    }

    @Test func readsWithWhiteSpaceAndEscapes() throws {
        let list: [JSONValue] = [
            .integer(1), .integer(-20), .string("x\né\u{1F600}\\"), .bool(true), .bool(false),
            .null,
        ]
        #expect(
            try read(Self.sample)
                == .object(["a": .array(list), "b": .object(["c": .array([])])]))
        #expect(try read(#""\/\b\f\r\t\"""#) == .string("/\u{8}\u{C}\r\t\""))
        #expect(try read("-0") == .integer(0))
        #expect(try read("-9223372036854775808") == .integer(.min))
    }

    @Test(arguments: [
        "", " ", "{", "}", "[", "]", "nul", "True", "tru", "1 2", "[1,]", "[,1]", "[1 2]", "{,}",
        #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, "{a:1}", "{1:1}", #"{"a":1 "b":2}"#, "-", "+1",
        "0x10", "\"", #""\"#, #""\x""#, "'a'", "NaN", "Infinity", "\u{FEFF}1", "[1]]", "//\n1",
        "\"\n\"", "\"\u{0}\"", "--1", "١",
    ])
    func refusesWhatIsNoJSON(_ text: String) {
        #expect(throws: JSONReader.Malformed.self) { try read(text) }
    }

    @Test(arguments: [
        "1.0", "1e3", "1E3", "-0.5", "[1.5]", "01", "-01", "00", "9223372036854775808",
        "-9223372036854775809", long("9"),
    ])
    func refusesNumbersThatAreNoIntegers(_ text: String) {
        #expect(throws: JSONReader.Malformed.self) { try read(text) }
    }

    @Test(arguments: [
        #"{"a":1,"a":2}"#, #"{"a":1,"b":2,"a":1}"#, #"{"a":1,"\u0061":1}"#,
        #"[{"x":{"a":1,"a":1}}]"#, "{\"\u{E9}\":1,\"e\u{301}\":1}",
    ])
    func refusesASecondMemberOfOneName(_ text: String) {
        #expect(throws: JSONReader.Malformed.self) { try read(text) }
    }

    @Test(arguments: [
        #""\ud83d""#, #""\ude00""#, #""\ud83d\ud83d""#, #""\ud83dx""#, #""\ud83d\n""#,
        #""\ude00\ud83d""#, #""\u12""#, #""\u12g4""#, #""\u+123""#, #""\u-000""#, #""\u 123""#,
        #""\ud83d\u-000""#, #""\ud83d\"#, #""\u"#, "\"\\u\u{E9}\u{E9}\"",
    ])
    func refusesHalfSurrogatesAndShortEscapes(_ text: String) {
        #expect(throws: JSONReader.Malformed.self) { try read(text) }
    }

    @Test(
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xE2, 0x82, 0x22], [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0xFE, 0xFF], [0x00],
        ] as [[UInt8]])
    func refusesTextThatIsNotUTF8(_ bytes: [UInt8]) {
        #expect(throws: JSONReader.Malformed.self) { try JSONReader.value(in: bytes) }
    }

    @Test func nestingIsBounded() throws {
        func nested(_ depth: Int, _ core: String) -> String {
            String(repeating: "[", count: depth) + core + String(repeating: "]", count: depth)
        }
        let most = JSONReader.depthAtMost
        _ = try read(nested(most, "1"))
        #expect(throws: JSONReader.Malformed.self) { try read(nested(most + 1, "1")) }
        #expect(throws: JSONReader.Malformed.self) { try read(nested(100_000, "")) }
        #expect(throws: JSONReader.Malformed.self) { try read(long("[", 1_000_000)) }
        #expect(throws: JSONReader.Malformed.self) { try read(long(#"{"a":"#, 1_000_000)) }
    }

    @Test func saysWhereAndWhat() {
        #expect(throws: JSONReader.Malformed(offset: 3, detail: "a number that is not an integer"))
        {
            try read("[ 1.5]")
        }
        #expect(JSONReader.Malformed(offset: 3, detail: "x").description == "byte 3: x")
    }

    @Test func everyTruncationIsRefused() {
        let whole = Array(Self.sample.utf8.dropLast(1))
        for length in 0..<whole.count {
            #expect(throws: JSONReader.Malformed.self) {
                try JSONReader.value(in: whole.prefix(length))
            }
        }
    }

    /// Each bit of each byte turned over: read or refused, and what is read
    /// survives its own encoding.
    @Test func flippedBitsNeverCrash() throws {
        let whole = Array(Self.sample.utf8)
        for place in whole.indices {
            for bit in 0..<8 {
                var bytes = whole
                bytes[place] ^= 1 << bit
                guard let value = try? JSONReader.value(in: bytes) else { continue }
                #expect(try JSONReader.value(in: value.canonicalBytes) == value)
            }
        }
    }

    @Test func aLongStringIsReadWhole() throws {
        #expect(try read("\"" + long("a", 200_000) + "\"").text?.utf8.count ?? 0 > 199_999)
        #expect(try read("[" + long("1,", 200_000) + "1]").elements?.count ?? 0 > 99_999)
    }
}
