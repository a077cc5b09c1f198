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
            "route.working", "one way to run a container works",
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
}
