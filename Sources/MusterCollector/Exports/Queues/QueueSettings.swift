internal import MusterModel

/// What the container settings of queues should be in CRIC, beside what they are.
public struct QueueSettings: CollectorDocument, Hashable, Sendable {
    /// The form of the document.
    public static let format: String = "muster-queues/1"

    /// Three fields of a queue; empty where there is nothing.
    public struct Fields: Codable, Hashable, Sendable {
        /// As CRIC has them: `singularity:pilot`, `-B /cvmfs --contain`.
        public var containerType: String, containerOptions: String
        /// Where options stood before they had a field.
        public var catchall: String
    }

    /// One field that should be otherwise.
    public struct Change: Codable, Hashable, Sendable {
        /// `container_type`, `container_options` or `catchall`.
        public var field: String
        /// As it is, and as it should be.
        public var before: String, after: String
        /// Why, a sentence each.
        public var reasons: [String]
    }

    /// A queue of a site.
    public struct Queue: Codable, Hashable, Sendable {
        /// Its site, its name, and whose it is.
        public var site: String, name: String, vo: String?
        /// What the registry holds, and what it should hold; the same where nothing has to
        /// change.
        public var held: Fields, settings: Fields
        /// What is otherwise in them.
        public var changes: [Change]
        /// What cannot be told or should be known, a sentence each.
        public var remarks: [String]

        /// Changes and remarks, a line each, for a person; empty where all is as it should
        /// be and known.
        public var lines: [String] {
            changes.map { change in
                let why = change.reasons.joined(separator: "; ")
                let after = change.after.isEmpty ? "nothing" : change.after
                return "\(change.field): \(after)" + (why.isEmpty ? "" : " (\(why))")
            } + remarks
        }
    }

    /// The form of the document.
    public var format: String = Self.format
    /// When it was made, seconds since 1970.
    public var made: Int64
    /// Queues by site and name.
    public var queues: [Queue]

    /// Where a collector's API has it.
    public static func path(of site: String?) -> String {
        "/api/v1/exports/cric" + Address.query([("site", site)])
    }
}
