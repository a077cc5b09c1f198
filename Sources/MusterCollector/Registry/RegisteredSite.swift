/// A site as registries and the site itself describe it.
public struct RegisteredSite: Codable, Hashable, Sendable {
    /// How many, who says so, and since when.
    public struct Count: Codable, Hashable, Sendable {
        /// How many.
        public var count: Int64
        /// Who declared it: an address, a ticket, a file.
        public var source: String
        /// The day of it, `2026-11-27`.
        public var date: String
    }

    /// A queue through which payloads come.
    public struct Queue: Codable, Hashable, Sendable {
        /// Its name at the VO.
        public var name: String
        /// Whose it is.
        public var vo: String?
        /// As CRIC has it: `singularity:pilot`.
        public var containerType: String?
        /// What the pilot adds to the runtime's words.
        public var containerOptions: String?
        /// Where options stand that have no field of their own.
        public var catchall: String?
        /// `ACTIVE` or not.
        public var state: String?
        /// Cores that a job gets.
        public var cores: Int64?
        /// Images that payloads may ask for, and the one that they get without asking.
        public var images: [String]?, defaultImage: String?
    }

    /// Its name in the grid's own registry.
    public var name: String
    /// Other names that nodes may report under.
    public var aliases: [String]?
    /// 0 to 3.
    public var tier: Int?
    /// The country's name.
    public var country: String?
    /// The region: a ROC or NGI, or a cloud.
    public var region: String?
    /// Federations that it belongs to.
    public var federations: [String]?
    /// VOs that it serves.
    public var vos: [String]?
    /// Nodes that the site has declared.
    public var nodes: Count?
    /// Cores that the site has declared.
    public var cores: Count?
    /// Nodes that a registry names for its queues. Queues share nodes, so that it is a
    /// proposal to the site and nothing to count by.
    public var proposedNodes: Int64?
    /// Where its readiness is talked about: a ticket's address or number.
    public var ticket: String?
    /// Queues, by name.
    public var queues: [Queue]?

    /// A site of which nothing but the name is known.
    public init(name: String) { self.name = name }

    /// What another registry adds; what it says counts where it says something.
    mutating func add(_ other: RegisteredSite) {
        aliases = Self.union(aliases, other.aliases)
        tier = other.tier ?? tier
        country = other.country ?? country
        region = other.region ?? region
        federations = Self.union(federations, other.federations)
        vos = Self.union(vos, other.vos)
        nodes = other.nodes ?? nodes
        cores = other.cores ?? cores
        proposedNodes = other.proposedNodes ?? proposedNodes
        ticket = other.ticket ?? ticket
        let mine = (queues ?? []).filter { one in
            !(other.queues ?? []).contains { $0.name == one.name }
        }
        let all = (mine + (other.queues ?? [])).sorted { $0.name < $1.name }
        queues = all.isEmpty ? nil : all
    }

    private static func union(_ first: [String]?, _ second: [String]?) -> [String]? {
        let all = Set(first ?? []).union(second ?? [])
        return all.isEmpty ? nil : all.sorted()
    }
}

/// When a site, or some of its services, is declared not to be there.
public struct Downtime: Codable, Hashable, Sendable {
    /// The registry's own number.
    public var id: String
    /// Whose.
    public var site: String
    /// From when, seconds since 1970.
    public var start: Int64
    /// Until when, seconds since 1970.
    public var end: Int64
    /// `OUTAGE` counts as a downtime; `WARNING` does not.
    public var severity: String
    /// Why, in the site's words.
    public var words: String?

    /// Whether the site is not there at a moment, seconds since 1970.
    func covers(_ moment: Int64) -> Bool {
        severity == "OUTAGE" && start <= moment && moment < end
    }
}
