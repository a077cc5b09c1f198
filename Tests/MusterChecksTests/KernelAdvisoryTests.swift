import MusterModel
import Testing

@testable import MusterChecks

/// Kernels against their vendor's fix, by distribution, series and module.
struct KernelAdvisoryTests {
    private func node(_ os: String, _ version: String, _ package: String) -> Node {
        Node.healthy.with([
            "system.os.id": os, "system.os.version": version, "kernel.release.package": package,
            "kernel.release.version": package,
            "kernel.modules.startable": "algif_aead,esp4,esp6,rxrpc",
        ])
    }

    /// The outcome with the advisories that decided it.
    private func judged(_ node: Node) throws -> (outcome: Outcome, ids: Set<String>) {
        let findings = try #require(node.judged()).findings
        let finding = try #require(findings.first { $0.check == "kernel.advisories" })
        let ids = finding.evidence.compactMap { evidence in
            evidence.wanted.split(separator: " ").first { $0.hasPrefix("CVE-") }.map(String.init)
        }
        return (finding.outcome, Set(ids))
    }

    @Test(arguments: [
        ("rhel", "8.10", "4.18.0-553.124.1.el8_10", Outcome.pass),
        ("rhel", "8.10", "4.18.0-553.123.1.el8_10", .warn),
        ("rhel", "9.7", "5.14.0-611.55.1.el9_7", .pass),
        ("rhel", "9.7", "5.14.0-611.54.9.el9_7", .warn),
        ("rhel", "10.1", "6.12.0-124.56.1.el10_1", .pass),
        ("rhel", "10.1", "6.12.0-124.55.1.el10_1", .warn),
        ("almalinux", "8.10", "4.18.0-553.122.1.el8_10", .pass),
        ("almalinux", "8.10", "4.18.0-553.121.1.el8_10", .warn),
        ("almalinux", "9.7", "5.14.0-611.50.1.el9_7", .pass),
        ("almalinux", "10.1", "6.12.0-124.52.1.el10_1", .warn),
        ("rocky", "8.10", "4.18.0-553.124.1.el8_10", .pass),
        ("rocky", "9.7", "5.14.0-611.54.1.el9_7", .warn),
        ("rocky", "9.7", "5.14.0-611.55.1.el9_7", .pass),
        ("debian", "13", "6.12.86-1", .pass), ("debian", "13", "6.12.85-1", .warn),
    ])
    func aKernelIsHeldAgainstItsOwnDistribution(
        os: String, version: String, package: String, outcome: Outcome
    ) throws {
        #expect(try judged(node(os, version, package)).outcome == outcome)
    }

    /// Below upstream's number says nothing where a vendor takes fixes back.
    @Test(arguments: [
        ("debian", "12", "6.1.119-1"), ("ubuntu", "24.04", "6.8.0-48.48"),
        ("fedora", "42", "6.14.9-300.fc42"), ("rhel", "9.7", "6.11.1-1.el9.elrepo"),
        ("almalinux", "11", "7.1.0-1.el11"), ("debian", "13", "6.18.5-1"),
    ])
    func aKernelThatNobodyWroteDownIsUnknown(os: String, version: String, package: String) throws {
        let (outcome, ids) = try judged(node(os, version, package))
        #expect(outcome == .unknown)
        #expect(ids.contains("CVE-2026-31431"))
        let finding = node(os, version, package).judged()?.findings.first {
            $0.check == "kernel.advisories"
        }
        #expect(finding?.evidence.allSatisfy { $0.wanted.contains("security tracker") } == true)
    }

    @Test(arguments: [
        ("centos", "7.9.2009", "3.10.0-1160.118.1.el7"), ("sles", "11.4", "3.0.101-108.129"),
    ])
    func kernelsFromBeforeTheMistakeAreNotAffected(
        os: String, version: String, package: String
    ) throws {
        #expect(try judged(node(os, version, package)).outcome == .pass)
    }

    @Test(arguments: [
        ("algif_aead", ["CVE-2026-31431"]), ("esp4", ["CVE-2026-43284", "CVE-2026-46300"]),
        ("esp6", ["CVE-2026-43284", "CVE-2026-46300"]), ("rxrpc", ["CVE-2026-43500"]),
        ("", []),
    ])
    func onlyAModuleThatCanStartIsAWayIn(module: String, ids: [String]) throws {
        let old = node("rhel", "9.6", "5.14.0-570.1.1.el9_6")
            .with(["kernel.modules.startable": module])
        let (outcome, found) = try judged(old)
        #expect(outcome == (ids.isEmpty ? .pass : .warn))
        if !ids.isEmpty { #expect(found == Set(ids)) }
    }

    /// Without the kernel's lists the rules of modprobe decide.
    @Test(arguments: [
        ("?absent", "", Outcome.warn), ("?absent", "algif_aead,esp4,esp6,rxrpc", .pass),
        ("?absent", "algif_aead,esp4,rxrpc", .warn), ("?forbidden", "", .unknown),
    ])
    func withoutListsBlockingDecides(startable: String, blocked: String, outcome: Outcome) throws {
        let old = node("rhel", "9.6", "5.14.0-570.1.1.el9_6")
            .with(["kernel.modules.startable": startable, "kernel.modules.blocked": blocked])
        #expect(try judged(old).outcome == outcome)
    }

    @Test func aPackageThatNobodyKnowsIsUnknown() throws {
        let strange = node("rhel", "9.7", "5.14.0-611.54.1.el9_7")
            .with(["kernel.release.package": "?absent"])
        #expect(try judged(strange).outcome == .unknown)
    }

    @Test func theHotFixOfRockyEndsOneOfThem() throws {
        let (_, ids) = try judged(node("rocky", "9.7", "5.14.0-611.54.1.el9_7"))
        #expect(!ids.contains("CVE-2026-43284") && ids.contains("CVE-2026-46300"))
    }

    /// At the fixed version a route is free of the weakness, whatever its mode.
    @Test func fixedVersionsAreFixed() throws {
        for advisory in BuiltIn.library.advisories where advisory.about == "runtime.route" {
            for fix in advisory.fixed {
                for mode in ["setuid", "unprivileged"] {
                    let node = Node.healthy.route(
                        "apptainer-unprivileged", mode: mode, flavour: fix.product,
                        fix.version.text)
                    let finding = try #require(
                        node.judged()?.findings.first { $0.check == "runtime.advisories" })
                    let open = finding.evidence.filter {
                        $0.truth == .no && $0.wanted.contains(advisory.id)
                    }
                    #expect(open.isEmpty, "\(advisory.id) at \(fix.product) \(fix.version)")
                }
            }
        }
    }

    @Test(arguments: [
        (
            "fixed: {rhel nine: 5.14}",
            "b.yaml:9:13: \"rhel nine\", a fixed version is of a product (apptainer) or of a distribution's release (rocky 9)"
        ),
        ("fixed: {rhel 9: new}", "b.yaml:9:21: \"new\", a version, as in 3.10.0-957, is needed"),
        ("link: http://nvd", "b.yaml:9:11: \"http://nvd\", a link begins with https://"),
    ])
    func aWrongTableIsRefusedAtItsPlace(line: String, message: String) {
        #expect(Samples.errors("", Samples.advisories + "\n    " + line).last == message)
    }
}
