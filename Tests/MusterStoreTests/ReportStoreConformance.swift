import AuditExamples
import Luck
import MusterModel
import MusterStore
import Testing

/// What every ``ReportStore`` has to do, whichever engine it stands on.
struct ReportStoreConformance<Store: ReportStore> {
    let store: Store

    private func keep(_ arrivals: Arrival...) async throws -> [Receipt] {
        try await store.keep(arrivals)
    }

    private func state(_ node: String = "wn1") async throws -> NodeState {
        try #require(await store.state(of: node, at: Arrivals.site))
    }

    /// Once, whether the second time comes in the same transaction or in a later one.
    func onceAndNoOtherBody() async throws {
        let one = try Arrivals.arrival(1, received: 1000)
        let other = try Arrivals.arrival(1, received: 1500, word: "other")
        let refused = Receipt.refused("another body under this id")
        #expect(try await keep(one, one, other) == [.stored, .known, refused])
        #expect(try await keep(other, one) == [refused, .known])
        let tally = try #require(await store.tallies(of: "wn1", at: Arrivals.site).first)
        #expect(tally.received == 1 && tally.highest == 1 && tally.contradictions == 1)
        #expect(try await state().received == 1000)
    }

    /// The same number is another report at another site, of another node or incarnation.
    func numbersAreEachNodesOwn() async throws {
        let one = try Arrivals.arrival(1, received: 1000)
        let node = try Arrivals.arrival(1, received: 1000, node: "wn2", word: "a")
        let site = try Arrivals.arrival(1, received: 1000, at: "OTHER", word: "b")
        let life = try Arrivals.arrival(1, received: 1000, of: Arrivals.second, word: "c")
        #expect(
            try await keep(one, node, site, life) == Array(repeating: .stored, count: 4))
        #expect(try await store.tallies(of: "wn1", at: Arrivals.site).count == 2)
        #expect(try await store.tallies(of: "wn1", at: "OTHER").count == 1)
        #expect(try await store.tallies(of: "nobody", at: Arrivals.site).isEmpty)
        #expect(try await store.state(of: "wn1", at: "NOWHERE") == nil)
    }

    /// In whatever order a backlog comes, the newest report is the state.
    func aBacklogComesInAnyOrder() async throws {
        var luck = SeededNumbers(11)
        for node in 0..<8 {
            let order = (1...20 as ClosedRange<Int64>).shuffled(using: &luck)
            for (place, sequence) in order.enumerated() {
                let arrival = try Arrivals.arrival(
                    sequence, received: Int64(place), node: "wn\(node)", sections: ["\(sequence)"])
                #expect(try await keep(arrival) == [.stored])
                let newest = order[...place].max()
                #expect(try await state("wn\(node)").key.sequence == newest)
            }
            let tally = try #require(
                await store.tallies(of: "wn\(node)", at: Arrivals.site).first)
            #expect(tally.received == 20 && tally.highest == 20)
            #expect(try await !state("wn\(node)").isCloned)
        }
    }

    /// A report without what its sheet names is not kept in part.
    func aMissingSectionIsWanted() async throws {
        let bare = try Arrivals.arrival(
            1, received: 1, sections: ["a", "b"], isCarried: false)
        #expect(try await keep(bare) == [.wants(bare.named.sorted())])
        #expect(try await store.state(of: "wn1", at: Arrivals.site) == nil)
        #expect(
            try await store.tallies(of: "wn1", at: Arrivals.site).allSatisfy { $0.received == 0 })
        let whole = try Arrivals.arrival(1, received: 2, sections: ["a", "b"])
        let next = try Arrivals.arrival(2, received: 2, sections: ["b"], isCarried: false)
        #expect(try await keep(whole, next) == [.stored, .stored])
        // What another site has sent is nothing that this one may name.
        let elsewhere = try Arrivals.arrival(
            1, received: 3, at: "OTHER", sections: ["a"], isCarried: false)
        #expect(try await keep(elsewhere) == [.wants(elsewhere.named.sorted())])
        let lost = try Arrivals.arrival(
            2, received: 3, at: "OTHER", sections: ["a"], isCarried: false,
            lost: elsewhere.named)
        #expect(try await keep(lost) == [.stored])
        #expect(try await store.content(whole.named, at: "OTHER").isEmpty)
        #expect(try await store.content(whole.named, at: Arrivals.site).count == 2)
    }

    /// The frame of gauges is content as sections are, and their values are the state's.
    func aFrameIsWantedOnceAndValuesMove() async throws {
        let places = [10, 20, 30].map { (free: Int64) in
            [fact("disk.scratch.free", .integer(free))]
        }
        let frame = FramedGauges(places[0], by: Vocabulary([])).frame
        let bare = try Arrivals.arrival(1, received: 1, gauges: places[0], isCarried: false)
        #expect(try await keep(bare) == [.wants([frame.digest])])
        let whole = try Arrivals.arrival(1, received: 1, gauges: places[0])
        let next = try Arrivals.arrival(2, received: 2, gauges: places[1], isCarried: false)
        #expect(try await keep(whole, next) == [.stored, .stored])
        #expect(try await state().gauges.frame == frame.digest)
        #expect(try await state().gauges.bytes == Array("[20]".utf8))
        let content = try await store.content([frame.digest], at: Arrivals.site)
        #expect(content == [frame.digest: frame.bytes])
        let lost = try Arrivals.arrival(
            1, received: 3, at: "OTHER", gauges: places[2], isCarried: false, lost: [frame.digest])
        #expect(try await keep(lost) == [.stored])
        #expect(try await store.content([frame.digest], at: "OTHER").isEmpty)
    }

    /// A report without a sheet counts and moves no state.
    func aReportWithoutASheetMovesNothing() async throws {
        let first = try Arrivals.arrival(1, received: 1, sections: ["a"])
        let bare = try Arrivals.arrival(2, received: 2, hasSheet: false)
        #expect(try await keep(first, bare) == [.stored, .stored])
        #expect(try await state().key.sequence == 1)
        #expect(try await store.tallies(of: "wn1", at: Arrivals.site).map(\.received) == [2])
    }

    /// The old machine of a name still counts on while the new one does: clones. A backlog
    /// of the old one is none.
    func clonesAreFlaggedAndBacklogsAreNot() async throws {
        #expect(
            try await keep(
                try Arrivals.arrival(5, received: 1),
                try Arrivals.arrival(1, received: 2, of: Arrivals.second, word: "new"),
                try Arrivals.arrival(3, received: 3)) == [.stored, .stored, .stored])
        #expect(try await !state().isCloned, "a backlog")
        #expect(try await state().key.incarnation == Arrivals.second)
        #expect(try await keep(try Arrivals.arrival(6, received: 4)) == [.stored])
        #expect(try await state().isCloned)
        #expect(try await state().key.incarnation == Arrivals.second)
        #expect(try await store.tallies(of: "wn1", at: Arrivals.site).map(\.highest) == [6, 1])
    }

    /// Declared gaps are kept, once, and a report that came after all counts.
    func gapsAreKept() async throws {
        let gap = try #require(Gap(2, through: 4, .evicted))
        let five = try Arrivals.arrival(5, received: 5, gaps: [gap])
        let six = try Arrivals.arrival(6, received: 6, gaps: [gap])
        #expect(try await keep(five, six) == [.stored, .stored])
        let tally = try #require(await store.tallies(of: "wn1", at: Arrivals.site).first)
        #expect(tally.gaps == [gap] && tally.received == 2 && tally.highest == 6)
    }
}
