import Testing

@testable import MusterChecks

/// The reader that stands between libyaml and everything else.
struct YAMLTests {
    private func refusal(of text: String) -> ChecksError? {
        do {
            _ = try YAMLDocument.root(of: text, file: "x.yaml")
            return nil
        } catch {
            return error
        }
    }

    private func flow(_ open: String, _ count: Int) -> String {
        String(repeating: open, count: count)
    }

    @Test func scalarsKeepTheirPlaceAndQuoting() throws {
        let root = try YAMLDocument.root(of: "a: 1\nü: [\"2\", x y]\n", file: "x.yaml")
        guard case .mapping(let entries) = root.content, entries.count == 2 else {
            Issue.record("no mapping of two")
            return
        }
        #expect(entries[0].key == "a")
        #expect(entries[0].value.content == .scalar("1", plain: true))
        #expect(entries[0].value.mark == YAMLMark(line: 1, column: 4))
        guard case .sequence(let nodes) = entries[1].value.content else {
            Issue.record("no list")
            return
        }
        #expect(nodes.map(\.content) == [.scalar("2", plain: false), .scalar("x y", plain: true)])
        #expect(nodes.map(\.mark) == [.init(line: 2, column: 5), .init(line: 2, column: 10)])
    }

    @Test(arguments: [
        ("", "x.yaml:1:1: an empty file, a mapping is needed", ChecksError.Code.shape),
        ("# only a comment\n", "x.yaml:1:1: an empty file, a mapping is needed", .shape),
        ("a: 1\nb: 2\na: 3\n", "x.yaml:3:1: \"a\" again, first in line 1", .duplicateKey),
        ("a: &x 1\n", "x.yaml:1:4: an anchor or alias, check files do without", .feature),
        ("a: &x [1]\n", "x.yaml:1:4: an anchor or alias, check files do without", .feature),
        ("a: &x {b: 1}\n", "x.yaml:1:4: an anchor or alias, check files do without", .feature),
        ("a: *x\n", "x.yaml:1:4: an anchor or alias, check files do without", .feature),
        ("a: !!str 1\n", "x.yaml:1:4: a tag, check files do without", .feature),
        ("a: !x {b: 1}\n", "x.yaml:1:4: a tag, check files do without", .feature),
        (
            "a: 1\n---\nb: 2\n", "x.yaml:2:1: a second document, a check file is one document",
            .feature
        ),
        ("[a]: 1\n", "x.yaml:1:1: a key that is no text", .shape),
        ("{a: 1}: 2\n", "x.yaml:1:1: a key that is no text", .shape),
        (
            "a: [1\n", "x.yaml:2:1: did not find expected ',' or ']' while parsing a flow sequence",
            .syntax
        ),
        (
            "a: \"1\n", "x.yaml:2:1: found unexpected end of stream while scanning a quoted scalar",
            .syntax
        ),
        (
            "a:\n\t- b\n",
            """
            x.yaml:2:1: found character that cannot start any token while scanning for the \
            next token
            """,
            .syntax
        ),
        ("a: 1\nb: é\u{7}\n", "x.yaml:2:5: control characters are not allowed", .encoding),
    ])
    func whatIsNoPlainYAMLIsRefusedAtItsPlace(text: String, message: String, code: ChecksError.Code)
    {
        let error = refusal(of: text)
        #expect(error?.description == message)
        #expect(error?.code == code)
    }

    @Test(arguments: [(31, false), (32, true)])
    func nestingBeyondThirtyTwoIsRefused(lists: Int, isRefused: Bool) {
        let text = flow("[", lists) + "x" + flow("]", lists)
        #expect((refusal(of: text)?.code == .size) == isRefused)
    }

    @Test(arguments: ["[", "{a: ", "- ", "? ", "\"", "'", "&a ", "a: \n ", "%", "!"])
    func hugeNonsenseEndsQuickly(piece: String) {
        let text = flow(piece, (1 << 18) / piece.utf8.count)
        let clock = ContinuousClock()
        let took = clock.measure { _ = refusal(of: text) }
        #expect(took < .seconds(20), "\(piece) took \(took)")
    }

    @Test func aMebibyteIsTheEnd() {
        let text = "a: " + flow("x", 1 << 20)
        #expect(
            refusal(of: text)?.description
                == "x.yaml:1:1: 1048579 bytes, at most 1048576 are read")
    }

    @Test func everyCutOfAFileIsReadOrRefusedWithoutACrash() {
        let text = "a: {b: [1, \"2\"], c: 'x'}\nd: >-\n  words\n  more\ne:\n  - f: 1\n"
        for end in text.indices {
            let error = refusal(of: String(text[..<end]))
            #expect(error.map { $0.line > 0 && $0.column > 0 } ?? true)
        }
    }

    @Test(arguments: [
        ("userns.limit.usr", "userns.limit.user"), ("usenrs.limit.user", "userns.limit.user"),
        ("is", nil), ("", nil), (String(repeating: "x", count: 500), nil),
    ])
    func slipsOfTheFingerAreRecognised(word: String, nearest: String?) {
        let known = ["userns.limit.user", "userns.limit.net", "kernel.release.version"]
        #expect(Spelling.nearest(to: word, among: known) == nearest)
    }

    /// Nine levels of nine aliases each would be a billion laughs.
    @Test func aBombOfAliasesIsRefusedAtItsFirstAnchor() {
        var text = "a0: &a0 [lol]\n"
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(
            refusal(of: text)?.description
                == "x.yaml:1:5: an anchor or alias, check files do without")
        #expect(refusal(of: "a: 1\n<<: *a\n")?.code == .feature)
    }

    @Test func aMergeKeyIsAnUnknownKeyLikeAnyOther() {
        let text = "format: muster-waivers/1\n<<: {x: 1}\nwaivers: []\n"
        #expect(Samples.errors(text).first?.hasPrefix("a.yaml:2:1: unknown key \"<<\"") == true)
    }

    /// A mebibyte of mistakes is told in part, and soon: each could be looked up.
    @Test func mistakesWithoutEndAreToldInPart() {
        let text =
            "format: muster-checks/1\nprofile: p\ntitle: t\ndated: 2026-11-23\n"
            + (0..<30_000).map { "chekcs\($0): 1\n" }.joined()
        let errors = Samples.errors(text)
        #expect(errors.count == NodeReader.errorsAtMost + 1)
        #expect(errors.contains { $0.hasSuffix("from here on more mistakes are not told") })
    }
}
