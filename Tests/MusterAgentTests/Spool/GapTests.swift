import MusterModel
import Testing

struct GapTests {
    @Test func touchingGapsOfOneReasonAreOne() {
        let gaps = [Gap(of: 3, .coalesced), Gap(of: 1, .coalesced), Gap(of: 2, .coalesced)]
        #expect(Gap.joined(gaps) == [Gap(1, through: 3, .coalesced)].compactMap(\.self))
        #expect(Gap.joined([Gap(of: 1, .evicted), Gap(of: 2, .damaged)]).count == 2)
    }

    @Test func manyGapsBecomeFewThatCoverAll() {
        let gaps = (1...500).map { Gap(of: Int64($0 * 3), .damaged) }
        let joined = Gap.joined(gaps)
        #expect(joined.count == Gap.countAtMost)
        #expect(gaps.allSatisfy { gap in joined.contains { $0.covers(gap) } })
    }

    @Test(arguments: [(0, 1), (-1, 1), (3, 2)])
    func aGapOfNothingIsNone(first: Int64, last: Int64) {
        #expect(Gap(first, through: last, .damaged) == nil)
        #expect(
            Gap(
                json: .object([
                    "first": .integer(first), "last": .integer(last), "reason": .string("damaged"),
                ])) == nil)
    }

    @Test(arguments: Gap.Reason.allCases) func gapsTravel(reason: Gap.Reason) {
        let gap = Gap(of: 9, reason)
        #expect(Gap(json: gap.json) == gap)
        #expect(gap.contains(9) && !gap.contains(10))
    }
}
