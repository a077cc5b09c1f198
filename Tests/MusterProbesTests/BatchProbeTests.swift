import MusterModel
import Testing

@testable import MusterProbes

/// Batch systems and compute elements by their own configuration.
@Suite struct BatchProbeTests {
    private func words(
        _ files: [String: String], links: [String: String] = [:], _ live: [Question: Answer] = [:]
    ) async throws -> [String: String] {
        let tree = try ScratchTree()
        for (path, text) in files {
            try tree.file(path, text, mode: path.contains("bin/") ? 0o755 : 0o644)
        }
        for (path, target) in links { try tree.link(path, to: target) }
        let node = TreeNode(root: tree.root, recording: Recording(live))
        let facts = await BatchProbe.observe(node, watching: WatchList())
        return Dictionary(
            facts.map { fact in
                let missing = "[\(fact.reading.absence?.reason.rawValue ?? "")]"
                return (fact.key.description, fact.reading.value?.description ?? missing)
            }, uniquingKeysWith: { _, last in last })
    }

    private func program(_ output: String, _ words: String...) -> [Question: Answer] {
        [.run(words): .program(ProgramEnd(exit: 0, output: output))]
    }

    @Test func aNodeWithoutBatchSystemSaysSo() async throws {
        #expect(try await words([:]) == ["batch.systems.list": "none"])
    }

    @Test func everyFactOfEachSystemIsNoted() async throws {
        let all = try await words([
            "/etc/condor/condor_config": "", "/etc/slurm/slurm.conf": "", "/etc/pbs.conf": "",
            "/etc/condor-ce/condor_config": "", "/etc/arc.conf": "[arex]\n",
            "/opt/sge/default/common/bootstrap": "",
        ])
        #expect(
            all["batch.systems.list"] == "arc, gridengine, htcondor, htcondor-ce, pbs, slurm")
        #expect(all.count == 1 + 6 * BatchFacts.cards.count)
        for name in ["arc", "htcondor-ce"] { #expect(all["batch.system[\(name)].role"] == "ce") }
        #expect(all["batch.system[pbs].container"] == "[unsupported]")
        #expect(all["batch.system[gridengine].version"] == "[unsupported]")
    }

    // MARK: HTCondor

    @Test func condorWithADefaultContainer() async throws {
        let all = try await words(
            [
                "/usr/sbin/condor_startd": "", "/usr/bin/condor_version": "",
                "/etc/condor/condor_config": "LOCAL_CONFIG_DIR = /etc/condor/config.d\n",
                "/etc/condor/config.d/50-site": """
                EXECUTE = /scratch/condor
                SINGULARITY_JOB = true
                SINGULARITY_IMAGE_EXPR = "/cvmfs/example.org/el9"
                SINGULARITY_BIND_EXPR = "/cvmfs /ceph/grid"
                SINGULARITY_TARGET_DIR = /srv
                MOUNT_UNDER_SCRATCH = /var/tmp, /tmp
                use ROLE : Execute
                """,
            ],
            program("$CondorVersion: 23.0.12 2024-06-13 $\n", "/usr/bin/condor_version"))
        let expected = [
            "version": "23.0.12", "reader": "files", "scratch": "/scratch/condor",
            "container": "always", "images": "/cvmfs/example.org/el9",
            "image-expression": "/cvmfs/example.org/el9", "binds": "/cvmfs, /ceph/grid",
            "target": "/srv", "private-folders": "/tmp, /var/tmp", "mount-namespace": "yes",
            "control-groups": "yes", "control-group": "htcondor",
            "tracking": "BASE_CGROUP=htcondor", "scratch-free": "[not-tried]",
            "unevaluated": "/etc/condor/config.d/50-site: \"use ROLE : Execute\"",
        ]
        for (aspect, value) in expected {
            #expect(all["batch.system[htcondor].\(aspect)"] == value, "\(aspect)")
        }
    }

    @Test(arguments: [
        ("", "never"), ("SINGULARITY_JOB = False", "never"), ("SINGULARITY_JOB = TRUE", "always"),
        ("SINGULARITY_JOB = !isUndefined(TARGET.SingularityImage)", "conditional"),
        ("STARTER.SINGULARITY_JOB = true\nSINGULARITY_JOB = false", "always"),
        ("use feature : X", "[unsupported]"), ("SINGULARITY_JOB = $ENV(X)", "[unsupported]"),
    ])
    func theContainerIsDecidedByOneVariable(text: String, expected: String) async throws {
        let all = try await words(["/etc/condor/condor_config": text])
        #expect(all["batch.system[htcondor].container"] == expected)
    }

    @Test(arguments: [
        ("", "[unsupported]", "[unsupported]"), ("MOUNT_UNDER_SCRATCH =", "none", "no"),
        ("MOUNT_UNDER_SCRATCH = \"/tmp\"", "/tmp", "yes"),
        ("MOUNT_UNDER_SCRATCH = ifThenElse(x, \"/tmp\", \"\")", "[unsupported]", "[unsupported]"),
    ])
    func foldersUnderScratchAreAList(
        text: String, folders: String, namespaces: String
    ) async throws {
        let all = try await words(["/etc/condor/condor_config": text])
        #expect(all["batch.system[htcondor].private-folders"] == folders)
        #expect(all["batch.system[htcondor].mount-namespace"] == namespaces)
    }

    @Test func anEmptyGroupTurnsControlGroupsOff() async throws {
        let all = try await words(["/etc/condor/condor_config": "BASE_CGROUP =\n"])
        #expect(all["batch.system[htcondor].control-groups"] == "no")
        #expect(all["batch.system[htcondor].control-group"] == "[absent]")
    }

    @Test(arguments: [
        ("SINGULARITY_JOB = true\n", 0 as Int32, "condor_config_val", "always"),
        ("SINGULARITY_JOB = true\n", 1, "files", "never"), ("", 0, "files", "never"),
    ])
    func theOwnToolIsBelievedWhereItAnswers(
        output: String, exit: Int32, reader: String, container: String
    ) async throws {
        let question = Question.run([
            "/usr/bin/condor_config_val", "-dump", "-expand", "BASE_CGROUP", "EXECUTE",
            "MOUNT_UNDER_SCRATCH", "SINGULARITY_BIND_EXPR", "SINGULARITY_IMAGE_EXPR",
            "SINGULARITY_JOB", "SINGULARITY_TARGET_DIR", "USE_PID_NAMESPACES",
        ])
        let all = try await words(
            ["/etc/condor/condor_config": "", "/usr/bin/condor_config_val": ""],
            [question: .program(ProgramEnd(exit: exit, output: output))])
        #expect(all["batch.system[htcondor].reader"] == reader)
        #expect(all["batch.system[htcondor].container"] == container)
    }

    // MARK: Slurm

    @Test func slurmWithPrivateFoldersAndADefaultImage() async throws {
        let all = try await words(
            [
                "/usr/sbin/slurmd": "",
                "/etc/slurm/slurm.conf": """
                ClusterName=x # comment
                proctracktype=proctrack/cgroup TaskPlugin=task/cgroup,task/affinity
                JobContainerType=job_container/tmpfs
                PrologFlags=Alloc,Contain
                TmpFS=/scratch
                NodeName=wn[001-010] TmpFS=/other CPUs=4
                include more.conf
                """,
                "/etc/slurm/more.conf": "JobAcctGatherType=jobacct_gather/cgroup\n",
                "/etc/slurm/job_container.conf": "AutoBasePath=true \\\nBasePath=/scratch/jobs\n",
                "/etc/slurm/cgroup.conf": "CgroupPlugin=cgroup/v2\n",
                "/etc/slurm/plugstack.conf": "include /etc/slurm/plugstack.conf.d/*.conf\n",
                "/etc/slurm/plugstack.conf.d/a.conf":
                    "required /usr/lib64/slurm/singularity-exec.so default=/img/el9.sif "
                    + "bind=/etc/slurm,/ceph args=\"\"\n",
                "/etc/slurm/plugstack.conf.d/b.txt": "required /never.so\n",
            ], program("slurm 24.05.4\n", "/usr/sbin/slurmd", "-V"))
        let expected = [
            "version": "24.05.4", "scratch": "/scratch", "private-folders": "/dev/shm, /tmp",
            "mount-namespace": "yes", "container": "always", "images": "/img/el9.sif",
            "binds": "/ceph, /etc/slurm", "control-groups": "yes", "unevaluated": "none",
            "control-group": "slurmstepd.scope (v2) or slurm (v1)",
            "tracking": "CgroupPlugin=cgroup/v2, ProctrackType=proctrack/cgroup, "
                + "TaskPlugin=task/cgroup,task/affinity",
        ]
        for (aspect, value) in expected {
            #expect(all["batch.system[slurm].\(aspect)"] == value, "\(aspect)")
        }
        #expect(all["batch.system[slurm].files"]?.hasSuffix("plugstack.conf.d/a.conf") == true)
    }

    @Test(arguments: [
        ("", "[unsupported]"), ("ProctrackType=proctrack/linuxproc", "no"),
        ("ProctrackType=cgroup", "yes"), ("TaskPlugin=affinity,cgroup", "yes"),
    ])
    func slurmsControlGroupsAreSet(text: String, expected: String) async throws {
        let all = try await words(["/etc/slurm/slurm.conf": text])
        #expect(all["batch.system[slurm].control-groups"] == expected)
    }

    @Test func aDisabledPluginTurnsControlGroupsOff() async throws {
        let all = try await words([
            "/run/slurm/conf/slurm.conf": "ProctrackType=proctrack/cgroup\n",
            "/run/slurm/conf/cgroup.conf": "CgroupPlugin=disabled\n",
        ])
        #expect(all["batch.system[slurm].control-groups"] == "no")
    }

    @Test(arguments: [
        ("BasePath=/x", "/dev/shm, /tmp"), ("BasePath=/x Dirs=/tmp,/var/tmp", "/tmp, /var/tmp"),
        ("NodeName=a BasePath=/x", "[unsupported]"), ("", "[unsupported]"),
    ])
    func privateFoldersOfSlurm(text: String, expected: String) async throws {
        let main = "JobContainerType=job_container/tmpfs\nPrologFlags=contain\n"
        let all = try await words([
            "/etc/slurm/slurm.conf": main, "/etc/slurm/job_container.conf": text,
        ])
        #expect(all["batch.system[slurm].private-folders"] == expected)
        let without = try await words(["/etc/slurm/slurm.conf": "", "/x": text])
        #expect(without["batch.system[slurm].private-folders"] == "none")
    }

    @Test func slurmdWithoutItsFileIsUnknown() async throws {
        let all = try await words(["/usr/sbin/slurmd": ""])
        #expect(all["batch.system[slurm].container"] == "[absent]")
        #expect(all["batch.system[slurm].control-groups"] == "[absent]")
        #expect(all["batch.system[slurm].version"] == "[not-tried]")
    }

    @Test func includesOfSlurmThatGoRoundEnd() async throws {
        let all = try await words(["/etc/slurm/slurm.conf": "Include slurm.conf\n"])
        #expect(all["batch.system[slurm].unevaluated"] == "/etc/slurm/slurm.conf: not read")
    }

    // MARK: ARC, PBS

    @Test(arguments: [
        (
            "SINGULARITY_IMAGE=\"default:/img/el9,atlas:/img/atlas\"", true, "always",
            "/img/atlas, /img/el9"
        ),
        ("SINGULARITY_IMAGE=atlas:/img/atlas,belle:NULL", true, "conditional", "/img/atlas"),
        ("SINGULARITY_OPTIONS=\"-c\"", true, "never", "none"), ("", true, "never", "none"),
        ("SINGULARITY_IMAGE=\"default:/img/el9\"", false, "never", "none"),
    ])
    func arcsDefaultEnvironmentNamesTheImage(
        parameters: String, isDefault: Bool, container: String, images: String
    ) async throws {
        let name = "/var/spool/arc/jobstatus/rte/params/ENV/SINGULARITY"
        let link = "/var/spool/arc/jobstatus/rte/default/ENV/SINGULARITY"
        let all = try await words(
            [
                "/etc/arc.conf": "[common]\n[arex]\nsessiondir=/grid/session drain\n[lrms]\n",
                name: parameters,
            ], links: isDefault ? [link: "/usr/share/arc/rte/ENV/SINGULARITY"] : [:])
        #expect(all["batch.system[arc].container"] == container)
        #expect(all["batch.system[arc].images"] == images)
        #expect(all["batch.system[arc].scratch"] == "/grid/session")
    }

    @Test func arcsClientAloneIsNoElement() async throws {
        #expect(try await words(["/etc/arc.conf": "[common]\n"])["batch.systems.list"] == "none")
    }

    @Test(arguments: [("$tmpdir /scratch\n", "/scratch"), ("$log 1\n", "[absent]")])
    func pbsNamesItsFolder(text: String, expected: String) async throws {
        let all = try await words(["/etc/pbs.conf": "", "/var/spool/pbs/mom_priv/config": text])
        #expect(all["batch.system[pbs].scratch"] == expected)
    }

    @Test(arguments: [
        ("$CondorVersion: 9.0.17 Oct 04 2022 BuildID: x", "9.0.17"), ("slurm 22.05.8", "22.05.8"),
        ("pbs_version = 20.0.1", "20.0.1"), ("Version: 6.1.3", "6.1.3"), ("none", nil), ("", nil),
        ("on 2022", nil),
    ])
    func versionsAreFoundInAnswers(answer: String, expected: String?) {
        #expect(BatchSystem.version(in: answer)?.text == expected)
    }

    /// What another probe takes to look at the images itself.
    @Test func defaultImagesAreThoseOfAllSystems() async throws {
        let tree = try ScratchTree()
        try tree.file(
            "/etc/condor/condor_config", "SINGULARITY_IMAGE_EXPR = \"/b.sif\"\n")
        try tree.file("/etc/slurm/slurm.conf", "")
        try tree.file(
            "/etc/slurm/plugstack.conf", "optional singularity-exec.so default=/a.sif\n")
        let survey = await BatchSurvey.look(at: TreeNode(root: tree.root))
        #expect(survey.defaultImages == ["/a.sif", "/b.sif"])
    }
}
