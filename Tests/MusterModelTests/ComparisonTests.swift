import Testing

@testable import MusterModel

/// Every comparison over a value, a missing fact and a value of another kind.
struct ComparisonTests {
    private func holds(_ comparison: Comparison, _ value: FactValue) -> Truth {
        truth(of: .fact("a.b.c", comparison), over: [fact("a.b.c", value)])
    }

    private static let version = FactValue.version(Version("5.14.0-611.55.1.el9_7"))

    /// One comparison of each sort; none of them fits a bool except `exists`.
    private static let everySort: [Comparison] = [
        .equals(.integer(1)), .oneOf([.integer(1), .string("x")]), .oneOf([]),
        .atLeast(.value(.integer(1))), .atMost(.value(.bytes(Bytes(1)))),
        .below(.value(.duration(.seconds(1)))), .matches(Glob("*")), .contains("x"),
        .exists(true), .exists(false), .covers(["/x"]),
    ]

    @Test(arguments: [
        (Comparison.equals(.bool(true)), FactValue.bool(true), Truth.yes),
        (.equals(.bool(true)), .bool(false), .no),
        (.equals(.string("v2")), .string("v2"), .yes), (.equals(.string("v2")), .string("v1"), .no),
        (.equals(.version(Version("5.14.0"))), version, .yes),
        (.equals(.version(Version("5.14.0-611"))), version, .no),
        (.equals(.version(Version("rolling"))), .version(Version("rolling")), .yes),
        (.equals(.version(Version("rolling"))), .version(Version("1.0")), .no),
        (.equals(.paths(["/a", "/b"])), .paths(["/b", "/a"]), .yes),
        (.equals(.list(["a", "b"])), .list(["b", "a"]), .no),
        (.oneOf([.string("builtin"), .string("module")]), .string("module"), .yes),
        (.oneOf([.string("builtin"), .string("module")]), .string("absent"), .no),
        (
            .oneOf([.version(Version("9.6")), .version(Version("8"))]), .version(Version("8.0")),
            .yes
        ),
    ])
    func equality(_ comparison: Comparison, _ value: FactValue, _ expected: Truth) {
        #expect(holds(comparison, value) == expected)
    }

    /// Limit, a value below, at and above it.
    @Test(
        arguments: [
            [.integer(15_000), .integer(14_999), .integer(15_000), .integer(15_001)],
            [.bytes(Bytes(0)), .bytes(Bytes(-1)), .bytes(Bytes(0)), .bytes(Bytes(.max))],
            [
                .duration(.seconds(5)), .duration(.microseconds(4_999_999)),
                .duration(.milliseconds(5_000)), .duration(.seconds(6)),
            ],
            [
                .version(Version("3.10.0-957")), .version(Version("3.10.0-862.el7")),
                .version(Version("3.10.0-957.el7")), .version(Version("3.10.0-1160.118.1.el7")),
            ],
            [
                .date(day("2026-03-01")), .date(day("2026-02-28")), .date(day("2026-03-01")),
                .date(day("2027-01-01")),
            ],
            [
                .version(Version("1.3.2")), .version(Version("1.3.2-rc.1")),
                .version(Version("1.3.2-1.el9")), .version(Version("1.3.3")),
            ],
        ] as [[FactValue]])
    func order(_ row: [FactValue]) {
        let limit = Limit.value(row[0])
        #expect(row[1...].map { holds(.atLeast(limit), $0) } == [.no, .yes, .yes])
        #expect(row[1...].map { holds(.atMost(limit), $0) } == [.yes, .yes, .no])
        #expect(row[1...].map { holds(.below(limit), $0) } == [.yes, .no, .no])
    }

    @Test(arguments: [
        (Comparison.matches(Glob("el?")), FactValue.string("el9"), Truth.yes),
        (.matches(Glob("el?")), .string("fc40"), .no),
        (.matches(Glob("*.el9*")), version, .yes),
        (.matches(Glob("/cvmfs*")), .list(["/cvmfs", "/cvmfs/x"]), .yes),
        (.matches(Glob("/cvmfs*")), .paths(["/cvmfs", "/tmp"]), .no),
        (.matches(Glob("x")), .list([]), .yes),
        (.contains("cpu"), .list(["cpu", "memory"]), .yes), (.contains("cp"), .list(["cpu"]), .no),
        (.contains("/a"), .paths(["/a"]), .yes), (.contains("/a"), .paths(["/a/b"]), .no),
        (.contains("slave"), .string("shared,slave"), .yes), (.contains("x"), .string(""), .no),
        (.contains("x"), .list([]), .no),
        (.exists(true), .bool(false), .yes), (.exists(false), .bool(false), .no),
        (.covers(["/cvmfs"]), .paths(["/cvmfs", "/tmp"]), .yes),
        (.covers(["/cvmfs/atlas.cern.ch", "/tmp"]), .paths(["/cvmfs", "/tmp"]), .yes),
        (.covers(["/cvmfsx"]), .paths(["/cvmfs"]), .no),
        (.covers(["/cvmfs"]), .paths(["/cvmfs/atlas.cern.ch"]), .no),
        (.covers(["/a", "/b"]), .list(["/"]), .yes), (.covers(["/"]), .paths(["/a"]), .no),
        (.covers(["/a", "/b"]), .list(["/a"]), .no), (.covers([]), .list([]), .yes),
        (.covers(["/cvmfs/x"]), .list(["/cvmfs/"]), .yes),
        (.covers(["/cvmfs"]), .list(["/cvmfs/"]), .yes),
        (.covers(["/cvmfs/"]), .paths(["/cvmfs"]), .yes), (.covers(["/a"]), .list([""]), .no),
    ])
    func partsAndPatterns(_ comparison: Comparison, _ value: FactValue, _ expected: Truth) {
        #expect(holds(comparison, value) == expected)
    }

    @Test(arguments: Absence.Reason.allCases)
    func aMissingFactIsUnknownToEveryComparison(_ reason: Absence.Reason) {
        for comparison in Self.everySort {
            let answer = truth(
                of: .fact("a.b.c", comparison), over: [missing("a.b.c", reason)])
            switch comparison {
            case .exists(let wanted) where reason == .absent || reason == .unsupported:
                #expect(answer == Truth(!wanted))
            default: #expect(answer == .unknown, "\(comparison)")
            }
        }
    }

    /// A fact of another kind than the check expects tells nothing; were it a no,
    /// its negation would be a pass by accident.
    @Test(arguments: everySort)
    func aValueOfTheWrongKindIsUnknown(_ comparison: Comparison) {
        switch comparison {
        case .exists(let wanted): #expect(holds(comparison, .bool(true)) == Truth(wanted))
        case .oneOf(let wanted) where wanted.isEmpty:
            #expect(holds(comparison, .bool(true)) == .no)
        default:
            #expect(holds(comparison, .bool(true)) == .unknown)
            let negated = Predicate.not(.fact("a.b.c", comparison))
            #expect(truth(of: negated, over: [fact("a.b.c", .bool(true))]) == .unknown)
        }
    }

    @Test(arguments: [
        (Comparison.atLeast(.value(.integer(1))), FactValue.bytes(Bytes(5))),
        (.atMost(.value(.bytes(Bytes(1)))), .duration(.seconds(1))),
        (.below(.value(.version(Version("1.2")))), .string("1.1")),
        (.atLeast(.value(.version(Version("1.2")))), .version(Version("unknown"))),
        (.atLeast(.value(.version(Version("rolling")))), .version(Version("1.2"))),
        (.below(.value(.string("b"))), .string("a")), (.atLeast(.value(.bool(false))), .bool(true)),
        (.equals(.bytes(Bytes(5))), .integer(5)),
        (.equals(.string("1.2")), .version(Version("1.2"))),
        (.equals(.paths(["/a"])), .list(["/a"])), (.oneOf([.string("5")]), .integer(5)),
        (.covers(["/a"]), .string("/a")), (.contains("1"), .version(Version("1"))),
        (.matches(Glob("2*")), .bytes(Bytes("20 GB") ?? Bytes(0))),
    ])
    func kindsDoNotMix(_ comparison: Comparison, _ value: FactValue) {
        #expect(holds(comparison, value) == .unknown)
    }

    @Test func oneOfManyMayFitWhereAnotherIsOfAWrongKind() {
        #expect(holds(.oneOf([.string("1"), .integer(1)]), .integer(1)) == .yes)
        #expect(holds(.oneOf([.string("1"), .integer(1)]), .integer(2)) == .unknown)
    }
}
