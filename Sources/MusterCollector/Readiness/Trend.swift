internal import MusterModel

/// How sites stood over time: at the end of each hour, day or week (UTC, to Sunday).
public struct Trend: Codable, Hashable, Sendable {
    /// From point to point.
    public enum Step: String, Codable, Hashable, Sendable, CaseIterable {
        case hour, day, week

        /// Its hours.
        public var hours: Int64 {
            switch self {
            case .hour: 1
            case .day: 24
            case .week: 7 * 24
            }
        }

        /// The finest that tells so many hours in at most some hundred points.
        public init(telling hours: Int64) {
            self = hours <= 8 * 24 ? .hour : hours <= 190 * 24 ? .day : .week
        }

        /// The last hour, counted since 1970, of the step that an hour is in.
        func end(of hour: Int64) -> Int64 {
            // 1970 began on a Thursday: three days into its week.
            let into = self == .week ? hour + 3 * 24 : hour
            return hour + hours - 1 - into % hours
        }
    }

    /// All sites at one moment.
    public struct Point: Codable, Hashable, Sendable {
        /// The end of the step, seconds since 1970; the moment itself for one that is not over.
        public var at: Int64
        /// Sites by how they stood.
        public var ready: Int64 = 0, partial: Int64 = 0, notReady: Int64 = 0
        /// The same: nobody knows, or nobody expects them.
        public var unknown: Int64 = 0, inDowntime: Int64 = 0
        /// Nodes, and fresh ready ones.
        public var nodes: Int64 = 0, nodesReady: Int64 = 0
        /// Their cores.
        public var cores: Int64 = 0, coresReady: Int64 = 0

        /// Sites that stood anyhow.
        public var sites: Int64 { ready + partial + notReady + unknown + inDowntime }
    }

    /// From point to point.
    public var step: Step
    /// Oldest first; without those before anything was known.
    public var points: [Point]
}

extension Trend.Point {
    /// How many sites stood so.
    func sites(standing: Standing) -> Int64 {
        switch standing {
        case .ready: ready
        case .partial: partial
        case .notReady: notReady
        case .unknown: unknown
        case .inDowntime: inDowntime
        }
    }

    /// The point with a site that stood so.
    mutating func add(standing: Standing) {
        switch standing {
        case .ready: ready += 1
        case .partial: partial += 1
        case .notReady: notReady += 1
        case .unknown: unknown += 1
        case .inDowntime: inDowntime += 1
        }
    }
}
