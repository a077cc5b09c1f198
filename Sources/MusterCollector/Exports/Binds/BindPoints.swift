internal import MusterModel

/// Which directories have to be in an image, because there are nodes where no runtime can
/// make a place for them: by site, all together, and by image.
public struct BindPoints: CollectorDocument, Hashable, Sendable {
    /// The form of the document.
    public static let format: String = "muster-binds/1"

    /// What can be said of a site.
    public enum State: String, Codable, Hashable, Sendable {
        /// On some of its nodes only what is in the image can be bound.
        case needed
        /// Its nodes make what is missing, by overlay or underlay.
        case notNeeded = "not-needed"
        /// Its nodes do not tell whether they can.
        case unknown
        /// No runtime starts a container there at all.
        case noRoute = "no-route"
        /// It has no fresh node.
        case noFreshNode = "no-fresh-node"
    }

    /// A directory that a site binds.
    public struct Need: Codable, Hashable, Sendable {
        /// Where it arrives in the container.
        public var path: String
        /// Who asks for it: `queue AGLT2`, `profile atlas`, `its nodes`.
        public var asked: [String]
    }

    /// A registered site.
    public struct Site: Codable, Hashable, Sendable {
        /// Its name, and what the registry says of it.
        public var name: String, region: String?, tier: Int?
        /// What can be said of it.
        public var state: State
        /// Fresh nodes: those that need bind points in the image with their cores, those
        /// that make them, those without a route, and those of which it is not known.
        public var needing: Int64, cores: Int64, making: Int64, routeless: Int64
        /// See ``needing``.
        public var undetermined: Int64
        /// Nodes whose last report is old: of them nothing is said.
        public var unheard: Int64
        /// What has to be in the image; empty where ``state`` is not `needed`.
        public var points: [Need]
        /// Names that nodes gave and that are no plain paths; they are on no list.
        public var leftOut: Int

        /// Fresh nodes.
        public var fresh: Int64 { needing + making + routeless + undetermined }
    }

    /// A directory that has to be in the image for some site.
    public struct Point: Codable, Hashable, Sendable {
        /// Where it arrives in the container.
        public var path: String
        /// Who asks for it, at any site.
        public var asked: [String]
        /// The sites, and their nodes in need with their cores.
        public var sites: [String], nodes: Int64, cores: Int64
    }

    /// An image that nodes looked into.
    public struct Image: Codable, Hashable, Sendable {
        /// Its name, and the site whose own it is; nil for one that is published on CVMFS.
        public var name: String, site: String?
        /// Which of the points it holds and lacks, as nodes found; one that some found and
        /// others did not is in both.
        public var holds: [String], lacks: [String]
        /// The points that nobody looked for in it.
        public var unwatched: [String]
        /// Nodes that looked into it, and that could not.
        public var looked: Int64, blind: Int64
    }

    /// The form of the document.
    public var format: String = Self.format
    /// The profile by whose binds nodes are asked, and when, seconds since 1970.
    public var profile: String, made: Int64
    /// All that has to be in an image that every site can use, by path.
    public var points: [Point]
    /// Registered sites, by name.
    public var sites: [Site]
    /// Images, published ones first, by name.
    public var images: [Image]

    /// The paths alone, for whoever builds an image.
    public var list: [String] { points.map(\.path) }

    /// Where a collector's API has it.
    public static func path(under profile: String) -> String {
        "/api/v1/binds" + Address.query([("profile", profile)])
    }
}
