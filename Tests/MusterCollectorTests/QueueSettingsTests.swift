import Foundation
import LaunchKit
import MusterModel
import MusterStore
import Testing

@testable import MusterCollector

/// What queues should have in CRIC, from what nodes told.
@Suite struct QueueSettingsTests {
    private let exports: ExportBench

    init() throws { exports = try ExportBench() }

    /// One queue of a site of machines.
    private func queue(
        _ fields: [String: String], on machines: [ExportBench.Machine]
    ) async throws -> QueueSettings.Queue {
        var members = fields.mapValues { JSONValue.string($0) }
        members["gocname"] = .string("A-T2")
        members["container_type"] = members["container_type"] ?? .string("")
        let text = JSONValue.object(["Q": .object(members)]).canonicalText
        try await exports.fill([text], ["A-T2": machines])
        let settings = try await QueueSettingsMaker(exports.bench.store, bench: exports.policy)
            .settings(of: nil, at: exports.bench.now)
        #expect(try QueueSettings(reading: settings.json.canonicalBytes) == settings)
        return try #require(settings.queues.first)
    }

    private static func node(
        _ binds: [String: Bool?] = [:], isModern: Bool = true
    ) -> ExportBench.Machine {
        var machine = isModern ? ExportBench.Machine.modern : ExportBench.Machine()
        machine.binds.merge(binds) { $1 }
        return machine
    }

    @Test(arguments: [
        "", "-B /cvmfs --contain", "-B /cvmfs,${workdir} --contain", "--contain --pid",
        "-B/cvmfs --containall", "--bind=/cvmfs --contain", "--pid -B '/cvmfs' --contain",
    ])
    func whatIsRightStays(_ options: String) async throws {
        let queue = try await queue(
            ["container_type": "docker:wrapper;singularity:pilot", "container_options": options],
            on: [Self.node(), Self.node(isModern: false)])
        #expect(queue.changes.isEmpty && queue.remarks.isEmpty, "\(queue.lines)")
        #expect(queue.settings == queue.held && queue.lines.isEmpty)
    }

    @Test(arguments: [
        ("", true, "apptainer:pilot"), ("", false, "singularity:pilot"),
        ("docker:wrapper", true, "docker:wrapper;apptainer:pilot"),
        ("singularity", true, "apptainer:pilot"), ("a:b:c;:pilot", false, "singularity:pilot"),
        ("singularity:pilot;container:middleware:x", true, "singularity:pilot"),
        ("singularity:pilot; docker:wrapper", true, "singularity:pilot; docker:wrapper"),
    ])
    func thePilotTakesPartsOfTwoNames(
        _ type: String, _ isModern: Bool, _ wanted: String
    ) async throws {
        let queue = try await queue(
            ["container_type": type], on: [Self.node(isModern: isModern)])
        #expect(queue.settings.containerType == wanted, "\(queue.lines)")
        #expect(queue.changes.isEmpty == (type == wanted))
    }

    /// A mixture works as well: the pilot starts what the node has.
    @Test func noTypeIsNamedWhereNoRuntimeWorks() async throws {
        let mixed = try await queue([:], on: [Self.node(), Self.node(isModern: false)])
        #expect(mixed.settings.containerType == "singularity:pilot")
        var (broken, mute) = (Self.node(), Self.node())
        (broken.works, mute.tellsRoutes) = (false, false)
        let queue = try await QueueSettingsTests().queue([:], on: [Self.node(), broken, broken])
        #expect(queue.changes.isEmpty && queue.settings == queue.held)
        #expect(queue.remarks[0].contains("no runtime works on 2 of 3 fresh nodes"))
        let silent = try await QueueSettingsTests().queue(
            ["container_type": "singularity:pilot"], on: [Self.node(), mute])
        #expect(silent.changes.isEmpty)
        #expect(silent.remarks.first?.contains("1 of 2 fresh nodes do not tell") == true)
        let nobody = try await QueueSettingsTests().queue([:], on: [])
        #expect(nobody.remarks.first?.contains("the site has no fresh node") == true)
    }

    @Test func aBindThatNodesLackGoes() async throws {
        let queue = try await queue(
            [
                "container_type": "singularity:pilot",
                "container_options": "-B /cvmfs,/data0:/data:ro,/ceph,${workdir} --contain --pid",
            ],
            on: [
                Self.node(["/data0": false, "/ceph": true]),
                Self.node(["/data0": true, "/ceph": true]),
            ])
        #expect(
            queue.settings.containerOptions == "-B /cvmfs,/ceph,${workdir} --contain --pid")
        #expect(queue.changes.map(\.field) == ["container_options"])
        #expect(queue.changes[0].reasons[0].hasPrefix("1 of 2 fresh nodes have no /data0"))
    }

    @Test func whatIsLeftOfNothingIsSaid() async throws {
        let queue = try await queue(
            ["container_type": "singularity:pilot", "container_options": "-B /data0"],
            on: [Self.node(["/data0": false])])
        #expect(queue.settings.containerOptions == "-c -i")
        #expect(queue.changes[0].reasons.last?.contains("nothing is left") == true)
    }

    @Test func whatIsNotKnownStays() async throws {
        let queue = try await queue(
            ["container_type": "singularity:pilot", "container_options": "-B /cvmfs,/ceph,/eos"],
            on: [Self.node(["/ceph": Bool?.none, "/eos": true]), Self.node(["/eos": true])])
        #expect(queue.changes.isEmpty)
        #expect(
            queue.remarks == [
                "2 of 2 fresh nodes never told whether they have /ceph: it stays"
            ])
    }

    /// What profiles ask for is no queue's to leave out.
    @Test func nodesWithoutCvmfsHaveToBeMended() async throws {
        let queue = try await queue(
            ["container_type": "singularity:pilot", "container_options": "-B /cvmfs"],
            on: [Self.node(["/cvmfs": false]), Self.node()])
        #expect(queue.changes.isEmpty && queue.remarks[0].contains("have to be mended"))
    }

    @Test func whatTheSiteBindsAndNoQueueDoesIsAdded() async throws {
        let own: [String: Bool?] = ["/ceph": true, "/odd path": true, "/proc/x": true]
        let queue = try await queue(
            ["container_type": "singularity:pilot"], on: [Self.node(own), Self.node(own)])
        #expect(queue.settings.containerOptions == "-c -i -B /ceph")
        #expect(queue.changes[0].reasons.contains { $0.contains("is what the pilot gives") })
        let some = try await QueueSettingsTests().queue(
            ["container_type": "singularity:pilot", "container_options": "-B /cvmfs"],
            on: [Self.node(["/ceph": true]), Self.node()])
        #expect(some.changes.isEmpty, "one node's own word is not the site's")
    }

    @Test func thePilotsWorkFolderHasAPlace() async throws {
        let queue = try await queue(
            [
                "container_type": "singularity:pilot",
                "container_options": "-B /cvmfs --pid --contain",
            ], on: [Self.node()])
        #expect(queue.settings.containerOptions == "-B /cvmfs --contain --pid")
    }

    @Test(arguments: [
        ("singularity_options='-B /cvmfs --contain'", "-B /cvmfs --contain", ""),
        ("a=1 apptainer_options=\"-B /cvmfs\" b=2", "-B /cvmfs", "a=1 b=2"),
        ("a=1 singularity_options=-B /cvmfs catchx=1 y", "-B /cvmfs", "a=1 catchx=1 y"),
        ("singularity_bindmounts=/cvmfs", "-c -i -B /cvmfs", ""),
    ])
    func optionsLeaveTheCatchall(
        _ catchall: String, _ options: String, _ rest: String
    ) async throws {
        let queue = try await queue(
            ["container_type": "singularity:pilot", "catchall": catchall], on: [Self.node()])
        #expect(queue.settings.containerOptions == options, "\(queue.lines)")
        #expect(queue.settings.catchall == rest)
        #expect(queue.changes.map(\.field) == ["container_options", "catchall"])
    }

    @Test func whatHasQuotesIsLeftToAPerson() async throws {
        let queue = try await queue(
            [
                "container_type": "singularity:pilot",
                "container_options": "-B /cvmfs,/data0 --env 'A=b c'",
            ], on: [Self.node(["/data0": false])])
        #expect(queue.changes.isEmpty && queue.remarks[0].contains("by hand"))
    }

    @Test func whatDoesNotReadOrIsNotActiveIsLeftAlone() async throws {
        let bad = try await queue(
            ["container_type": "singularity:pilot", "container_options": "-B relative"],
            on: [Self.node()])
        #expect(bad.changes.isEmpty && bad.remarks[0].contains("do not read"))
        let gone = try await QueueSettingsTests().queue(["state": "DISABLED"], on: [Self.node()])
        #expect(gone.changes.isEmpty && gone.remarks[0].contains("not ACTIVE"))
    }

    @Test func nobodyReadsBeyondTheirScope() async throws {
        _ = try await queue([:], on: [Self.node()])
        let maker = QueueSettingsMaker(exports.bench.store, bench: exports.policy)
        func sites(_ site: String?, _ scope: ReadScope) async throws -> [String] {
            try await maker.settings(of: site, at: exports.bench.now, within: scope)
                .queues.map(\.site)
        }
        #expect(try await sites(nil, .site("A-T2")) == ["A-T2"])
        #expect(try await sites(nil, .site("B")) == [])
        #expect(try await sites("A-T2", .site("B")) == [])
    }

    /// The command on the field's own file, where somebody has it.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["MUSTER_SAMPLES"] != nil))
    func theFieldsOwnQueueIsRead() async throws {
        let folder = ProcessInfo.processInfo.environment["MUSTER_SAMPLES"] ?? ""
        let file = URL(filePath: folder + "/cric_pandaqueue_AGLT2.json")
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        try await exports.fill([text], ["AGLT2": [Self.node(["/ceph": true])]])
        let say = try Launch.run([
            Launch.program("muster-collector"), "export", "cric", "--config", "/none", "--store",
            exports.bench.folder + "/collector.sqlite",
        ])
        #expect(say.exit == 0 && say.output.contains("AGLT2  AGLT2\n  container_options\n"))
        #expect(say.output.contains("  + -c -i -B /ceph\n"), "\(say.output)\(say.errors)")
    }

    @Test func theCommandSaysTheSameFromStoreAndServer() async throws {
        _ = try await queue(
            ["container_type": "singularity:pilot", "container_options": "-B /cvmfs,/data0"],
            on: [Self.node(["/data0": false])])
        @Sendable func say(_ words: [String]) throws -> Launch.End {
            try Launch.run(
                [Launch.program("muster-collector"), "export", "cric", "--config", "/none"]
                    + words)
        }
        let store = ["--store", exports.bench.folder + "/collector.sqlite"]
        let text = try say(store)
        #expect(text.output.contains("  - -B /cvmfs,/data0\n  + -B /cvmfs\n"), "\(text)")
        #expect(text.output.hasSuffix("1 queues, 1 to be changed\n"))
        #expect(try say(store + ["--site", "A-T2", "--format", "json"]).exit == 0)
        #expect(try say(store + ["--site", "NO"]).exit == 1)
        var rules = IdentityRules()
        rules.isReadingOpen = true
        try await exports.bench.serving(rules) { (server) async throws in
            let url = ["--url", "http://127.0.0.1:\(server.port)"]
            #expect(try say(url).output == text.output)
            #expect(try say(url + ["--site", "NO"]).exit == 69)
            let page = try server.ask("/sites/A-T2")
            #expect(page.body.contains("1 of 1 fresh nodes have no /data0"))
        }
    }
}
