import Foundation
import LaunchKit
import Testing

/// What nobody else does, row by row (docs/explanation/what-nobody-does.md), over whole
/// machines with the built program.
@Suite struct WhatNobodyDoesTests {
    private static let machines: [String] = {
        let folder = Launch.package.appending(path: "Tests/Fixtures").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().filter {
            FileManager.default.fileExists(atPath: "\(folder)/\($0)/README.md")
        }
    }()

    /// An image of the machine `el7-singularity-2`, a folder in CVMFS.
    private static let image =
        "/cvmfs/atlas.cern.ch/repo/containers/images/apptainer/x86_64-centos7.img"

    private let bench: Workbench

    init() throws { bench = try Workbench() }

    private static func path(_ machine: String) -> String {
        Launch.package.appending(path: "Tests/Fixtures/\(machine)").path
    }

    /// A machine of the test's own, to be changed.
    private func copy(of machine: String) throws -> String {
        let path = bench.root + "/" + machine
        try FileManager.default.copyItem(atPath: Self.path(machine), toPath: path)
        return path
    }

    private func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    // MARK: 1. Reason, evidence and the line to change; never a bare boolean.

    @Test(arguments: machines)
    func everyFindingHasReasonEvidenceSourceAndRemedy(machine: String) throws {
        let audit = try SeenAudit.of(machine: Self.path(machine), ["--profile", "all"])
        #expect(audit.findings.count > 100)
        for finding in audit.findings where finding.isOpen {
            let name = "\(finding.check) \(finding.subject ?? "")"
            #expect(!finding.reason.isEmpty, "\(name)")
            #expect(!finding.sources.isEmpty, "\(name)")
            #expect(finding.remedy.map { $0.count > 10 } == true, "\(name)")
            #expect(!finding.evidence.isEmpty, "\(name)")
            for one in finding.evidence {
                #expect(!one.wanted.isEmpty, "\(name)")
                #expect((one.fact.value == nil) != (one.fact.missing == nil), "\(name)")
            }
        }
    }

    /// Whoever only reads the first finding knows what was found where, and what to do.
    @Test func theTextNamesFileLineAndChange() throws {
        let end = try Launch.muster(
            "check", "--root", Self.path("el7-singularity-2"), "--date", "2026-11-23", "--only",
            "cvmfs.cache", "--profile", "atlas")
        #expect(end.exit == 1)
        #expect(end.output.contains("found    cvmfs.cache.limit: 10,000 MiB"))
        #expect(end.output.contains("(/etc/cvmfs/default.local:3)"))
        #expect(end.output.contains("asked    at least 20 GB"))
        #expect(end.output.contains("change   Set CVMFS_QUOTA_LIMIT, in MiB, to 20 GB or more"))
        #expect(end.output.contains("source   OSG install-cvmfs"))
    }

    // MARK: 2. On every node, before a pilot lands; and from inside a job, unprivileged.

    @Test(.enabled(if: Workbench.isRoot, Comment(rawValue: Workbench.needsRoot)))
    func sitesRootAndAPilotsJobBothGetAVerdict() throws {
        let words = [
            Launch.program("muster"), "check", "--no-journal", "--format", "json", "--profile",
            "baseline,atlas", "--only", "kernel,userns,runtime,system",
        ]
        let site = try SeenAudit(try Launch.run(words))
        #expect(site.vantage.user == 0)
        let pilot = try SeenAudit(
            try Launch.run(Workbench.asNobody + words, environment: ["PANDAID": "4711"]))
        #expect(pilot.vantage.user == 65534)
        // Tests may run inside a container; there a job's view is the container's.
        #expect(pilot.vantage.place == (site.vantage.place == "host" ? "job" : "container"))
        for audit in [site, pilot] {
            #expect(Set(audit.verdicts.keys) == ["baseline", "atlas"])
            #expect(audit.findings(of: "userns.unprivileged").count == 2)
        }
        // What neither may change is the same for both.
        func kernel(_ audit: SeenAudit) -> [String?] {
            audit.allFacts.filter { $0.name == "kernel.release.version" }.map { $0.value?.text }
        }
        #expect(kernel(site) == kernel(pilot))
        #expect(kernel(site).first != nil)
    }

    // MARK: 3. Several profiles at once, each dated, every threshold with its source.

    @Test func oneNodeIsJudgedUnderAllProfilesAtOnce() throws {
        let audit = try SeenAudit.of(
            machine: Self.path("el7-singularity-2"), ["--profile", "all"])
        #expect(audit.verdicts.count >= 10)
        #expect(Set(audit.verdicts.values).count >= 1)
        let day = /^20\d\d-\d\d-\d\d$/
        for judgement in audit.judgements {
            #expect(judgement.dated.wholeMatch(of: day) != nil, "\(judgement.profile)")
            for finding in judgement.findings {
                #expect(!finding.sources.isEmpty, "\(judgement.profile) \(finding.check)")
                #expect(finding.sources.allSatisfy { $0.date.wholeMatch(of: day) != nil })
            }
        }
        // One machine, and profiles that differ about it.
        let egi = audit.judgements.first { $0.profile == "egi" }
        let volunteer = audit.judgements.first { $0.profile == "volunteer" }
        let sizes = [egi, volunteer].map { $0?.findings.count { $0.outcome == "fail" } }
        #expect(sizes[0] != sizes[1])
    }

    /// Experiments disagree about one number: each asks its own of the same fact.
    @Test func thresholdsThatDifferStandSideBySide() throws {
        let audit = try SeenAudit.of(
            machine: Self.path("el8-apptainer"), ["--profile", "all", "--only", "userns"])
        let asked = audit.judgements.flatMap { judgement in
            judgement.findings.flatMap(\.evidence)
                .filter { $0.fact.name == "userns.limit.user" }.map(\.wanted)
        }
        #expect(Set(asked.filter { $0.hasPrefix("at least") }).count >= 2, "\(Set(asked))")
    }

    @Test func everyLimitCitesItsSource() throws {
        let list = try Launch.muster("checks", "list", "all").output
        let limits = Set(
            list.matches(of: #/(?m)^  limit (\S+)/#).map { String($0.output.1) })
        #expect(limits.count >= 8)
        for limit in limits {
            let lines = try Launch.muster("explain", limit).output
            let section = lines.components(separatedBy: "limit \(limit)\n").last ?? ""
            let values = section.matches(of: #/(?m)^  \S.* in [a-z]/#).count
            let sources = section.matches(of: #/(?m)^    source  .+, 20\d\d-\d\d-\d\d$/#).count
            #expect(values > 0 && values == sources, "\(lines)")
        }
    }

    // MARK: 4. Binds of the queue's data against the node and against the image.

    /// The option string as CRIC and AGIS hold it. One directory is nowhere, one on the
    /// node and not in the image, one in both.
    @Test func bindsOfAQueueAreComparedWithNodeAndImage() throws {
        let machine = try copy(of: "el7-singularity-2")
        try makeFolder(machine + "/tree/pool")
        try makeFolder(machine + "/tree/both")
        try makeFolder(machine + "/tree" + Self.image + "/both")
        // Who may enter is no matter of a tree: the machine's answer, recorded.
        let answers = URL(filePath: machine + "/answers.json")
        let known = "\"access /cvmfs\": "
        let mayEnter = "{\"enter\": true, \"read\": true, \"write\": true}"
        try String(contentsOf: answers, encoding: .utf8).replacing(
            known,
            with: "\"access /both\": \(mayEnter), \"access /pool\": \(mayEnter), " + known
        ).write(to: answers, atomically: true, encoding: .utf8)
        let audit = try SeenAudit.of(
            machine: machine,
            [
                "--profile", "baseline", "--only", "binds.required,images.bind-points", "--images",
                Self.image, "--binds", "singularity_options='-B /nowhere,/pool,/both'",
            ])
        func outcome(_ path: String) -> String? {
            audit.findings(of: "binds.required", on: path).first?.outcome
        }
        #expect(outcome("/nowhere") == "fail")
        #expect(outcome("/pool") == "pass")
        #expect(outcome("/both") == "pass")
        let image = try #require(
            audit.findings(of: "images.bind-points", on: Self.image).first)
        #expect(image.outcome == "fail")
        #expect(image.remedy?.contains("/nowhere, /pool made in the image") == true)
        #expect(image.remedy?.contains("/both") == false)
    }

    // MARK: 5. Quota, disk and need side by side, images included.

    @Test func quotaDiskNeedAndImagesStandSideBySide() throws {
        let machine = try copy(of: "el7-singularity-2")
        let big = "/cvmfs/atlas.cern.ch/big.img"
        try Data("hsqs".utf8).write(to: URL(filePath: machine + "/tree" + big))
        // More than the quota, and a hole in the file.
        try FileHandle(forWritingTo: URL(filePath: machine + "/tree" + big))
            .truncate(atOffset: 12_000_000_000)
        let audit = try SeenAudit.of(
            machine: machine,
            [
                "--profile", "alice,atlas", "--images", big, "--only",
                "cvmfs.cache,cvmfs.cache.disk,images.cache",
            ])
        func asked(_ check: String) -> [String] {
            audit.findings(of: check).map { finding in
                let first = finding.evidence.first
                return "\(finding.outcome): \(first?.fact.name ?? "") \(first?.wanted ?? "")"
            }
        }
        #expect(
            asked("cvmfs.cache") == [
                "warn: cvmfs.cache.limit at least 50 GB", "warn: cvmfs.cache.limit at least 20 GB",
            ])
        #expect(
            Set(asked("cvmfs.cache.disk")) == [
                "pass: cvmfs.cache.disk-total at least 10,000 MiB (from cvmfs.cache.limit)"
            ])
        #expect(
            Set(asked("images.cache")) == [
                "warn: cvmfs.cache.limit at least 12 GB (from images.images.on-cvmfs)"
            ])
    }

    // MARK: 6. Which way of running a container was judged.

    @Test func everyRouteIsJudgedByItself() throws {
        let audits = try ["el8-apptainer", "ubuntu-2404-apparmor", "el9-cvmfs-only"].map {
            try SeenAudit.of(machine: Self.path($0), ["--profile", "baseline"])
        }
        let routes = audits.map { audit in
            Set(audit.allFacts.filter { $0.name == "runtime.route.mode" }.compactMap(\.subject))
        }
        #expect(routes[0] == ["apptainer-setuid", "apptainer-unprivileged", "podman-rootless"])
        #expect(routes[1] == ["apptainer-unprivileged", "docker"])
        #expect(routes[2].allSatisfy { $0.hasPrefix("apptainer-cvmfs") } && !routes[2].isEmpty)
        let text = try Launch.muster(
            "check", "--root", Self.path("el8-apptainer"), "--date", "2026-11-23"
        ).output
        #expect(text.contains("routes   apptainer-setuid 1.3.6-1.el8: yes"))
        #expect(text.contains("podman-rootless 4.9.4-rhel: no"))
    }

    /// The site's own configuration is not read for a runtime that comes from CVMFS.
    @Test func aSitesConfigurationMeansNothingToARuntimeFromCvmfs() throws {
        let machine = try copy(of: "el9-cvmfs-only")
        func route() throws -> Set<SeenAudit.Fact> {
            let audit = try SeenAudit.of(machine: machine, ["--profile", "baseline"])
            return Set(audit.allFacts.filter { $0.subject == "apptainer-cvmfs" })
        }
        let before = try route()
        #expect(before.contains { $0.name == "runtime.route.bind-control" })
        try makeFolder(machine + "/tree/etc/apptainer")
        try """
        allow setuid = no
        allow pid ns = no
        user bind control = no
        enable overlay = no
        enable underlay = no

        """.write(
            toFile: machine + "/tree/etc/apptainer/apptainer.conf", atomically: true,
            encoding: .utf8)
        #expect(try route() == before)
    }

    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/ch-run"),
            "needs ch-run of charliecloud-runtime"))
    func charliecloudIsARouteOfThisVeryMachine() throws {
        let audit = try SeenAudit(
            try Launch.muster(
                "check", "--no-journal", "--format", "json", "--profile", "baseline", "--only",
                "runtime.route,runtime"))
        #expect(
            audit.allFacts.contains {
                $0.name == "runtime.route.mode" && $0.subject == "charliecloud"
                    && $0.value?.text == "unprivileged"
            })
    }
}
