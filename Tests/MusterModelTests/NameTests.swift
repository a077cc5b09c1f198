import Testing

@testable import MusterModel

/// Globs, fact names, keys and cards.
struct NameTests {
    @Test(arguments: [
        ("", ""), ("*", ""), ("*", "anything"), ("a*", "a"), ("*a", "bba"), ("a?c", "abc"),
        ("*.cern.ch", "atlas.cern.ch"), ("a*b*c", "aXbYbZc"), ("**", "x"), ("?*", "é"),
        ("[a]", "[a]"), ("a.c", "a.c"), ("*ab", "aab"), ("el?", "el9"),
        ("*\u{1F600}", "x\u{1F600}"),
    ])
    func globFits(_ pattern: String, _ text: String) {
        #expect(Glob(pattern).matches(text))
    }

    @Test(arguments: [
        ("", "a"), ("?", ""), ("a", "A"), ("a*", "ba"), ("*a", "ab"), ("a?c", "ac"), ("a.c", "abc"),
        ("a*b*c", "aXcYb"), ("[ab]", "a"), ("a", "a\n"), ("*.cern.ch", "atlas.cern.ch.evil"),
        ("\\*", "*"),
    ])
    func globDoesNotFit(_ pattern: String, _ text: String) {
        #expect(!Glob(pattern).matches(text))
    }

    /// A backtracking matcher needs more steps here than there are atoms; this one
    /// at most pattern times text.
    @Test(arguments: [
        (String(repeating: "a*", count: 60) + "b", String(repeating: "a", count: 4_000)),
        (String(repeating: "*", count: 500) + "b", String(repeating: "a", count: 4_000)),
        (String(repeating: "*?", count: 60) + "b", String(repeating: "a", count: 4_000)),
    ])
    func hostileGlobsEndSoon(_ pattern: String, _ text: String) {
        #expect(!Glob(pattern).matches(text))
        #expect(Glob(pattern).matches(text + "b"))
    }

    @Test(arguments: ["a.b.c", "cvmfs.repository.io-errors", "kernel.feature.ia32", "a1.b-2.c3"])
    func threeWordsAreAName(_ text: String) {
        let name = FactName(text)
        #expect(name?.description == text)
        #expect(name.map { $0.kind + "." + $0.aspect } == text)
        #expect(name.map { text.hasPrefix($0.area + ".") } == true)
    }

    @Test(arguments: [
        "", ".", "..", "a", "a.b", "a.b.c.d", ".a.b", "a..b", "a.b.", "A.b.c", "a.b.1c", "a.-b.c",
        "a.b.c_d", "a.b.c ", "a.b.c\n", "a.b.é", "a.b.c\u{301}", long("a."),
    ])
    func anythingElseIsNoName(_ text: String) {
        #expect(FactName(text) == nil)
    }

    @Test func aKeyNamesItsSubjectInBrackets() {
        #expect(FactKey("kernel.release.version").description == "kernel.release.version")
        #expect(
            FactKey("cvmfs.repository.quota", of: "atlas.cern.ch").description
                == "cvmfs.repository[atlas.cern.ch].quota")
    }

    @Test func keysSortByNameThenSubjectAndTheNodeComesFirst() {
        let keys = [
            FactKey("a.b.c"), FactKey("a.b.c", of: ""), FactKey("a.b.c", of: "x"),
            FactKey("a.b.c", of: "y"), FactKey("a.b.d", of: "a"),
        ]
        #expect(keys.reversed().sorted() == keys)
        for (left, right) in zip(keys, keys.dropFirst()) {
            #expect(left < right && !(right < left))
        }
    }

    @Test func aVocabularyKnowsTheFactsOfItsProbesAndTheirRosters() {
        let roster = FactCard("cvmfs.repositories.list", .list, "All.", keeping: .gauge)
        let quota = FactCard("cvmfs.repository.quota", .bytes, "The quota.")
        let release = FactCard("kernel.release.version", .version, "The release.")
        let subject = SubjectCard("cvmfs.repository", roster: roster, "One repository.")
        let words = Vocabulary([
            ProbeCard("kernel", "Which?", sources: ["/proc"], facts: [release]),
            ProbeCard("cvmfs", "How?", sources: [], facts: [quota], subjects: [subject]),
        ])
        #expect(words.probes.map(\.id) == ["cvmfs", "kernel"])
        #expect(words.card(of: "cvmfs.repositories.list") == roster)
        #expect(words.card(of: "cvmfs.repository.nothing") == nil)
        #expect(words.subject("cvmfs.repository") == subject)
        #expect(words.subject("cvmfs.repositories") == nil)
        #expect(words.allFacts == [roster, quota, release])
        #expect(words.allSubjects == [subject])
        #expect(FactKind.allCases.compactMap(\.unit) == ["bytes", "milliseconds"])
    }

    @Test func aReadingIsAValueOrAReason() {
        let value = Reading.value(.bool(true))
        let absence = Absence(.forbidden, "/x: not for user 99")
        #expect(value.value == .bool(true) && value.absence == nil)
        #expect(Reading.missing(absence).value == nil)
        #expect(Reading.missing(absence).absence == absence)
        #expect(value.description == "yes")
        #expect(Reading.missing(absence).description == "forbidden: /x: not for user 99")
        #expect(Absence(.timedOut, "").description == "timed-out")
    }
}
