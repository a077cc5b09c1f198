import MusterModel
import MusterProbes
import Testing

struct RuntimeRouteTests {
    private static let conf = "/etc/apptainer/apptainer.conf"
    private static let starter = "/usr/libexec/apptainer/bin/starter-suid"

    private func machine(
        _ text: String? = "", version: String = "1.3.6", mounts: [String] = []
    ) -> RuntimeMachine {
        var machine = RuntimeMachine()
        machine.addProgram("/usr/bin/apptainer", says: "apptainer version \(version)\n")
        if let text { machine.add(Self.conf, text) }
        machine.addStarter(Self.starter)
        mounts.isEmpty ? machine.mount() : machine.mount(mounts[0])
        return machine
    }

    @Test
    func setuidRouteStarts() async throws {
        let facts = try await machine().observe()
        #expect(
            facts.list("runtime.routes.list") == ["apptainer-setuid", "apptainer-unprivileged"])
        let route = "runtime.route[apptainer-setuid]"
        let expected = [
            "installation": "/usr/bin/apptainer", "flavour": "apptainer", "version": "1.3.6",
            "mode": "setuid", "origin": "host", "enabled": "yes", "overlay": "yes",
            "underlay": "yes", "pid-namespace": "yes", "bind-control": "yes",
            "mount-slave": "yes", "settings": Self.conf,
        ]
        for (aspect, word) in expected {
            #expect(facts.word("\(route).\(aspect)") == word, "\(aspect)")
        }
    }

    @Test(
        arguments: [
            (0, 0o4755, "", "enabled", "yes"), (0, 0o755, "", "not-setuid", "no"),
            (99, 0o4755, "", "not-root-owned", "no"), (99, 0o755, "", "not-root-owned", "no"),
            (0, 0o4755, "allow setuid = no", "disabled-by-configuration", "no"),
            (0, 0o755, "allow setuid = no", "not-setuid", "no"),
            (0, 0o4755, "allow setuid = maybe", "malformed", "no"),
            (0, 0o4755, "mount home = maybe", "enabled", "no"),
        ] as [(UInt32, UInt32, String, String, String)])
    func starterNeedsOwnerBitAndPermission(
        user: UInt32, mode: UInt32, text: String, state: String, enabled: String
    ) async throws {
        var machine = machine(text)
        machine.addStarter(Self.starter, user: user, mode: mode)
        let facts = try await machine.observe()
        let subject = "runtime.installation[/usr/bin/apptainer]"
        #expect(facts.word("\(subject).starter-setuid") == state)
        #expect(facts.word("runtime.route[apptainer-setuid].enabled") == enabled)
    }

    @Test(arguments: [
        ("30 22 8:2 / /usr rw,nosuid,relatime shared:2 - ext4 /dev/sda2 rw", "no"),
        ("30 22 8:2 / /usr rw,relatime shared:2 - ext4 /dev/sda2 rw", "yes"),
        ("30 22 8:2 / /usr/lib rw,nosuid shared:2 - ext4 /dev/sda2 rw", "yes"),
        ("30 22 8:2 / /usr/libexec rw,nosuid shared:2 - ext4 /dev/sda2 rw", "no"),
    ])
    func nosuidMountStopsTheStarter(mount: String, enabled: String) async throws {
        let facts = try await machine(mounts: [mount]).observe()
        #expect(facts.word("runtime.route[apptainer-setuid].enabled") == enabled)
        #expect(facts.word("runtime.route[apptainer-unprivileged].enabled") == "yes")
    }

    @Test(
        arguments: [(0, 0o644, "yes", "yes"), (0, 0o664, "no", "yes"), (99, 0o644, "no", "no")]
            as [(UInt32, UInt32, String, String)])
    func configurationMustBeRoots(
        user: UInt32, mode: UInt32, trusted: String, enabled: String
    ) async throws {
        var machine = machine()
        machine.add(Self.conf, "", user: user, mode: mode)
        let facts = try await machine.observe()
        let subject = "runtime.installation[/usr/bin/apptainer]"
        #expect(facts.word("\(subject).configuration-trusted") == trusted)
        #expect(facts.word("runtime.route[apptainer-setuid].enabled") == enabled)
        #expect(facts.word("runtime.route[apptainer-unprivileged].enabled") == "yes")
    }

    @Test
    func withoutConfigurationNothingStarts() async throws {
        let facts = try await machine(nil).observe()
        #expect(facts.word("runtime.route[apptainer-setuid].enabled") == "no")
        #expect(facts.word("runtime.route[apptainer-unprivileged].enabled") == "no")
        #expect(facts.word("runtime.installation[/usr/bin/apptainer].configuration") == "absent")
    }

    @Test
    func withoutMountTableASetuidStartIsUnknown() async throws {
        var machine = RuntimeMachine()
        machine.addProgram("/usr/bin/apptainer", says: "apptainer version 1.3.6\n")
        machine.add(Self.conf, "")
        machine.addStarter(Self.starter)
        #expect(
            try await machine.observe().word("runtime.route[apptainer-setuid].enabled") == "absent")
        machine.addStarter(Self.starter, mode: 0o755)
        #expect(try await machine.observe().word("runtime.route[apptainer-setuid].enabled") == "no")
    }

    @Test
    func starterThatCannotBeSeenIsARouteOfUnknownUse() async throws {
        var machine = machine()
        machine.answer(
            .attributes(Self.starter), .missing(Absence(.forbidden, "\(Self.starter): EACCES")))
        let facts = try await machine.observe()
        #expect(facts.list("runtime.routes.list")?.contains("apptainer-setuid") == true)
        #expect(facts.word("runtime.route[apptainer-setuid].enabled") == "forbidden")
    }

    @Test(arguments: [
        ("1.3.6", "allow user ns = no", "yes"), ("1.4.0", "allow user ns = no", "no"),
        ("1.4.0", "", "yes"),
    ])
    func userNamespacesMayBeForbiddenFromOnePointFourOn(
        version: String, text: String, enabled: String
    ) async throws {
        let facts = try await machine(text, version: version).observe()
        #expect(facts.word("runtime.route[apptainer-unprivileged].enabled") == enabled)
    }

    @Test(arguments: [
        ("1.1.9", "", "try", "no"), ("1.2.0", "", "try", "try"), ("1.3.6", "", "yes", "yes"),
        ("1.1.9", "enable overlay = driver\n", "driver", "driver"),
        ("1.3.6", "enable overlay = no\n", "no", "no"),
        ("1.3.6", "enable overlay = maybe\n", "malformed", "malformed"),
    ])
    func overlayIsWhatTheRouteMakesOfIt(
        version: String, text: String, setuid: String, unprivileged: String
    ) async throws {
        let facts = try await machine(text, version: version).observe()
        #expect(facts.word("runtime.route[apptainer-setuid].overlay") == setuid)
        #expect(facts.word("runtime.route[apptainer-unprivileged].overlay") == unprivileged)
    }
}
