import MusterModel
import Testing

@testable import MusterProbes

struct RuntimeEngineTests {
    @Test
    func enginesAndTheirRoutes() async throws {
        var machine = RuntimeMachine()
        machine.addProgram("/usr/bin/podman", says: "podman version 4.9.4-rhel\n")
        machine.addProgram("/usr/bin/docker", says: "Docker version 24.0.7, build afdd53b\n")
        machine.addProgram("/usr/bin/runc", says: "runc version 1.1.12\nspec: 1.1.0\n")
        machine.addProgram("/usr/bin/crun", says: nil)
        machine.addProgram("/usr/local/bin/ch-run", says: "0.37\n")
        machine.addProgram("/usr/bin/bwrap", says: "bubblewrap 0.8.0\n")
        machine.add("/etc/group", "root:x:0:\ndocker:x:997:zoe, adam,\n")
        let facts = try await machine.observe()
        #expect(
            facts.list("runtime.engines.list") == [
                "bubblewrap", "charliecloud", "crun", "docker", "podman", "runc",
            ])
        #expect(
            facts.list("runtime.routes.list") == ["charliecloud", "docker", "podman-rootless"])
        #expect(facts.word("runtime.engine[docker].version") == "24.0.7")
        #expect(facts.word("runtime.engine[crun].version") == "not-tried")
        #expect(facts.word("runtime.engine[charliecloud].path") == "/usr/local/bin/ch-run")
        #expect(facts.word("runtime.route[podman-rootless].mode") == "unprivileged")
        #expect(facts.word("runtime.route[podman-rootless].overlay") == "driver")
        #expect(facts.word("runtime.route[docker].mode") == "daemon")
        #expect(facts.word("runtime.route[docker].enabled") == "no")
        #expect(facts.word("runtime.route[charliecloud].pid-namespace") == "no")
        #expect(facts.word("runtime.route[charliecloud].overlay") == "unsupported")
        #expect(facts.word("runtime.docker.members") == "adam, zoe")
    }

    @Test
    func podmanUnderDockersNameIsNoDocker() async throws {
        var machine = RuntimeMachine()
        machine.addProgram("/usr/bin/docker", says: "podman version 4.9.4\n")
        let facts = try await machine.observe()
        #expect(facts.list("runtime.engines.list") == [])
        #expect(facts.list("runtime.routes.list") == [])
    }

    @Test(
        arguments: [
            (.attempt(.init(works: true, step: "connect")), "yes"),
            (.attempt(.init(works: false, step: "connect", error: "ECONNREFUSED")), "no"),
            (.attempt(.init(works: false, step: "connect", error: "ENOENT")), "no"),
            (.attempt(.init(works: false, step: "connect", error: "EACCES")), "forbidden"),
            (.missing(Absence(.absent, "/run/docker.sock: ENOENT")), "no"),
            (.missing(Absence(.timedOut, "/run/docker.sock: no answer")), "timed-out"),
        ] as [(Answer, String)])
    func daemonListensOrNot(answer: Answer, word: String) async throws {
        var machine = RuntimeMachine()
        machine.answer(.connect(Docker.socket), answer)
        #expect(try await machine.observe().word("runtime.docker.daemon") == word)
    }

    @Test
    func socketMakesTheDockerRoute() async throws {
        var machine = RuntimeMachine()
        machine.addProgram("/usr/bin/docker", says: "Docker version 24.0.7\n")
        machine.answer(
            .attributes(Docker.socket),
            .attributes(FileAttributes(kind: .socket, user: 0, group: 997, mode: 0o660, size: 0)))
        #expect(try await machine.observe().word("runtime.route[docker].enabled") == "yes")
    }

    @Test(
        arguments: [
            ("docker:x:997:b,a\n", ["a", "b"]), ("docker:x:997:\n", []), ("docker:x:997:a", ["a"]),
            ("dockerroot:x:1:x\n", nil), ("docker:x:997\n", nil), ("", nil),
            ("#docker:x:1:a\n\ndocker:x:2:c\n", ["c"]),
        ] as [(String, [String]?)])
    func membersOfGroupDocker(text: String, members: [String]?) {
        #expect((try? Docker.members(in: text)) == members)
    }
}
