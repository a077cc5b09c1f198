import AuditExamples
import Foundation
import MusterModel
import Testing

@testable import MusterStore

/// What keeps a store fit for years, against real files.
struct CareTests {
    private func arrival(
        _ sequence: Int64, received: Int64, sections: [String] = []
    ) throws -> Arrival {
        try Arrivals.arrival(sequence, received: received, sections: sections)
    }

    @Test func aReportWhoseRowIsGoneIsStillKnown() async throws {
        let scratch = try ScratchStore()
        let store = scratch.store
        for sequence in [1, 2, 3, 5, 9] as [Int64] {
            let receipts = try await store.keep([arrival(sequence, received: sequence * 1000)])
            #expect(receipts == [.stored])
        }
        let gone = try await store.forget(reports: 6000, transitions: 0, contents: 0)
        #expect(gone.reports == 4)
        for sequence in [1, 2, 3, 5, 9] as [Int64] {
            let again = try await store.keep([arrival(sequence, received: 99_000)])
            #expect(again == [.known], "\(sequence)")
        }
        // A number that never came still counts when it does.
        #expect(try await store.keep([arrival(4, received: 99_000)]) == [.stored])
        let tally = try #require(await store.tallies(of: "wn1", at: "EXAMPLE-T2").first)
        #expect(tally.received == 6)
        #expect(try await store.forget(reports: 200_000, transitions: 0, contents: 0).reports == 2)
        let all = try #require(await store.tallies(of: "wn1", at: "EXAMPLE-T2").first)
        #expect(all.received == 6)
    }

    @Test func whatACurrentStateNamesIsKept() async throws {
        let scratch = try ScratchStore()
        let store = scratch.store
        _ = try await store.keep([arrival(1, received: 1000, sections: ["old", "both"])])
        _ = try await store.keep([arrival(2, received: 2000, sections: ["new", "both"])])
        let gone = try await store.forget(reports: 0, transitions: 0, contents: 9000)
        // The first sheet and its one section that nobody names any more.
        #expect(gone.contents == 2)
        func bytes(_ text: String) async throws -> [UInt8]? {
            let digest = Digest(of: Array(text.utf8))
            return try await store.content([digest], at: "EXAMPLE-T2")[digest]
        }
        #expect(try await bytes("old") == nil)
        #expect(try await bytes("both") == Array("both".utf8))
        #expect(try await bytes("new") == Array("new".utf8))
        // A node that had it then sends it again.
        let again = try await store.keep([
            arrival(3, received: 3000, sections: ["old", "both"])
        ])
        #expect(again == [.stored])
    }

    /// Of frames those that a state names, whichever report brought them, and no others.
    @Test func aFrameThatAStateNamesIsKept() async throws {
        let scratch = try ScratchStore()
        let store = scratch.store
        let shared = [fact("disk.scratch.free", .integer(1))]
        let own = shared + [fact("disk.scratch.used", .integer(2))]
        for (node, gauges, isCarried) in [("wn1", shared, true), ("wn2", shared, false)] {
            _ = try await store.keep([
                Arrivals.arrival(
                    1, received: 1000, node: node, gauges: gauges, isCarried: isCarried)
            ])
        }
        _ = try await store.keep([Arrivals.arrival(2, received: 2000, node: "wn1", gauges: own)])
        func there(_ gauges: [Fact]) async throws -> Bool {
            let digest = FramedGauges(gauges, by: Vocabulary([])).frame.digest
            return try await !store.content([digest], at: Arrivals.site).isEmpty
        }
        for moment in [9000, 10_000] as [Int64] {
            _ = try await store.forget(reports: 0, transitions: 0, contents: moment)
            #expect(try await [there(shared), there(own)] == [true, true], "states name both")
        }
        _ = try await store.keep([
            Arrivals.arrival(2, received: 3000, node: "wn2", gauges: own, isCarried: false)
        ])
        _ = try await store.forget(reports: 0, transitions: 0, contents: 9000)
        #expect(try await [there(shared), there(own)] == [false, true])
        // Whoever has it then sends it again.
        let again = try Arrivals.arrival(3, received: 4000, gauges: shared, isCarried: false)
        #expect(try await store.keep([again]) == [.wants(again.named.sorted())])
    }

    /// What was there a moment ago is looked up again where another has changed the file.
    @Test func whatAnotherProcessSweptIsWanted() async throws {
        let scratch = try ScratchStore()
        let other = try SQLiteStore(at: scratch.store.path)
        _ = try await scratch.store.keep([arrival(1, received: 1000, sections: ["a"])])
        let bare = try Arrivals.arrival(2, received: 1500, sections: ["a"], isCarried: false)
        #expect(try await scratch.store.keep([bare]) == [.stored])
        _ = try await scratch.store.keep([arrival(3, received: 2000, sections: ["b"])])
        #expect(try await other.forget(reports: 0, transitions: 0, contents: 9000).contents == 2)
        let next = try Arrivals.arrival(4, received: 3000, sections: ["a"], isCarried: false)
        #expect(try await scratch.store.keep([next]) == [.wants(next.named.sorted())])
        try other.close()
    }

    /// A sweep between a commit and what is learnt of it wins.
    @Test func whatWasSweptMeanwhileIsNotLearnt() async throws {
        let scratch = try ScratchStore()
        let presence = scratch.store.presence
        let name = SQLitePresence.Name(site: 1, digest: Digest(of: [1]))
        let age = try await scratch.store.write("test") { try presence.begin($0) }
        presence.learn([name], of: age)
        #expect(presence.contains(name))
        presence.forget()
        #expect(!presence.contains(name))
        presence.learn([name], of: age)
        #expect(!presence.contains(name), "of a time before the sweep")
    }

    @Test func aCopyMadeAtWorkIsWholeAndNeverOverwrites() async throws {
        let scratch = try ScratchStore()
        _ = try await scratch.store.keep([arrival(1, received: 1000)])
        let path = scratch.folder + "/copy.sqlite"
        try await scratch.store.backUp(to: path)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: scratch.folder)
                .filter { $0.hasPrefix("copy") } == ["copy.sqlite"])
        let copy = try SQLiteStore(at: path)
        #expect(try await copy.keep([arrival(1, received: 1000)]) == [.known])
        #expect(try await copy.objections().isEmpty)
        try copy.close()
        await #expect(throws: StoreError.self) { try await scratch.store.backUp(to: path) }
    }

    @Test func afterAnUncleanEndADamagedFileIsRefused() async throws {
        let scratch = try ScratchStore()
        let path = scratch.folder + "/owned.sqlite"
        let first = try SQLiteStore(at: path, isOwned: true)
        for sequence in 1...200 as ClosedRange<Int64> {
            _ = try await first.keep([
                arrival(sequence, received: 1, sections: ["\(sequence)"])
            ])
        }
        // Nobody calls close(): as after a kill. The log is brought in by this other one.
        try SQLiteStore(at: path).close()
        try first.abandon()
        let whole = try SQLiteStore(at: path, isOwned: true)
        #expect(try await whole.objections().isEmpty)
        try whole.abandon()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        for offset in stride(from: 4096 * 3, to: bytes.count - 64, by: 4096) {
            bytes.replaceSubrange(offset..<offset + 64, with: Data(repeating: 0xA5, count: 64))
        }
        try bytes.write(to: URL(fileURLWithPath: path))
        #expect(throws: StoreError.self) { _ = try SQLiteStore(at: path, isOwned: true) }
    }

    @Test func whatIsInForceIsRememberedWithItsDay() async throws {
        let scratch = try ScratchStore()
        let store = scratch.store
        #expect(try await store.policy(at: 5) == nil)
        for (text, moment) in [("a", 10), ("a", 20), ("b", 30), ("a", 40)] as [(String, Int64)] {
            let isNew = try await store.enact(Array(text.utf8), at: moment)
            #expect(isNew == (moment != 20))
        }
        #expect(try await store.policies(atMost: 10).map(\.since) == [40, 30, 10])
        for (moment, text) in [(9, nil), (10, "a"), (29, "a"), (30, "b"), (99, "a")]
            as [(Int64, String?)]
        {
            #expect(try await store.policy(at: moment)?.document == text.map { Array($0.utf8) })
        }
    }
}
