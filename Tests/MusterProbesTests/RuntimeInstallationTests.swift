import MusterModel
import MusterProbes
import Testing

struct RuntimeInstallationTests {
    private static let el9 = "apptainer version 1.3.6-1.el9\n"

    @Test
    func bareMachineHasNoRuntime() async throws {
        let facts = try await RuntimeMachine().observe()
        #expect(facts.list("runtime.installations.list") == [])
        #expect(facts.list("runtime.routes.list") == [])
        #expect(facts.list("runtime.engines.list") == [])
        #expect(facts.word("runtime.docker.daemon") == "not-tried")
        #expect(facts.word("runtime.docker.members") == "absent")
    }

    @Test
    func unprivilegedApptainerOfTheDistribution() async throws {
        var machine = RuntimeMachine()
        machine.addProgram("/usr/bin/apptainer", says: Self.el9)
        machine.link("/usr/bin/singularity", to: "apptainer")
        machine.link("/bin", to: "usr/bin")
        machine.add("/etc/apptainer/apptainer.conf", "mount slave = yes\nmount dev = minimal\n")
        let facts = try await machine.observe()
        #expect(facts.list("runtime.installations.list") == ["/usr/bin/apptainer"])
        #expect(facts.list("runtime.routes.list") == ["apptainer-unprivileged"])
        let expected = [
            "flavour": "apptainer", "version": "1.3.6-1.el9", "origin": "host",
            "starter-setuid": "absent", "configuration": "/etc/apptainer/apptainer.conf",
            "configuration-trusted": "yes", "overlay": "yes", "underlay": "yes",
            "allow-user-ns": "unsupported", "sessiondir": "64 MiB", "bind-paths": "none",
            "mount-dev": "minimal", "loop-devices": "256", "limits": "none", "unknown": "none",
            "changed": "bind path = , mount dev = minimal",
        ]
        for (aspect, word) in expected {
            let key = "runtime.installation[/usr/bin/apptainer].\(aspect)"
            #expect(facts.word(key) == word, "\(aspect)")
        }
    }

    @Test
    func secondSingularityIsSetuidOnly() async throws {
        var machine = RuntimeMachine()
        machine.mount()
        machine.addProgram("/usr/bin/singularity", says: "2.6.1-dist\n")
        machine.add("/etc/singularity/singularity.conf", "enable overlay = try\n")
        machine.addStarter("/usr/libexec/singularity/bin/action-suid")
        let facts = try await machine.observe()
        #expect(facts.list("runtime.routes.list") == ["singularity-setuid"])
        let route = "runtime.route[singularity-setuid]"
        #expect(facts.word("\(route).enabled") == "yes")
        #expect(facts.word("\(route).overlay") == "try")
        #expect(facts.word("\(route).underlay") == "no")
        #expect(facts.word("\(route).settings") == "/etc/singularity/singularity.conf")
        let installation = "runtime.installation[/usr/bin/singularity]"
        #expect(facts.word("\(installation).underlay") == "unsupported")
        #expect(facts.word("\(installation).flavour") == "singularity")
    }

    @Test
    func communityEditionInDebiansFolders() async throws {
        var machine = RuntimeMachine()
        machine.mount()
        machine.addProgram("/usr/bin/singularity", says: "singularity-ce version 3.11.4\n")
        machine.add("/etc/singularity/singularity.conf", "enable underlay = no\n")
        machine.addStarter("/usr/lib/x86_64-linux-gnu/singularity/bin/starter-suid")
        let facts = try await machine.observe()
        #expect(
            facts.list("runtime.routes.list") == ["singularity-setuid", "singularity-unprivileged"])
        #expect(facts.word("runtime.route[singularity-setuid].flavour") == "singularity-ce")
        #expect(facts.word("runtime.route[singularity-unprivileged].overlay") == "try")
        #expect(facts.word("runtime.route[singularity-unprivileged].underlay") == "no")
    }

    @Test
    func privateBuildReadsItsOwnFileAndKeepsItsOwnName() async throws {
        var machine = RuntimeMachine()
        machine.addProgram("/usr/bin/apptainer", says: Self.el9)
        machine.add("/etc/apptainer/apptainer.conf", "")
        machine.addProgram("/opt/apptainer/bin/apptainer", says: "apptainer version 1.1.9\n")
        machine.add("/opt/apptainer/etc/apptainer/apptainer.conf", "allow pid ns = no\n")
        machine.link("/usr/local/bin/singularity", to: "../../../opt/apptainer/bin/apptainer")
        let facts = try await machine.observe()
        let second = "/opt/apptainer/bin/apptainer"
        #expect(facts.list("runtime.installations.list") == [second, "/usr/bin/apptainer"])
        #expect(
            facts.list("runtime.routes.list") == [
                "apptainer-unprivileged", "apptainer-unprivileged@/usr/bin/apptainer",
            ])
        #expect(facts.word("runtime.route[apptainer-unprivileged].pid-namespace") == "no")
        #expect(facts.word("runtime.route[apptainer-unprivileged].overlay") == "no")
        #expect(facts.word("runtime.installation[\(second)].overlay") == "try")
    }

    @Test
    func programThatDoesNotAnswerHasNoVersion() async throws {
        var machine = RuntimeMachine()
        machine.addProgram("/usr/bin/singularity", says: nil)
        let late = Absence(.timedOut, "/usr/bin/singularity --version: no answer within 5 s")
        machine.answer(.run(["/usr/bin/singularity", "--version"]), .missing(late))
        machine.answer(
            .run(["/usr/bin/singularity", "version"]),
            .program(.init(exit: 0, output: "1.3.6")))
        machine.add("/etc/singularity/singularity.conf", "mount home = no\n")
        let facts = try await machine.observe()
        let subject = "runtime.installation[/usr/bin/singularity]"
        #expect(facts["\(subject).version"] == .missing(late))
        #expect(facts["\(subject).flavour"] == .missing(late))
        #expect(facts["\(subject).overlay"] == .missing(late))
        #expect(facts.word("\(subject).mount-home") == "no")
        #expect(facts.word("\(subject).mount-slave") == "yes")
    }

    @Test
    func commandVersionHelpsWhereTheFlagFails() async throws {
        var machine = RuntimeMachine()
        machine.addProgram("/usr/bin/apptainer", says: nil)
        machine.answer(
            .run(["/usr/bin/apptainer", "version"]),
            .program(.init(exit: 0, output: "1.2.5-1.el8\n", errors: "WARNING: old")))
        let facts = try await machine.observe()
        let subject = "runtime.installation[/usr/bin/apptainer]"
        #expect(facts.word("\(subject).version") == "1.2.5-1.el8")
        #expect(facts.word("\(subject).flavour") == "apptainer")
    }

    @Test(
        arguments: [
            (1, "apptainer version 1.1.9"), (0, ""), (0, "Segmentation fault"), (139, ""),
        ] as [(Int32, String)])
    func failedProgramIsMalformedNotAVersion(exit: Int32, output: String) async throws {
        var machine = RuntimeMachine()
        machine.addProgram("/usr/bin/apptainer", says: nil)
        machine.answer(
            .run(["/usr/bin/apptainer", "--version"]),
            .program(.init(exit: exit, output: output, errors: "version 9.9.9")))
        let facts = try await machine.observe()
        let subject = "runtime.installation[/usr/bin/apptainer]"
        #expect(facts.word("\(subject).version") == "malformed")
        #expect(facts.word("\(subject).flavour") == "apptainer")
    }

    @Test
    func brokenConfigurationLeavesEverySettingMalformed() async throws {
        var machine = RuntimeMachine()
        machine.mount()
        machine.addProgram("/usr/bin/apptainer", says: Self.el9)
        machine.add("/etc/apptainer/apptainer.conf", "\u{7F}ELF\u{0}\u{0}\u{1}")
        machine.addStarter("/usr/libexec/apptainer/bin/starter-suid")
        let facts = try await machine.observe()
        let subject = "runtime.installation[/usr/bin/apptainer]"
        for aspect in ["allow-setuid", "overlay", "changed", "unknown", "starter-setuid"] {
            #expect(facts.word("\(subject).\(aspect)") == "malformed", "\(aspect)")
        }
        #expect(facts.word("runtime.route[apptainer-setuid].enabled") == "malformed")
    }

    @Test
    func placeThatCannotBeLookedAtMakesTheRosterUnknown() async throws {
        var machine = RuntimeMachine()
        let hung = Absence(.hung, "/usr/local: nfs mount does not answer")
        machine.answer(.attributes("/usr/local/bin/apptainer"), .missing(hung))
        #expect(try await machine.observe()["runtime.installations.list"] == .missing(hung))
        machine.addProgram("/usr/bin/apptainer", says: Self.el9)
        let facts = try await machine.observe()
        #expect(facts.list("runtime.installations.list") == ["/usr/bin/apptainer"])
    }

    @Test
    func foldersAndPlainFilesAreNoPrograms() async throws {
        var machine = RuntimeMachine()
        machine.add("/usr/bin/apptainer", "notes", mode: 0o644)
        machine.add("/usr/local/bin/singularity/README", "")
        machine.link("/usr/sbin/apptainer", to: "apptainer")
        #expect(try await machine.observe().list("runtime.installations.list")?.isEmpty != false)
    }

    /// Every fact of the card is noted for every subject, value or absence.
    @Test
    func everyFactOfTheCardIsNoted() async throws {
        var machine = RuntimeMachine()
        machine.addProgram("/usr/bin/apptainer", says: Self.el9)
        machine.addProgram("/usr/bin/podman", says: "podman version 4.9.4\n")
        let facts = try await machine.observe()
        let subjects = [
            "runtime.installation": "/usr/bin/apptainer", "runtime.route": "apptainer-unprivileged",
            "runtime.engine": "podman",
        ]
        for card in RuntimeProbe.card.facts {
            let key = FactKey(card.name, of: subjects[card.name.kind])
            #expect(facts[key.description] != nil, "\(key)")
        }
    }
}
