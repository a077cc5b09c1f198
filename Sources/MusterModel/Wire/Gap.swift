/// Reports of one incarnation that will never arrive, declared by a later one, so that
/// received and declared together are all that was produced.
///
/// A number that is received after all counts as received.
public struct Gap: Hashable, Sendable {
    /// Why the reports are gone.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// Each said what the next one says, too.
        case coalesced
        /// The spool had no room for them.
        case evicted
        /// They could not be written.
        case unwritable
        /// What was written does not read any more.
        case damaged
        /// A collector will never take them.
        case refused
    }

    /// A report declares no more gaps than this; neighbours are joined before.
    public static let countAtMost = 64

    /// The first sequence.
    public let first: Int64
    /// The last one.
    public let last: Int64
    /// Why; of the newest part where neighbours were joined.
    public let reason: Reason

    /// A gap; nil where it has no sequence in it.
    public init?(_ first: Int64, through last: Int64, _ reason: Reason) {
        guard first > 0, first <= last else { return nil }
        (self.first, self.last, self.reason) = (first, last, reason)
    }

    /// The gap of one report.
    public init(of sequence: Int64, _ reason: Reason) {
        (first, last, self.reason) = (sequence, sequence, reason)
    }

    /// The gap in a JSON value; nil where it is none.
    public init?(json: JSONValue?) {
        guard let first = json?["first"]?.number, let last = json?["last"]?.number,
            let reason = json?["reason"]?.text.flatMap(Reason.init(rawValue:))
        else { return nil }
        self.init(first, through: last, reason)
    }

    /// Its members.
    public var json: JSONValue {
        .object([
            "first": .integer(first), "last": .integer(last), "reason": .string(reason.rawValue),
        ])
    }

    /// Whether a report lies in it.
    public func contains(_ sequence: Int64) -> Bool { (first...last).contains(sequence) }

    /// Whether the whole of another lies in it.
    public func covers(_ other: Gap) -> Bool { first <= other.first && other.last <= last }

    /// The gaps in order, touching ones of one reason as one, and the nearest
    /// neighbours joined until there are no more than ``countAtMost``.
    public static func joined(_ gaps: some Sequence<Gap>) -> [Gap] {
        var joined: [Gap] = []
        for gap in gaps.sorted(by: { ($0.first, $0.last) < ($1.first, $1.last) }) {
            guard let before = joined.last, gap.first <= before.last + 1,
                gap.reason == before.reason || gap.first <= before.last
            else {
                joined.append(gap)
                continue
            }
            joined[joined.count - 1] = before.reaching(gap)
        }
        while joined.count > countAtMost {
            let nearest = joined.indices.dropLast().min {
                joined[$0 + 1].first - joined[$0].last < joined[$1 + 1].first - joined[$1].last
            }
            guard let nearest else { break }
            joined[nearest] = joined[nearest].reaching(joined.remove(at: nearest + 1))
        }
        return joined
    }

    private func reaching(_ next: Gap) -> Gap {
        Gap(first, through: max(last, next.last), next.reason) ?? next
    }
}
