import AuditExamples
import MusterModel
import MusterReport
import Testing

/// What a person reads, letter by letter.
struct TextRendererTests {
    @Test func readyNodeIsShort() {
        let expected = """
            muster 0.1.0   wn042.example.org   EXAMPLE-T2   AlmaLinux 9.6, 5.14.0-611.55
              host, as root   41 ms

              baseline READY   atlas READY

            routes   apptainer-setuid: no   apptainer-unprivileged 1.3.6: yes
            1 passed.

            """
        #expect(TextRenderer().render(AuditExample.ready.report) == expected)
    }

    private static let troubled = """
        muster 0.1.0   wn042.example.org   EXAMPLE-T2   AlmaLinux 9.6, 5.14.0-611.55
          host, as root   41 ms, and 93 ms in apptainer and cvmfs_config

          baseline UNDETERMINED 1 unknown, 1 warning
          atlas UNFIT 1, 2 unknown, 1 warning

        FAIL     cvmfs.cache: the cache holds a job's software                  required
                 profile  atlas
                 found    cvmfs.cache.limit: 4,000 MiB (/etc/cvmfs/default.conf)
                 asked    at least 20 GB
                 change   CVMFS_QUOTA_LIMIT=20000 in /etc/cvmfs/default.local, then
                          cvmfs_config reload (now 4,000 MiB)
                 source   AtlasFacilitiesServices, 2026-11-23
        HUNG     cvmfs.accessible[atlas.cern.ch]: the repository answers        required
                 profile  atlas
                 found    cvmfs.repository[atlas.cern.ch].accessible: hung:
                          /cvmfs/atlas.cern.ch: no answer within 1 s
                 asked    yes
                 silent   /cvmfs/atlas.cern.ch: no answer for 3 min 12 s (fuse)
                 change   Free the mount first, muster explain mounts.answer tells how:
                          /cvmfs/atlas.cern.ch: no answer within 1 s.
                 meaning  everything else was audited; atlas stays undetermined on this
                          point
                 source   an agreed document, 2026-11-23
        UNKNOWN  cvmfs.proxy: CVMFS has a proxy                                 required
                 found    cvmfs.config.proxy: malformed: /etc/cvmfs/default.local: a
                          quote without an end
                 asked    present
                 source   an agreed document, 2026-11-23
        WARN     kernel.vsyscall: old images find vsyscall                       advised
                 found    kernel.vsyscall.mode: none (/proc/cmdline)
                 asked    emulate
                 change   vsyscall=emulate on the kernel's command line
                 source   an agreed document, 2026-11-23
        WAIVED   userns.enabled: ordinary users make user namespaces            required
                 found    userns.limit.user: 0 (/proc/sys/user/max_user_namespaces)
                 asked    at least 15000
                 change   user.max_user_namespaces=15000 in /etc/sysctl.d/90-userns.conf
                 waived   drained for tape work (ops, until 2027-01-31)
                 source   an agreed document, 2026-11-23

        routes   apptainer-setuid: no   apptainer-unprivileged 1.3.6: yes
        trouble  observer 1234 is stuck on /cvmfs/atlas.cern.ch (fuse, since 3 min)
        1 passed, 1 waived until 2027-01-31 (userns.enabled).
          muster explain cvmfs.cache

        """

    @Test func findingsComeWorstFirstWithEvidenceAndRemedy() {
        #expect(TextRenderer().render(AuditExample.troubled.report) == Self.troubled)
    }

    @Test func whatTheVerdictDoesNotRestOnIsSaid() {
        let expected = """
            muster 0.1.0   wn042.example.org   EXAMPLE-T2   AlmaLinux 9.6, 5.14.0-611.55
              job, as user 1234 (SLURM_JOB_ID)   41 ms

              baseline READY   atlas READY

            routes   apptainer-setuid: no   apptainer-unprivileged 1.3.6: yes
            basis    rests on configuration: 2 live facts were not tried
                     (overlay.privileged.works, userns.attempt.works)
            hidden   1 fact is hidden from user 1234 (mounts.table.source); root would see
                     it
            remark   the option string was read without its quotes
            1 passed.

            """
        #expect(TextRenderer().render(AuditExample.limited.report) == expected)
    }

    @Test func withoutProfilesThereIsNoVerdict() {
        let text = TextRenderer().render(AuditExample().report)
        #expect(
            text == """
                muster 0.1.0   wn042.example.org   EXAMPLE-T2   host, as root   41 ms

                  no profile was asked: no verdict

                0 passed.

                """)
    }

    /// Findings of one check that are one thing to do stand in one block.
    @Test func crowdOfFindingsIsBoundedAndCounted() {
        let lines = TextRenderer().render(AuditExample.crowded(230).report).split(separator: "\n")
        #expect(lines.count { $0.hasPrefix("FAIL") } == 1)
        #expect(lines.contains { $0.contains(", 200 of them: ") })
        #expect(lines.contains { $0.contains("and the like for 194 more") })
        #expect(lines.contains("… and 30 more findings: --format json"))
    }

    /// What several routes lack is told once for each, what many repositories have in
    /// common once for all, and the rest is counted.
    @Test func evidenceOfManySubjectsIsShort() {
        let text = TextRenderer().render(AuditExample.many.report)
        #expect(
            text.contains(
                """
                FAIL     cvmfs.there: CVMFS is there                                    required
                         found    cvmfs.client.installed: no
                         found    cvmfs.repository.accessible: no, for 6: r0, r1, r2 and 3 more
                         asked    yes
                         source
                """))
        #expect(
            text.contains(
                """
                FAIL     runtime.route: one way works                                   required
                         found    runtime.route[r0].flavour: docker0
                         found    runtime.route[r1].flavour: docker1
                         asked    apptainer
                         source
                """))
        #expect(
            text.contains(
                """
                         found    plain.fact.f5: no
                         asked    yes
                         more     1 fact, see --format json
                """))
    }

    @Test func verdictOnAPartIsNotGreen() {
        let example = AuditExample.partial
        let plain = TextRenderer().render(example.report)
        #expect(plain.contains("  baseline READY in part   atlas READY\n"))
        let painted = TextRenderer(colour: true).render(example.report)
        #expect(painted.contains("\n  baseline READY in part   \u{1B}[32matlas READY"))
    }

    @Test func countsOfAPartSaySo() {
        var example = AuditExample.troubled
        example.profiles[1] = example.profiles[1].reduced { $0.id != "runtime.route" }
        let text = TextRenderer().render(example.report)
        #expect(text.contains("  atlas UNFIT in part: 1, 2 unknown, 1 warning\n"))
    }

    @Test func colourMarksWordsAndChangesNothingElse() {
        for shape in AuditShape.allCases {
            let report = shape.example.report
            let painted = TextRenderer(colour: true).render(report)
            let plain = painted.replacing(/\u{1B}\[[0-9;]*m/, with: "")
            #expect(plain == TextRenderer().render(report))
        }
    }

    @Test func worstIsRedWarningYellowReadyGreen() {
        let painted = TextRenderer(colour: true).render(AuditExample.troubled.report)
        #expect(painted.contains("\u{1B}[1;31mFAIL\u{1B}[0m     cvmfs.cache"))
        #expect(painted.contains("\u{1B}[33mWARN\u{1B}[0m"))
        #expect(painted.contains("\u{1B}[1;31matlas UNFIT 1, 2 unknown, 1 warning\u{1B}[0m"))
        let ready = TextRenderer(colour: true).render(AuditExample.ready.report)
        #expect(ready.contains("\u{1B}[32mbaseline READY\u{1B}[0m   \u{1B}[32matlas READY"))
    }

    @Test func untrustedTextNeverReachesTheTerminal() {
        let text = TextRenderer().render(AuditExample.hostile.report)
        let steering = text.unicodeScalars.filter {
            $0 != "\n" && [.control, .format].contains($0.properties.generalCategory)
        }
        #expect(steering.isEmpty)
        #expect(text.contains("a\u{FFFD}[2Jb\u{FFFD}c d\u{FFFD}31me\u{FFFD}f\u{FFFD}g"))
    }

    @Test func hungMountOfTwoProfilesNamesBoth() {
        var example = AuditExample.troubled
        example.profiles[0] = .example("cms", example.profiles[1].checks)
        let text = TextRenderer(width: 120).render(example.report)
        #expect(text.contains("cms and atlas stay undetermined on this point"))
        #expect(!text.contains("profile  "))
    }

    @Test func negatedRequirementIsAskedAsNot() {
        var example = AuditExample()
        example.facts = [fact("runtime.docker.member", .bool(true))]
        example.profiles = [
            .example(
                "site",
                [
                    .example(
                        "docker.closed", "nobody may use docker",
                        require: .not(.fact(name("runtime.docker.member"), .equals(.bool(true)))))
                ])
        ]
        #expect(TextRenderer().render(example.report).contains("asked    not yes\n"))
    }

    @Test func treeWithEveryLiveFactRecordedSaysSo() {
        var example = AuditExample.ready
        example.vantage = Vantage(.tree, user: 0)
        let text = TextRenderer().render(example.report)
        #expect(
            text.contains(
                "basis    rests on a tree of files in which every live fact is recorded\n"))
    }
}
