import MusterModel
import MusterProbes
import Testing

struct RuntimeCVMFSTests {
    private static let atlas =
        "/cvmfs/atlas.cern.ch/repo/containers/sw/apptainer/x86_64-el9/current/bin/apptainer"
    private static let shared =
        "/cvmfs/oasis.opensciencegrid.org/mis/apptainer/current/bin/apptainer"

    private func machine() -> RuntimeMachine {
        var machine = RuntimeMachine()
        machine.answer(.machine, .text("x86_64"))
        machine.addProgram(Self.atlas, says: "apptainer version 1.3.4\n")
        machine.addProgram(Self.shared, says: "apptainer version 1.4.1\n")
        machine.add("/etc/apptainer/apptainer.conf", "enable overlay = no\n")
        return machine
    }

    @Test
    func nobodyAskedNobodyTouched() async throws {
        let facts = try await machine().observe()
        #expect(facts.list("runtime.installations.list") == [])
    }

    @Test
    func watchedRepositoryBringsARouteWithoutTheSitesFile() async throws {
        let watched = WatchList(["cvmfs.repository": ["atlas.cern.ch", "cms.cern.ch"]])
        let facts = try await machine().observe(watching: watched)
        #expect(facts.list("runtime.installations.list") == [Self.atlas])
        #expect(facts.list("runtime.routes.list") == ["apptainer-cvmfs"])
        let route = "runtime.route[apptainer-cvmfs]"
        #expect(facts.word("\(route).settings") == "defaults")
        #expect(facts.word("\(route).origin") == "cvmfs")
        #expect(facts.word("\(route).mode") == "unprivileged")
        #expect(facts.word("\(route).enabled") == "yes")
        #expect(facts.word("\(route).overlay") == "yes")
        #expect(facts.word("runtime.installation[\(Self.atlas)].starter-setuid") == "absent")
        #expect(facts.word("runtime.installation[\(Self.atlas)].configuration") == "absent")
    }

    @Test
    func mountedRepositoryNeedsNoWatch() async throws {
        var machine = machine()
        machine.mount(
            "40 22 0:50 / /cvmfs/oasis.opensciencegrid.org ro,nosuid,nodev - fuse cvmfs2 ro")
        let facts = try await machine.observe()
        #expect(facts.list("runtime.installations.list") == [Self.shared])
        let watched = WatchList(["cvmfs.repository": ["atlas.cern.ch"]])
        let both = try await machine.observe(watching: watched)
        #expect(
            both.list("runtime.routes.list") == [
                "apptainer-cvmfs", "apptainer-cvmfs@\(Self.atlas)",
            ])
    }

    @Test
    func hungRepositoryLeavesTheHostsRuntimeKnown() async throws {
        var machine = machine()
        let hung = Absence(.hung, "/cvmfs/atlas.cern.ch: fuse mount does not answer")
        machine.answer(.attributes(Self.atlas), .missing(hung))
        let watched = WatchList(["cvmfs.repository": ["atlas.cern.ch"]])
        let alone = try await machine.observe(watching: watched)
        #expect(alone["runtime.installations.list"] == .missing(hung))
        #expect(alone["runtime.routes.list"] == .missing(hung))
        machine.addProgram("/usr/bin/apptainer", says: "apptainer version 1.3.6\n")
        let facts = try await machine.observe(watching: watched)
        #expect(facts.list("runtime.installations.list") == ["/usr/bin/apptainer"])
    }
}
