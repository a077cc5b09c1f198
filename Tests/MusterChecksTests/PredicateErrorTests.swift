import MusterModel
import Testing

@testable import MusterChecks

/// Every mistake of a requirement is told with its place and what was needed.
struct PredicateErrorTests {
    @Test(arguments: [
        (
            "{userns.limit.usr: {is: 1}}",
            "15: unknown fact \"userns.limit.usr\"; did you mean \"userns.limit.user\"?"
        ),
        ("{al: [{userns.limit.user: {is: 1}}]}", "15: unknown fact \"al\"; did you mean \"all\"?"),
        (
            "{userns.limit.user: {atleast: 1}}",
            """
            35: unknown operator \"atleast\", there are is, one of, at least, at most, \
            below, matches, contains, exists and covers; did you mean \"at least\"?
            """
        ),
        ("{userns.limit.user: {at least: many}}", "45: \"many\", an integer is needed"),
        ("{userns.limit.user: {at least: }}", "45: nothing, an integer is needed"),
        ("{userns.limit.user: {at least: 20 GB}}", "45: \"20 GB\", an integer is needed"),
        (
            "{userns.limit.user: {matches: x}}",
            """
            35: \"matches\" of userns.limit.user, which is integer; it is for string, \
            version, list and paths
            """
        ),
        (
            "{cvmfs.cache.limit: {at least: 20}}",
            "45: \"20\", a size with its unit, as in 20 GB or 4000 MiB, is needed"
        ),
        (
            "{cvmfs.cache.limit: {at least: 20 GX}}",
            "45: \"20 GX\", a size with its unit, as in 20 GB or 4000 MiB, is needed"
        ),
        ("{userns.attempt.works: {is: 1}}", "42: \"1\", yes or no is needed"),
        (
            "{userns.attempt.works: {below: yes}}",
            """
            38: \"below\" of userns.attempt.works, which is bool; it is for integer, bytes, \
            duration, version and date
            """
        ),
        (
            "{kernel.release.version: {below: new}}",
            "47: \"new\", a version, as in 3.10.0-957, is needed"
        ),
        ("{mounts.autofs.roots: {covers: [cvmfs]}}", "45: \"cvmfs\", an absolute path is needed"),
        ("{userns.limit.user: {one of: 1}}", "43: \"1\", \"one of\" is a list"),
        ("{userns.limit.user: 5}", "34: \"5\", what is asked of a fact is a mapping"),
        ("{userns.limit.user: {}}", "34: an empty mapping, what is asked of a fact is a mapping"),
        ("{}", "14: an empty mapping, a requirement is a mapping"),
        ("yes", "14: \"yes\", a requirement is a mapping"),
        ("{all: []}", "20: an empty list, \"all\" needs one requirement at least"),
        ("{any: {userns.limit.user: {is: 1}}}", "20: a mapping, \"any\" is a list"),
        (
            "{userns.limit.user: {at least: {limit: fwe}}}",
            "53: unknown limit \"fwe\"; did you mean \"few\"?"
        ),
        (
            "{cvmfs.cache.limit: {at least: {limit: few}}}",
            "53: limit \"few\" is integer, cvmfs.cache.limit is bytes"
        ),
        (
            "{cvmfs.cache.limit: {at least: {fact: system.cpu.cores}}}",
            "52: system.cpu.cores is integer, cvmfs.cache.limit is bytes"
        ),
        (
            "{cvmfs.cache.limit: {at least: {fact: system.cpu.cores, times: lots}}}",
            "77: \"lots\", a factor as in 1.15 or 2 GB is needed"
        ),
        (
            "{cvmfs.cache.limit: {at least: {fact: cvmfs.cache.disk-total, times: 2 GB}}}",
            "52: cvmfs.cache.disk-total is bytes, a factor with a unit needs an integer"
        ),
        (
            "{kernel.release.version: {at least: {fact: system.os.version, times: 2}}}",
            "57: system.os.version is version, it has no multiple"
        ),
        (
            "{cvmfs.cache.limit: {at least: {sum: cvmfs.cache.disk-total}}}",
            "51: cvmfs.cache.disk-total is about the node, a sum is over several subjects"
        ),
        (
            "{cvmfs.cache.limit: {at least: {fakt: cvmfs.cache.disk-total}}}",
            "46: unknown key \"fakt\", a scaled limit has fact and times; did you mean \"fact\"?"
        ),
        (
            "{runtime.route.enabled: {is: yes}}",
            """
            15: runtime.route.enabled is about one runtime.route of several, which one \
            needs \"each\", \"some\" or \"every\"
            """
        ),
        (
            "{some: {of: runtime.rout, that: {runtime.route.enabled: {is: yes}}}}",
            """
            26: unknown kind of subject \"runtime.rout\", known are batch.system, binds.bind, \
            cvmfs.repository, images.image, mounts.mount, overlay.directory, runtime.engine, \
            runtime.installation, runtime.route and smoke.route; did you mean \"runtime.route\"?
            """
        ),
        (
            "{some: {of: runtime.route, in: all, that: {runtime.route.enabled: {is: yes}}}}",
            """
            45: \"all\", a choice of subjects is observed, demanded, a list or {and \
            demanded: a list}
            """
        ),
        (
            "{some: {of: runtime.route, in: [], that: {runtime.route.enabled: {is: yes}}}}",
            "45: an empty list, a choice of subjects needs one element at least"
        ),
        (
            "{not affected by: [CVE-2026-0002]}",
            "32: unknown advisory \"CVE-2026-0002\"; did you mean \"CVE-2026-0001\"?"
        ),
        (
            "{not affected by: [CVE-2026-0001]}",
            """
            32: advisories about each runtime.route, which one is meant needs \"each\", \
            \"some\" or \"every\"
            """
        ),
        (
            "{not affected by: {about: kernel}}",
            "40: no advisory is about \"kernel\", there are some about runtime.route"
        ),
    ])
    func aWrongRequirementIsRefusedAtItsPlace(require: String, message: String) {
        let text = Samples.profile(Samples.check(require))
        #expect(Samples.errors(text, Samples.advisories).first == "a.yaml:15:" + message)
        #expect(Samples.library(text, Samples.advisories).profiles.isEmpty)
    }

    @Test func aMissingPartIsRefused() {
        let text = Samples.profile(Samples.check("{some: {of: runtime.route}}"))
        #expect(Samples.errors(text) == ["a.yaml:15:21: a quantifier without \"that\""])
    }

    @Test func allMistakesOfAFileAreToldAtOnce() {
        let text = Samples.profile(
            Samples.check("{all: [{x.y.z: {is: 1}}, {userns.limit.user: {is: a, below: b}}]}")
                + Samples.check("{userns.attempt.works: {is: maybe}}", id: "Bad"))
        #expect(
            Samples.errors(text) == [
                "a.yaml:15:22: unknown fact \"x.y.z\"",
                "a.yaml:15:64: \"a\", an integer is needed",
                "a.yaml:15:74: \"b\", an integer is needed",
                """
                a.yaml:16:9: \"Bad\", a check's id is lower-case letters, digits, dots and \
                hyphens
                """,
                "a.yaml:22:42: \"maybe\", yes or no is needed",
            ])
    }

    @Test(arguments: [
        ("{runtime.route.version: {below: {fact: runtime.route.version}}}", true),
        ("{some: {of: cvmfs.repository, that: {runtime.route.enabled: {is: yes}}}}", true),
        ("{not affected by: [CVE-2026-0001]}", true),
        ("{cvmfs.repository.quota: {at least: 1 GB}}", false),
    ])
    func eachMeansOneSubject(require: String, isGood: Bool) {
        let text = Samples.profile(
            Samples.check(require, more: "    each: {kind: runtime.route}\n"))
        #expect(Samples.errors(text, Samples.advisories).isEmpty == isGood)
    }
}
