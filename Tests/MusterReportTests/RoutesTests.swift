import AuditExamples
import MusterModel
import Testing

@testable import MusterReport

struct RoutesTests {
    private func example(_ facts: [Fact]) -> AuditReport {
        var example = AuditExample()
        example.facts = facts
        return example.report
    }

    @Test func judgedRoutesSayWhetherTheyWork() {
        let words = Routes(of: AuditExample.ready.report).words
        #expect(words == ["apptainer-setuid: no", "apptainer-unprivileged 1.3.6: yes"])
    }

    @Test func profilesThatDisagreeAreNamed() {
        var example = AuditExample.ready
        let strict = Check.example(
            "runtime.route", "one way to run a container works",
            require: .some(
                Quantifier(
                    kind: "runtime.route", roster: name("runtime.routes.list"), among: .observed,
                    that: .fact(name("runtime.route.version"), .exists(true)))))
        example.profiles[1] = .example("atlas", [strict])
        example.facts.append(
            fact("runtime.route.version", of: "apptainer-setuid", missing: .malformed, "?"))
        #expect(
            Routes(of: example.report).words == [
                "apptainer-setuid: no (baseline), unknown (atlas)",
                "apptainer-unprivileged 1.3.6: yes",
            ])
    }

    @Test func withoutACheckTheListIsShown() {
        let list = fact("runtime.routes.list", .list(["docker", "podman-rootless"]))
        let version = fact("runtime.route.version", of: "docker", .version(Version("26.1")))
        #expect(Routes(of: example([list, version])).words == ["docker 26.1", "podman-rootless"])
    }

    @Test func noRouteUnknownRoutesAndNoProbeAreThreeThings() {
        #expect(
            Routes(of: example([fact("runtime.routes.list", .list([]))])).words == ["none found"])
        let unknown = fact("runtime.routes.list", missing: .timedOut, "apptainer: no answer")
        #expect(Routes(of: example([unknown])).words == ["not known: apptainer: no answer"])
        #expect(Routes(of: example([])).words == nil)
    }

    @Test func aSmokeProvesOrFailsARoute() {
        var example = AuditExample.ready
        example.facts += [
            fact("smoke.route.works", of: "apptainer-setuid", .bool(true)),
            fact("smoke.route.works", of: "apptainer-unprivileged", .bool(true)),
        ]
        #expect(
            Routes(of: example.report).words == [
                "apptainer-setuid: no, though it starts",
                "apptainer-unprivileged 1.3.6: yes, proven",
            ])
        let list = fact("runtime.routes.list", .list(["docker", "podman-rootless"]))
        let works = fact("smoke.route.works", of: "podman-rootless", .bool(false))
        let cause = fact("smoke.route.cause", of: "podman-rootless", .string("subuid"))
        #expect(
            Routes(of: self.example([list, works, cause])).words
                == ["docker", "podman-rootless, failed (subuid)"])
        #expect(
            Routes(of: self.example([list, works])).words
                == ["docker", "podman-rootless, failed (unnamed)"])
    }

    @Test func theRehearsalStandsBehindTheRoutes() {
        let list = fact("runtime.routes.list", .list([]))
        let works = fact("rehearsal.run.works", .bool(true))
        let layout = fact("rehearsal.run.layout", .string("overlay"))
        #expect(
            Routes(of: example([list, works, layout])).words
                == ["none found", "rehearsal: yes (overlay)"])
        let fails = fact("rehearsal.run.works", .bool(false))
        let cause = fact("rehearsal.run.cause", .string("exhausted"))
        #expect(Routes(of: example([fails, cause])).words == ["rehearsal: no (exhausted)"])
        let none = fact("rehearsal.run.works", missing: .notTried, "a tree")
        #expect(Routes(of: example([none])).words == nil)
    }
}
