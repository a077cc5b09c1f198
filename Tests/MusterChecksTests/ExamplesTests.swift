import MusterModel
import Testing

@testable import MusterChecks

/// Check files carry their own examples.
struct ExamplesTests {
    private let builtIn = ExamplesRun(CheckFile.builtIn, vocabulary: TestVocabulary.all)

    @Test func builtInExamplesComeOutAsTheySay() {
        #expect(builtIn.errors.map(\.description) == [])
        #expect(builtIn.failures.map(\.description) == [])
        #expect(builtIn.count >= 2 * builtIn.coverage.count)
    }

    @Test func everyBuiltInCheckHasAPassingAndAFailingExample() {
        for one in builtIn.coverage {
            // What no table of versions settles cannot be told to fail.
            let bad: Set<Outcome> = one.check == "egi.advisories" ? [.unknown] : [.fail, .warn]
            #expect(one.expected.contains(.pass), "\(one.check) has no example that passes")
            #expect(!one.expected.isDisjoint(with: bad), "\(one.check) has none that fails")
        }
    }

    private func run(_ examples: String, require: String? = nil, each: String = "") -> ExamplesRun {
        let check = Samples.check(
            require ?? "{userns.limit.user: {at least: {limit: few}}}",
            more: each + "    examples:\n" + examples)
        return ExamplesRun(
            [CheckFile(name: "a.yaml", text: Samples.profile(check))],
            vocabulary: TestVocabulary.all)
    }

    @Test(arguments: [
        ("{userns.limit.user: 5}", "pass"), ("{userns.limit.user: 4}", "fail"), ("{}", "unknown"),
        ("{userns.limit.user: {missing: forbidden}}", "unknown"),
        ("{userns.limit.user: {missing: absent}}", "unknown"),
    ])
    func anExampleIsJudgedByItsFactsAlone(given: String, expect: String) {
        let run = run("      - {given: \(given), expect: \(expect)}\n")
        #expect(run.errors.isEmpty && run.failures.isEmpty)
        #expect(run.count == 1)
    }

    @Test func whatCameOutInsteadIsToldAtItsPlace() {
        let run = run("      - {title: few, given: {userns.limit.user: 4}, expect: pass}\n")
        #expect(
            run.failures.map(\.description) == [
                "a.yaml:17:9: example \"few\" of a.b: expected pass, came out fail "
                    + "(userns.limit.user: 4 (given), asked: at least 5)"
            ])
    }

    /// A fact that is not given is not tried, also where others of its probe are given.
    @Test func whatIsNotGivenIsNotAbsent() {
        let run = run(
            "      - {given: {userns.limit.user: 1}, expect: unknown}\n",
            require: "{userns.limit.net: {exists: no}}")
        #expect(run.failures.isEmpty)
    }

    @Test(arguments: [
        (
            "{given: {userns.limit.usr: 1}, expect: pass}",
            "a.yaml:17:18: unknown fact or kind of subject \"userns.limit.usr\"; did you mean \"userns.limit.user\"?"
        ),
        (
            "{given: {userns.limit.user: many}, expect: pass}",
            "a.yaml:17:37: \"many\", an integer is needed"
        ),
        (
            "{given: {userns.limit.user: {missing: gone}}, expect: pass}",
            "a.yaml:17:47: \"gone\", the reason of an absence is one of absent, forbidden, malformed, timed-out, hung, unsupported, not-tried and not-watched"
        ),
        (
            "{given: {}, expect: passed}",
            "a.yaml:17:29: \"passed\", what is expected is one of fail, unknown, warn, waived, pass and inapplicable; did you mean \"pass\"?"
        ),
        (
            "{given: {}, expect: waived}",
            "a.yaml:17:29: \"waived\", an example is judged without waivers"
        ),
        ("{expect: pass}", "a.yaml:17:9: an example without \"given\""),
        (
            "{given: {}, expect: pass, subject: x}",
            "a.yaml:17:44: \"subject\" in an example of a check without \"each\""
        ),
        (
            "{given: {binds.bind.exists: yes}, expect: pass}",
            "a.yaml:17:18: binds.bind.exists is about one binds.bind of several, given as {binds.bind: {NAME: {exists: …}}}"
        ),
        (
            "{given: {binds.bind: {/a: {exits: yes}}}, expect: pass}",
            "a.yaml:17:36: unknown aspect \"exits\" of binds.bind; did you mean \"exists\"?"
        ),
    ])
    func aWrongExampleIsRefusedAtItsPlace(example: String, message: String) {
        let run = run("      - \(example)\n")
        #expect(run.errors.map(\.description) == [message])
    }

    @Test func aWrongExampleDoesNotKeepTheProfileFromJudging() {
        let check = Samples.check(
            "{userns.limit.user: {is: 1}}", more: "    examples: [{given: 7, expect: nothing}]\n")
        let library = Samples.library(Samples.profile(check))
        #expect(library.errors.isEmpty)
        #expect(library.profile("p") != nil)
        #expect(Samples.errors(Samples.profile(check)).count == 2, "and lint tells it")
    }

    @Test func oneOfSeveralFindingsHasToBeNamed() {
        let given = "{binds.bind: {/a: {exists: yes}, /b: {exists: no}}}"
        let each = "    each: {kind: binds.bind}\n"
        let require = "{binds.bind.exists: {is: yes}}"
        let unnamed = run(
            "      - {given: \(given), expect: pass}\n", require: require, each: each)
        #expect(unnamed.failures.first?.detail.contains("does not say which is meant") == true)
        let named = run(
            "      - {given: \(given), subject: /b, expect: fail}\n", require: require, each: each)
        #expect(named.failures.isEmpty)
        let stranger = run(
            "      - {given: \(given), subject: /c, expect: fail}\n", require: require, each: each)
        #expect(stranger.failures.first?.detail.contains("no finding about /c") == true)
    }

    @Test func onlyTheNamedFilesAreTried() {
        let one = CheckFile(
            name: "a.yaml", text: Samples.profile(Samples.check("{userns.limit.user: {is: 1}}")))
        let run = ExamplesRun(
            CheckFile.builtIn + [one], only: ["a.yaml"], vocabulary: TestVocabulary.all)
        #expect(run.coverage.map(\.check) == ["a.b"])
        #expect(run.coverage.first?.expected == [])
    }
}
