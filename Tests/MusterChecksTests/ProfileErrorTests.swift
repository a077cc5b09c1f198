import MusterModel
import Testing

@testable import MusterChecks

/// Mistakes of a file around its requirements, and between files.
struct ProfileErrorTests {
    private static let good = "{userns.limit.user: {at least: {limit: few}}}"

    private static func check(without key: String) -> String {
        Samples.check(good).split(separator: "\n")
            .filter { !$0.drop { " -".contains($0) }.hasPrefix(key + ":") }
            .map { $0.hasPrefix("    title") && key == "id" ? "  - " + $0.dropFirst(4) : $0 }
            .joined(separator: "\n")
    }

    @Test(arguments: [
        ("source", "a.yaml:9:5: a check without \"source\"", ChecksError.Code.missingSource),
        ("reason", "a.yaml:9:5: a check without \"reason\"", .missingKey),
        ("id", "a.yaml:9:5: a check without \"id\"", .missingKey),
        ("require", "a.yaml:9:5: a check without \"require\"", .missingKey),
    ])
    func aCheckNeedsAllItsParts(key: String, message: String, code: ChecksError.Code) {
        let library = Samples.library(Samples.profile(Self.check(without: key)))
        #expect(library.errors.map(\.description) == [message])
        #expect(library.errors.first?.code == code)
        #expect(library.profiles.isEmpty)
    }

    @Test(arguments: [
        (
            "    requires: {}\n",
            """
            a.yaml:16:5: unknown key \"requires\", a check has id, title, level, reason, \
            source, require, each, when, remedy and examples; did you mean \"require\"?
            """
        ),
        (
            "    each: {kind: cvmfs.repo}\n",
            """
            a.yaml:16:18: unknown kind of subject \"cvmfs.repo\", known are batch.system, binds.bind, \
            cvmfs.repository, images.image, mounts.mount, overlay.directory, runtime.engine, \
            runtime.installation, runtime.route and smoke.route
            """
        ),
        (
            "    when: {userns.limit.user: {exists: 1}}\n",
            "a.yaml:16:40: \"1\", yes or no is needed"
        ),
    ])
    func aWrongPartOfACheckIsRefused(more: String, message: String) {
        let text = Samples.profile(Samples.check(Self.good, more: more))
        #expect(Samples.errors(text) == [message])
    }

    @Test(arguments: [
        (
            "set {limit:fwe}",
            "a.yaml:13:13: unknown limit \"fwe\" in a remedy; did you mean \"few\"?"
        ),
        (
            "set {userns.limit.usr}",
            "a.yaml:13:13: unknown fact \"userns.limit.usr\"; did you mean \"userns.limit.user\"?"
        ),
        ("mount {subject}", "a.yaml:13:13: {subject} in a check without \"each\""),
        (
            "mount {mounts.mount.point}",
            """
            a.yaml:13:13: mounts.mount.point is about one mounts.mount of several, which \
            one needs \"each\", \"some\" or \"every\"
            """
        ),
        ("", "a.yaml:13:12: nothing, a remedy needs words"),
    ])
    func aRemedySpeaksOnlyOfWhatIsKnown(remedy: String, message: String) {
        let change = remedy.isEmpty ? "remedy:" : "remedy: \"\(remedy)\""
        let check = Samples.check(Self.good).replacing("remedy: do it", with: change)
        #expect(Samples.errors(Samples.profile(check)) == [message])
    }

    @Test(arguments: [
        "{ userns, }", "${HOME}", "{}", "{ }", "{limit:few}", "{userns.limit.net}",
    ])
    func bracesOfOtherLanguagesStay(text: String) {
        let check = Samples.check(Self.good).replacing("do it", with: "\"write \(text)\"")
        #expect(Samples.errors(Samples.profile(check)) == [])
    }

    @Test func aRemedyForAllHidesThoseBehindIt() {
        let check = Samples.check(Self.good).replacing(
            "remedy: do it", with: "remedy: [{change: a}, {change: b}]")
        #expect(
            Samples.errors(Samples.profile(check)) == [
                "a.yaml:13:14: a remedy without \"when\" before others, they would never be shown"
            ])
    }

    @Test(arguments: ["", "checks: []\n", "includes: []\n"])
    func aProfileWithoutAnyCheckIsNoProfile(rest: String) {
        let text = "format: muster-checks/1\nprofile: idle\ntitle: t\ndated: 2026-01-01\n\(rest)"
        #expect(
            Samples.errors(text) == [
                "a.yaml:2:10: profile \"idle\" without a check, every node would be ready"
            ])
        #expect(Samples.library(text).profiles.isEmpty)
    }

    @Test func aProfileMayHaveTheChecksOfAnotherAlone() {
        let text = """
            format: muster-checks/1
            profile: mine
            title: t
            dated: 2026-01-01
            includes: [\(Samples.library(Samples.profile(Samples.check(Self.good))).profiles[0].id)]
            """
        #expect(Samples.errors(Samples.profile(Samples.check(Self.good)), text) == [])
    }

    /// A title is printed; YAML can write any character between double quotes.
    @Test(arguments: ["\\e[31mred", "a\\0b", "\\u202Etxt", "\\u200B", "\\x9b2J"])
    func textsThatSteerATerminalAreRefused(title: String) {
        let text = Samples.profile(
            Samples.check(Self.good).replacing(
                "title: a title", with: "title: \"\(title)\""))
        let errors = Samples.errors(text)
        #expect(errors.count == 1)
        #expect(
            errors.allSatisfy {
                $0.hasSuffix("a control or invisible character, a check's title is plain text")
            })
    }

    /// A remedy whose fact is missing gives way to the next.
    @Test func aRemedyWithAFactMayStandBeforeOthers() {
        let check = Samples.check(Self.good).replacing(
            "remedy: do it", with: "remedy: [{change: \"{userns.limit.net}\"}, {change: b}]")
        #expect(Samples.errors(Samples.profile(check)) == [])
    }

    @Test(arguments: [
        ("{few: {value: 5}}", "a.yaml:6:15: a limit without \"source\""),
        ("{few: {value: 5, source: page}}", "a.yaml:6:34: \"page\", a source is a mapping"),
        ("{few: {value: 5, source: {text: t}}}", "a.yaml:6:34: a source without \"date\""),
        (
            "{few: {value: 5, source: {text: t, date: 2026-02-30}}}",
            "a.yaml:6:50: \"2026-02-30\", a source's date is a day as in 2026-11-23"
        ),
        (
            "{few: {value: five, source: {text: t, date: 2026-02-03}}}",
            "a.yaml:6:23: \"five\", a limit is a number, a size (20 GB), a span (30 s) or a version"
        ),
        (
            "{few: {value: 5, kind: number, source: {text: t, date: 2026-02-03}}}",
            """
            a.yaml:6:32: \"number\", a limit's kind is one of bool, integer, bytes, \
            duration, version, string, list, paths and date
            """
        ),
    ])
    func aLimitHasAValueAndADatedSource(limits: String, message: String) {
        let text = Samples.profile(Samples.check(Self.good), limits: limits)
        #expect(Samples.errors(text).first == message)
    }

    @Test(arguments: [
        (
            "profile: p\n",
            """
            a.yaml:1:1: no \"format\", it is one of muster-checks/1, muster-advisories/1 \
            and muster-waivers/1
            """
        ),
        (
            "format: muster-checks/2\n",
            """
            a.yaml:1:9: \"muster-checks/2\", the format is one of muster-checks/1, \
            muster-advisories/1 and muster-waivers/1; did you mean \"muster-checks/1\"?
            """
        ),
        ("- a\n", "a.yaml:1:1: a list, a check file is a mapping"),
        (
            "format: muster-checks/1\nprofile: p\ntitle: t\ndated: today\n",
            "a.yaml:4:8: \"today\", a profile's date is a day as in 2026-11-23"
        ),
    ])
    func aFileSaysWhatItIs(text: String, message: String) {
        #expect(Samples.errors(text) == [message])
    }

    @Test func idsAreUnique() {
        let twice = Samples.profile(Samples.check(Self.good) + Samples.check(Self.good))
        #expect(Samples.errors(twice) == ["a.yaml:16:5: check \"a.b\" again, first in a.yaml:9"])
        let one = Samples.profile(Samples.check(Self.good))
        let other = Samples.profile(Samples.check(Self.good, id: "a.c"))
        #expect(Samples.errors(one, other) == ["b.yaml:2:10: profile \"p\" again, first in a.yaml"])
        #expect(
            Samples.errors(Samples.advisories, Samples.advisories) == [
                "b.yaml:3:5: advisory CVE-2026-0001 again, first in a.yaml:3"
            ])
    }

    @Test func waiversNeedAKnownCheckAndAnEnd() {
        let profile = Samples.profile(Samples.check(Self.good))
        let waivers = """
            format: muster-waivers/1
            waivers:
              - {check: a.b, reason: drain, owner: me, until: 2027-01-31}
              - {check: a.bc, reason: drain, owner: me, until: 2027-01-31}
              - {check: a.b, subject: /data, reason: drain, owner: me}
            """
        let library = Samples.library(profile, waivers)
        #expect(
            library.errors.map(\.description) == [
                "b.yaml:4:13: a waiver of \"a.bc\", which is no check; did you mean \"a.b\"?",
                "b.yaml:5:5: a waiver without \"until\"",
            ])
        #expect(library.waivers.map(\.check) == ["a.b"])
        #expect(library.profiles.count == 1, "a wrong waiver spoils no profile")
    }
}
