internal import MusterModel
public import MusterStore

/// Tells trends from the past of standings, a part of it at a time: a long one needs no
/// more memory than a short one.
public struct TrendMaker: Sendable {
    private let store: any HistoryStore
    /// So many points are told from one look at the store.
    private static let pointsAtOnce = 48
    /// Longer trends begin later.
    private static let pointsAtMost: Int64 = 1000

    /// A maker over a store.
    public init(_ store: any HistoryStore) { self.store = store }

    /// The trend of some sites under a profile.
    ///
    /// - Parameters:
    ///   - sites: the store's numbers of those that count.
    ///   - from: its first hour, since 1970.
    ///   - moment: where it ends, milliseconds since 1970.
    /// - Throws: ``StoreError``.
    public func trend(
        under profile: String, of sites: Set<Int64>, by step: Trend.Step, from: Int64,
        through moment: Int64
    ) async throws(StoreError) -> Trend {
        let last = moment / ReportMaker.anHour
        var ends: [Int64] = []
        let first = max(0, from, last - Self.pointsAtMost * step.hours)
        var hour = first
        while hour <= last {
            let end = min(step.end(of: hour), last)
            ends.append(end)
            hour = end + 1
        }
        var trend = Trend(step: step, points: [])
        var (standing, begin) = ([Int64: CourseRow](), first)
        while !ends.isEmpty {
            let part = ends.prefix(Self.pointsAtOnce)
            ends.removeFirst(part.count)
            guard let end = part.last else { break }
            let rows = try await store.course(under: profile, from: begin, through: end)
            var next = rows.makeIterator()
            var row = next.next()
            for hour in part {
                while let one = row, one.hour <= hour {
                    if sites.contains(one.site) { standing[one.site] = one }
                    row = next.next()
                }
                let at = min((hour + 1) * ReportMaker.anHour, moment) / 1000
                let point = Trend.Point(at, standing.values)
                if point.sites > 0 || !trend.points.isEmpty { trend.points.append(point) }
            }
            begin = end + 1
        }
        return trend
    }
}

extension Trend.Point {
    fileprivate init(_ at: Int64, _ rows: some Sequence<CourseRow>) {
        self.init(at: at)
        for row in rows {
            guard let standing = Standing(rawValue: row.standing) else { continue }
            add(standing: standing)
            nodes += row.nodes
            nodesReady += row.ready
            cores += row.cores
            coresReady += row.coresReady
        }
    }
}
