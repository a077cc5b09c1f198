import MusterModel
import Testing

@testable import MusterChecks

/// Published weaknesses count only in the versions and modes that have them.
struct AdvisoryTests {
    /// The advisories that a route of this kind has, by id.
    private func affecting(
        _ flavour: String, _ version: String, _ mode: String
    ) throws -> [String] {
        let node = Node.healthy.route(
            "apptainer-unprivileged", mode: mode, flavour: flavour, version)
        let finding = node.judged()?.findings.first { $0.check == "runtime.advisories" }
        let evidence = try #require(finding).evidence.filter { $0.truth == .no }
        let words = evidence.compactMap { $0.wanted.split(separator: " ").dropFirst(3).first }
        return Set(words.map(String.init)).sorted()
    }

    @Test(arguments: [
        ("apptainer", "1.5.3", "setuid", []), ("apptainer", "1.5.1-1.el9", "setuid", []),
        ("apptainer", "1.5.0", "setuid", ["CVE-2026-48785"]),
        ("apptainer", "1.5.0", "unprivileged", []),
        ("apptainer", "1.4.4", "unprivileged", ["CVE-2025-65105"]),
        ("apptainer", "1.3.1", "unprivileged", ["CVE-2024-3727", "CVE-2025-65105"]),
        ("apptainer", "1.2.0-rc.1", "unprivileged", ["CVE-2024-3727", "CVE-2025-65105"]),
        (
            "apptainer", "1.2.0-rc.2", "setuid",
            ["CVE-2024-3727", "CVE-2025-65105", "CVE-2026-48785", "GHSA-mmx5-32m4-wxvx"]
        ),
        (
            "apptainer", "1.1.7-1.el7", "setuid",
            ["CVE-2023-30549", "CVE-2024-3727", "CVE-2025-65105", "CVE-2026-48785"]
        ),
        (
            "apptainer", "1.1.1", "unprivileged",
            ["CVE-2022-23538", "CVE-2022-39237", "CVE-2024-3727", "CVE-2025-65105"]
        ),
        ("singularity", "3.8.7-1.el8", "unprivileged", []),
        ("singularity", "3.8.7-1.el8", "setuid", ["CVE-2023-30549"]),
        (
            "singularity", "2.6.1-dist", "setuid",
            ["CVE-2019-19724", "CVE-2021-29136", "CVE-2021-32635", "CVE-2023-30549"]
        ),
        ("singularity-ce", "4.5.1", "setuid", []),
        ("singularity-ce", "4.4.1", "setuid", ["CVE-2026-47215"]),
        ("singularity-ce", "4.3.5", "unprivileged", ["CVE-2025-67499"]),
        ("podman", "1.0", "unprivileged", []),
    ])
    func routesHaveTheWeaknessesOfTheirVersionAndMode(
        flavour: String, version: String, mode: String, ids: [String]
    ) throws {
        #expect(try affecting(flavour, version, mode) == ids)
    }

    @Test func aVersionThatNobodyKnowsIsUnknown() {
        let node = Node.healthy.route(
            "apptainer-unprivileged", mode: "setuid", flavour: "apptainer", "1.5.3",
            ["version": "?timed-out"])
        #expect(node.outcome("runtime.advisories", "apptainer-unprivileged") == .unknown)
    }

    @Test func aRouteThatCannotStartIsNotJudged() {
        let node = Node.setuid("2.2.0", ["enabled": "no"])
        #expect(node.outcome("runtime.advisories", "singularity-setuid") == .inapplicable)
    }

    @Test func everyAdvisorySaysWhereItIsWrittenAndWhatEndsIt() {
        for advisory in BuiltIn.library.advisories {
            #expect(!advisory.remedy.isEmpty && !advisory.source.text.isEmpty)
        }
    }
}
