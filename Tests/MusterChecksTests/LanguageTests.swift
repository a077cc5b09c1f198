import MusterModel
import Testing

@testable import MusterChecks

/// What the words of the language become.
struct LanguageTests {
    private func requirement(_ text: String) throws -> Predicate {
        let profile = Samples.profile(Samples.check(text))
        let library = Samples.library(profile, Samples.advisories)
        try #require(library.errors.map(\.description) == [])
        return try #require(library.profile("p")?.checks.first).require
    }

    private func name(_ text: String) throws -> FactName { try #require(FactName(text)) }

    @Test func limitsAreValuesNamesFactsAndSums() throws {
        let cache = try name("cvmfs.cache.limit")
        let total = try name("cvmfs.cache.disk-total")
        #expect(
            try requirement("{cvmfs.cache.limit: {at least: 20 GB}}")
                == .fact(cache, .atLeast(.value(.bytes(Bytes(20_000_000_000))))))
        #expect(
            try requirement("{userns.limit.user: {at least: {limit: few}}}")
                == .fact(name("userns.limit.user"), .atLeast(.named("few"))))
        #expect(
            try requirement(
                "{cvmfs.cache.disk-total: {at least: {fact: cvmfs.cache.limit, times: 1.15}}}")
                == .fact(total, .atLeast(.fact(cache, times: Scale(115, over: 100)))))
        #expect(
            try requirement("{cvmfs.cache.limit: {below: {fact: system.cpu.cores, times: 2 GB}}}")
                == .fact(
                    cache,
                    .below(
                        .fact(
                            name("system.cpu.cores"), times: Scale(2_000_000_000, kind: .bytes)))))
        #expect(
            try requirement("{cvmfs.cache.disk-total: {at least: {sum: cvmfs.repository.quota}}}")
                == .fact(
                    total,
                    .atLeast(
                        .sum(
                            name("cvmfs.repository.quota"),
                            roster: name("cvmfs.repositories.list"), times: .one))))
    }

    @Test func severalKeysInOneMappingMustAllHold() throws {
        let user = try name("userns.limit.user")
        #expect(
            try requirement(
                "{userns.limit.user: {exists: yes, at most: 9}, not: {userns.limit.user: {is: 4}}}")
                == .all([
                    .all([
                        .fact(user, .exists(true)), .fact(user, .atMost(.value(.integer(9)))),
                    ]),
                    .not(.fact(user, .equals(.integer(4)))),
                ]))
    }

    @Test func quantifiersSayOverWhat() throws {
        let readable = try name("binds.bind.readable")
        func expected(_ among: SubjectSelection) throws -> Predicate {
            .every(
                Quantifier(
                    kind: "binds.bind", roster: try name("binds.binds.list"), among: among,
                    that: .fact(readable, .equals(.bool(true)))))
        }
        let table: [(String, SubjectSelection)] = [
            ("", .observed), ("in: observed, ", .observed), ("in: demanded, ", .demanded),
            ("in: [/a, /b], ", .listed(["/a", "/b"])),
            ("in: {and demanded: [/a]}, ", .listedAndDemanded(["/a"])),
        ]
        for (words, among) in table {
            let text = "{every: {of: binds.bind, \(words)that: {binds.bind.readable: {is: true}}}}"
            #expect(try requirement(text) == expected(among))
        }
    }

    @Test func wordsAreReadByTheKindOfTheFact() throws {
        let overlay = try requirement(
            "{some: {of: runtime.route, that: {runtime.route.overlay: {is: no}}}}")
        guard case .some(let range) = overlay else {
            Issue.record("no quantifier")
            return
        }
        #expect(try range.that == .fact(name("runtime.route.overlay"), .equals(.string("no"))))
        #expect(
            try requirement("{kernel.release.version: {at least: 4.10}}")
                == .fact(
                    name("kernel.release.version"), .atLeast(.value(.version(Version("4.10"))))))
        #expect(
            try requirement("{mounts.autofs.roots: {is: [/b/, /a]}}")
                == .fact(name("mounts.autofs.roots"), .equals(.paths(["/a", "/b"]))))
    }

    @Test(arguments: [
        ("1.15", 115, 100), ("2", 2, 1), ("0.05", 5, 100), ("1.0", 10, 10),
    ])
    func factorsAreExactFractions(text: String, numerator: Int64, denominator: Int64) {
        #expect(Scale(decimal: text) == Scale(numerator, over: denominator))
    }

    @Test(arguments: [
        "", ".", "1.", ".5", "-1", "1e3", "0", "1.2.3", "1.0000001", "99999999999999999999",
    ])
    func otherFactorsAreNone(text: String) { #expect(Scale(decimal: text) == nil) }

    @Test(arguments: [
        ("5", FactKind.integer), ("-1", .integer), ("20 GB", .bytes), ("30 s", .duration),
        ("4.18", .version), ("3.10.0-1127", .version),
    ])
    func aLimitHasTheKindItLooksLike(text: String, kind: FactKind) {
        var reader = NodeReader(file: "x")
        let node = YAMLNode(content: .scalar(text, plain: true), mark: .start)
        #expect(reader.limitValue(node, as: nil)?.kind == kind)
        #expect(reader.errors.isEmpty)
    }

    @Test func messagesCannotSteerATerminal() {
        let text = Samples.profile(Samples.check("{\"x\\e[2J\": {is: 1}}"))
        #expect(Samples.errors(text) == ["a.yaml:15:15: unknown fact \"x?[2J\""])
    }
}
