import MusterModel
import Testing

/// Kleene's strong logic of three values.
struct TruthTests {
    /// Left, right, both, either.
    @Test(
        arguments: [
            [.no, .no, .no, .no], [.no, .unknown, .no, .unknown], [.no, .yes, .no, .yes],
            [.unknown, .no, .no, .unknown], [.unknown, .unknown, .unknown, .unknown],
            [.unknown, .yes, .unknown, .yes], [.yes, .no, .no, .yes],
            [.yes, .unknown, .unknown, .yes], [.yes, .yes, .yes, .yes],
        ] as [[Truth]])
    func allNinePairs(_ row: [Truth]) {
        #expect(Truth.all(row[..<2]) == row[2])
        #expect(Truth.any(row[..<2]) == row[3])
        #expect(!Truth.all(row[..<2]) == Truth.any(row[..<2].map { !$0 }))
    }

    @Test func notTurnsWhatIsKnown() {
        #expect(Truth.allCases.map { !$0 } == [.yes, .unknown, .no])
        #expect(Truth(true) == .yes && Truth(false) == .no)
    }

    @Test func overNothingAllHoldsAndAnyDoesNot() {
        #expect(Truth.all([]) == .yes)
        #expect(Truth.any([]) == .no)
    }

    @Test func foldsOfManyAreDecidedByOne() {
        let unknowns = Array(repeating: Truth.unknown, count: 50)
        #expect(Truth.all(unknowns + [.no] + unknowns) == .no)
        #expect(Truth.any(unknowns + [.yes] + unknowns) == .yes)
        #expect(Truth.all(unknowns + [.yes]) == .unknown)
        #expect(Truth.any(unknowns + [.no]) == .unknown)
        #expect(Truth.all(Array(repeating: .yes, count: 50)) == .yes)
    }

    /// Predicates combine as the values do, in any nesting.
    @Test func predicatesCombineLikeTruths() {
        let facts = [fact("a.b.yes", .bool(true)), missing("a.b.unknown", .timedOut)]
        let atoms: [(Truth, Predicate)] = [
            (.no, .fact("a.b.yes", .equals(.bool(false)))),
            (.unknown, .fact("a.b.unknown", .equals(.bool(true)))),
            (.yes, .fact("a.b.yes", .equals(.bool(true)))),
        ]
        for (left, one) in atoms {
            #expect(truth(of: .not(one), over: facts) == !left)
            for (right, other) in atoms {
                #expect(truth(of: .all([one, other]), over: facts) == Truth.all([left, right]))
                #expect(truth(of: .any([one, other]), over: facts) == Truth.any([left, right]))
                let negated = Predicate.not(.any([.not(one), .not(other)]))
                #expect(truth(of: negated, over: facts) == Truth.all([left, right]))
            }
        }
        #expect(truth(of: .all([]), over: []) == .yes && truth(of: .any([]), over: []) == .no)
    }
}
