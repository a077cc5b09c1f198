internal import MusterModel

/// What would be otherwise if sites were judged by something else: computed from what
/// nodes last reported, and kept nowhere.
public struct WhatIf: CollectorDocument, Hashable, Sendable {
    /// The form of the document.
    public static let format: String = "muster-what-if/1"

    /// Nodes and cores, before and then.
    public struct Count: Codable, Hashable, Sendable {
        /// Sites that are ready.
        public var sites: Int64 = 0
        /// Fresh nodes that are ready, and their cores.
        public var nodes: Int64 = 0, cores: Int64 = 0
    }

    /// Sites of one VO, region or tier, together.
    public struct Share: Codable, Hashable, Sendable {
        /// Which.
        public var name: String
        /// What is ready, and would be.
        public var before = Count(), after = Count()
    }

    /// A site where anything is otherwise.
    public struct Site: Codable, Hashable, Sendable {
        /// Its name, and what the registry says of it.
        public var name: String, region: String?, tier: Int?, vos: [String]
        /// How it stands, and would stand.
        public var before: String, after: String
        /// Ready nodes and their cores, and as they would be.
        public var readyBefore: Int64, readyAfter: Int64
        /// Cores of these.
        public var coresBefore: Int64, coresAfter: Int64
        /// Those of the ready nodes that have warnings, and would have.
        public var degradedBefore: Int64, degradedAfter: Int64
        /// All its nodes, and those that never looked at what is asked.
        public var nodes: Int64, unwatched: Int64
        /// Why it would stand so.
        public var reason: String
        /// Its page at the collector, behind the collector's address.
        public var page: String
    }

    /// What is otherwise under one profile.
    public struct Outcome: Codable, Hashable, Sendable {
        /// The profile's id.
        public var profile: String
        /// The checks that are judged otherwise.
        public var checks: [String]
        /// Registered sites where anything is otherwise, by name.
        public var sites: [Site]
        /// Registered sites together.
        public var total: Share, vos: [Share], regions: [Share], tiers: [Share]
        /// Nodes of registered sites that never looked at what is asked: of them nothing
        /// can be told until they have.
        public var unwatched: Int64
    }

    /// The form of the document.
    public var format: String = Self.format
    /// What is proposed, in words.
    public var proposal: [String]
    /// Of when it is, seconds since 1970.
    public var made: Int64
    /// A profile each, where anything is judged otherwise.
    public var outcomes: [Outcome]
}
