import AuditExamples
import MusterModel
import MusterReport
import Testing

/// One node under many profiles at once.
struct SideBySideTests {
    private func cache(
        _ gigabytes: Int64, level: Check.Level = .advised, source: String = "a page"
    ) -> Check {
        .example(
            "cvmfs.cache", "the cache is large enough", level: level,
            require: .fact(
                name("cvmfs.cache.limit"),
                .atLeast(.value(.bytes(Bytes(gigabytes * 1_000_000_000))))),
            change: "raise CVMFS_QUOTA_LIMIT", source: source)
    }

    private func report(_ profiles: [(String, [Check])]) -> AuditReport {
        var example = AuditExample()
        example.facts = [
            fact("cvmfs.cache.limit", .bytes(.mebibytes(4000)), from: "/etc/cvmfs/default.conf")
        ]
        example.profiles = profiles.map { .example($0.0, $0.1) }
        return example.report
    }

    @Test func whoAsksWhatOfOneFactStandsTogether() {
        let text = TextRenderer().render(
            report([
                ("baseline", [cache(20)]), ("cms", [cache(20)]),
                ("alice", [cache(50, source: "jalien")]),
            ]))
        #expect(
            text.contains(
                """
                WARN     cvmfs.cache: the cache is large enough                          advised
                         found    cvmfs.cache.limit: 4,000 MiB (/etc/cvmfs/default.conf)
                         asked    at least 20 GB (baseline and cms)
                         asked    at least 50 GB (alice)
                         change   raise CVMFS_QUOTA_LIMIT
                         source   a page, 2026-11-23; jalien, 2026-11-23

                """))
        #expect(text.split(separator: "\n").count { $0.hasPrefix("WARN") } == 1)
    }

    @Test func whereOneProfileRequiresWhatOthersAdviseTheWorstLeads() {
        let text = TextRenderer().render(
            report([("baseline", [cache(20)]), ("osg", [cache(20, level: .required)])]))
        #expect(text.contains("FAIL     cvmfs.cache"))
        #expect(!text.contains("WARN"))
        #expect(text.contains("asked    at least 20 GB (osg, required)\n"))
        #expect(text.contains("asked    at least 20 GB (baseline, advised)\n"))
    }

    @Test func aPassIsNoPartOfAFailure() {
        let text = TextRenderer().render(
            report([("small", [cache(4)]), ("large", [cache(50)])]))
        #expect(text.contains("profile  large\n"))
        #expect(text.contains("1 passed"))
    }

    @Test func tenProfilesAreALineEachAndFitTheTerminal() {
        let names = (1...10).map { "profile-number-\($0)" }
        let text = TextRenderer().render(report(names.map { ($0, [cache(20)]) }))
        let lines = text.split(separator: "\n")
        for one in names { #expect(lines.contains { $0.hasPrefix("  \(one) ") }) }
        #expect(lines.contains("  profile-number-1   DEGRADED 1 warning"))
        #expect(lines.contains("  profile-number-10  DEGRADED 1 warning"))
        #expect(lines.allSatisfy { $0.count <= 80 })
        #expect(!text.contains("profile  "), "what all ask needs no names")
    }

    @Test func fewExceptionsAreNamedInsteadOfMany() {
        var profiles = (1...6).map { ("p\($0)", [cache(20)]) }
        profiles.append(("hpc", []))
        #expect(TextRenderer().render(report(profiles)).contains("by       all but hpc\n"))
        let half = profiles.prefix(2) + [("hpc", []), ("home", [])]
        #expect(TextRenderer().render(report(Array(half))).contains("by       p1 and p2\n"))
    }

    @Test func aChangedLevelSaysWhoChangedIt() {
        let check = cache(20).weighing(
            .required, amendment: "required instead of advised by /etc/x.yaml: images are large")
        let text = TextRenderer().render(report([("mine", [check])]))
        #expect(
            text.contains("level    required instead of advised by /etc/x.yaml: images are large\n")
        )
        let json = JSONRenderer().render(report([("mine", [check])]))
        #expect(json.contains(#""amendment":"required instead of advised by /etc/x.yaml"#))
    }

    /// Several advisories on the same facts are one sentence.
    @Test func whatIsAskedOfTheSameFactsIsToldOnce() {
        var example = AuditExample()
        example.facts = [fact("kernel.release.version", .version(Version("5.14.0-1")))]
        let old = Predicate.fact(
            name("kernel.release.version"), .below(.value(.version(Version("5.14.0-2")))))
        example.advisories = ["CVE-1", "CVE-2"].map { id in
            Advisory(
                id: id, title: "root by \(id)", about: "kernel", when: old,
                doubt: .init(when: .all([]), because: "ask the vendor"),
                remedy: "update", source: Source("a page", today))
        }
        let check = Check.example(
            "kernel.advisories", "no weakness", level: .advised,
            require: .unaffected(by: .about("kernel")))
        example.profiles = [.example("site", [check])]
        let text = TextRenderer(width: 120).render(example.report)
        #expect(
            text.contains(
                """
                UNKNOWN  kernel.advisories: no weakness                                                                          advised
                         found    kernel.release.version: 5.14.0-1
                         asked    not affected by CVE-1 (root by CVE-1); CVE-2 (root by CVE-2): ask the vendor

                """), "\(text)")
    }
}
