import Foundation
import LaunchKit
import MusterModel
import MusterStore
import Testing

@testable import MusterCollector

/// Documents for MONIT, and their way there.
@Suite struct MonitTests {
    private let exports: ExportBench

    init() throws { exports = try ExportBench() }

    static let sites = """
        format: muster-sites/1
        sites:
          - name: A-T2
            tier: 2
            region: "R\\t1"
            vos: [atlas, cms]
            nodes: {count: 5, date: 2026-11-01, source: t}
          - {name: B-T1, tier: 1, vos: [cms]}
        """

    private func filled() async throws {
        try await exports.fill([Self.sites], ["A-T2": [.modern, .modern], "STRANGE": [.modern]])
    }

    // MARK: - Documents

    @Test func everyDocumentKeepsTheRules() async throws {
        try await filled()
        let report = try await exports.report()
        let documents = MonitDocuments(report, by: "muster-x")
        let kinds = Dictionary(grouping: documents.documents) { $0["type"]?.text ?? "" }
        #expect(
            kinds.mapValues(\.count) == [
                "site_standing": 2, "vo_share": 2, "region_share": 2, "tier_share": 2,
                "total_share": 1,
            ])
        for document in documents.documents {
            guard case .object(let members) = document else { throw Broken() }
            #expect(members["producer"] == .string("muster-x"))
            #expect(members["timestamp"] == .integer(exports.bench.now))
            #expect(["raw", "agg"].contains(members["type_prefix"]?.text))
            for (name, value) in members {
                switch value {
                case .bool, .integer: break
                case .string(let text): #expect(text == text.printable, "\(name)")
                default: Issue.record("\(name) is not flat")
                }
            }
        }
        let ids = Set(documents.documents.compactMap { $0["_id"]?.text })
        #expect(ids.count == documents.documents.count)
        #expect(MonitDocuments(report, by: "muster-x") == documents, "the same told twice is one")
        #expect(
            MonitDocuments(report, by: "other").documents.allSatisfy {
                !ids.contains($0["_id"]?.text ?? "")
            })
        #expect(!documents.line.contains(UInt8(ascii: "\n")))
        let site = try #require(kinds["site_standing"]?.first)
        #expect(site["nodes_undetermined"] == .integer(2) && site["nodes_expected"] == .integer(5))
        #expect(site["top_blocker_nodes"] == .integer(2) && site["region"] == .string("R 1"))
        #expect(site["vos"] == .string("atlas cms"))
        #expect(kinds["site_standing"]?.last?["nodes_expected"] == nil, "nobody declared it")
    }

    private struct Broken: Error {}

    @Test(arguments: [("muster", true), ("a-b_9", true), ("", false), ("a b", false), ("ä", false)])
    func aProducerIsAWord(_ text: String, _ isOne: Bool) {
        #expect(MonitDocuments.isProducer(text) == isOne)
    }

    @Test func theCommandWritesAFileAProfile() async throws {
        try await filled()
        let folder = exports.bench.folder
        func say(_ words: [String]) throws -> Launch.End {
            try Launch.run(
                [
                    Launch.program("muster-collector"), "export", "monit", "--config", "/none",
                    "--store", folder + "/collector.sqlite",
                ] + words)
        }
        let end = try say(["--profile", "baseline", "--profile", "atlas", "--output", folder])
        #expect(end.exit == 0, "\(end.errors)")
        for profile in ["baseline", "atlas"] {
            let data = try Data(contentsOf: URL(filePath: "\(folder)/monit-\(profile).json"))
            let json = try JSONReader.value(in: Array(data.dropLast()))
            #expect(json.elements?.first?["profile"] == .string(profile))
        }
        #expect(try say([]).output.split(separator: "\n").count == 1)
        #expect(try say(["--producer", "a b"]).exit == 64)
        #expect(try say(["--output", "/nowhere"]).exit == 73)
    }

    // MARK: - The way there

    private static let part = [[JSONValue.string("a")], [.string("b"), .string("c")]]

    @Test func aPartThatWasTakenIsNotSentAgain() {
        var delivery = MonitDelivery(Self.part)
        #expect(delivery.next() == .send(Self.part[0]))
        delivery.answered(.taken, luck: 0)
        #expect(delivery.next() == .send(Self.part[1]))
        delivery.answered(.lost, luck: 1)
        #expect(delivery.next() == .wait(.seconds(5)))
        #expect(delivery.next() == .send(Self.part[1]))
        delivery.answered(.busy(pause: .seconds(60)), luck: 0)
        #expect(delivery.next() == .wait(.seconds(60)), "the server knows best")
        delivery.answered(.busy(pause: .seconds(86_400)), luck: 0)
        #expect(delivery.next() == .wait(.seconds(300)), "within bounds")
        delivery.answered(.taken, luck: 0)
        #expect(delivery.next() == .done && delivery.taken == 3)
        #expect(MonitDelivery([]).nextOnce == .done)
    }

    @Test func whatIsRefusedIsNotTriedAgain() {
        var delivery = MonitDelivery(Self.part)
        delivery.answered(.refused, luck: 0)
        #expect(delivery.next() == .giveUp(.refused) && delivery.taken == 0)
    }

    @Test(arguments: [0, 0.5, 1, -3, 7])
    func pausesGrowWithinBoundsAndEnd(_ luck: Double) {
        var delivery = MonitDelivery(Self.part)
        var pauses: [Duration] = []
        for _ in 1..<MonitDelivery.triesAtMost {
            delivery.answered(.lost, luck: luck)
            if case .wait(let pause) = delivery.next() { pauses.append(pause) }
        }
        #expect(pauses.count == MonitDelivery.triesAtMost - 1 && pauses == pauses.sorted())
        #expect(pauses.allSatisfy { $0 >= .seconds(2.5) && $0 <= .seconds(300) })
        delivery.answered(.lost, luck: luck)
        #expect(delivery.next() == .giveUp(.lost))
    }
}

extension MonitDelivery {
    /// The step of one that nothing happened to.
    fileprivate var nextOnce: Step {
        var copy = self
        return copy.next()
    }
}
