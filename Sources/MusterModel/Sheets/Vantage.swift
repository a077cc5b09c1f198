/// Where an audit stood; it decides what could be seen, and is kept apart from
/// the facts.
public struct Vantage: Hashable, Sendable {
    /// On the machine itself, in a batch job, in a container, or before a tree of
    /// files that is no running machine.
    public enum Place: String, Hashable, Sendable, CaseIterable {
        case host, job, container, tree
    }

    /// Which of the places.
    public let place: Place

    /// The effective user id.
    public let user: UInt32

    /// How the place was recognised, for a person: `SLURM_JOB_ID`, `/.dockerenv`.
    public let sign: String

    /// A vantage from its parts.
    public init(_ place: Place, user: UInt32, sign: String = "") {
        self.place = place
        self.user = user
        self.sign = sign
    }

    /// Whether the audit had root's view.
    public var isRoot: Bool { user == 0 }

    /// `host, as root` or `job, as user 1234 (SLURM_JOB_ID)`.
    public var description: String {
        if place == .tree { return "a tree of files" }
        let why = sign.isEmpty ? "" : " (\(sign))"
        return "\(place.rawValue), as \(isRoot ? "root" : "user \(user)")\(why)"
    }

    /// Place and user; the sign is only for people.
    public var json: JSONValue {
        .object(["place": .string(place.rawValue), "user": .integer(Int64(user))])
    }
}
