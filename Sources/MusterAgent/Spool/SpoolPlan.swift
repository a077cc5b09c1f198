public import MusterModel

/// What keeping the next report will cost: its number, what has to go for it, and
/// which gaps it therefore declares.
public struct SpoolPlan: Hashable, Sendable {
    /// The next report's number.
    public let sequence: Int64
    /// Whether there will be room at all.
    public let hasRoom: Bool
    let owed: [Gap]
    let evicted: [SpoolEntry]
    /// The newest one that waits, where it is a mere sign of life: another sign of life
    /// says all that it says.
    let coalesced: SpoolEntry?

    /// What goes once a report of this kind is safe.
    func dropped(for kind: SpoolEntry.Kind) -> [SpoolEntry] {
        guard kind == .same, let coalesced, !evicted.contains(coalesced) else { return evicted }
        return evicted + [coalesced]
    }

    /// What a report of this kind declares.
    public func gaps(for kind: SpoolEntry.Kind) -> [Gap] {
        let lost = dropped(for: kind).flatMap { entry in
            let reason: Gap.Reason = evicted.contains(entry) ? .evicted : .coalesced
            return entry.gaps + [Gap(of: entry.sequence, reason)]
        }
        return Gap.joined(owed + lost)
    }
}

extension Spool {
    /// A plan for a report whose body takes up to `size` bytes.
    ///
    /// What goes first: signs of life, oldest first, then changes, verdicts last; never
    /// what is on its way.
    public func plan(for size: Int) -> SpoolPlan {
        let newest = pending.last
        let coalesced = newest.flatMap { $0.kind == .same && !isHeld($0) ? $0 : nil }
        // Two lines of its own, a name, and a block that the file system rounds up to.
        var room = Room(
            bytes: pending.reduce(Int64(size) + 8192) { $0 + Int64($1.size) },
            files: pending.count + 1,
            free: ((try? files.bytesFree()) ?? .max) - Int64(size) - 8192)
        var evicted: [SpoolEntry] = []
        let candidates = pending.filter { !isHeld($0) }
            .sorted { ($0.kind, $0.sequence) < ($1.kind, $1.sequence) }
        for entry in candidates where !room.fits(limits) {
            evicted.append(entry)
            room.bytes -= Int64(entry.size)
            room.files -= 1
            room.free += Int64(entry.size)
        }
        return SpoolPlan(
            sequence: next, hasRoom: room.fits(limits), owed: owed, evicted: evicted,
            coalesced: coalesced)
    }

    private struct Room {
        var bytes: Int64
        var files: Int
        var free: Int64

        func fits(_ limits: SpoolLimits) -> Bool {
            bytes <= limits.bytes && files <= limits.files && free >= limits.floor
        }
    }
}
