internal import MusterModel

/// What waits to be sent: the newest state before all else, then the history from its
/// oldest on.
struct CourierQueue: Hashable, Sendable {
    private var entries: [CourierEntry] = []
    private var delays: [ReportKey: Int] = [:]
    /// The last batch had room for nothing but the newest state.
    private var isHistoryDue = false

    /// A report that nothing is said of, or of which more and more is wanted, is sent
    /// again so often.
    static let delaysAtMost = 3

    /// Whether nothing waits.
    var isEmpty: Bool { entries.isEmpty }

    /// Takes over what the spool has now; what is remembered of reports that are still
    /// there stays.
    mutating func replace(with all: [CourierEntry]) {
        var seen: Set<ReportKey> = []
        entries = all.filter { seen.insert($0.key).inserted }.sorted { $0.key < $1.key }
        delays = delays.filter { seen.contains($0.key) }
    }

    /// Forgets a report that is settled.
    mutating func remove(_ key: ReportKey) {
        entries.removeAll { $0.key == key }
        delays[key] = nil
    }

    /// Counts that a report came back without an end.
    /// - Returns: whether it may be sent again.
    mutating func putOff(_ key: ReportKey) -> Bool {
        delays[key, default: 0] += 1
        return delays[key, default: 0] <= Self.delaysAtMost
    }

    /// What goes next; at least one report, where there is one.
    mutating func batch(ofAtMost count: Int, bytes: Int) -> [ReportKey] {
        var keys: [ReportKey] = []
        var rest = bytes
        func fits(_ entry: CourierEntry) -> Bool {
            keys.isEmpty || keys.count < count && entry.bytes <= rest
        }
        let newest = entries.last(where: \.isNewestState)
        let history = entries.filter { $0.key != newest?.key }
        let inOrder =
            isHistoryDue
            ? history + [newest].compactMap(\.self)
            : [newest].compactMap(\.self) + history
        for entry in inOrder {
            guard fits(entry) else { break }
            keys.append(entry.key)
            rest -= entry.bytes
        }
        isHistoryDue = keys.count == 1 && keys.first == newest?.key && !history.isEmpty
        return keys
    }
}
