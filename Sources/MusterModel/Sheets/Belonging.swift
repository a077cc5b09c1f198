/// The grid site and the queue that an audit belongs to, and who says so. Never part
/// of a fact or a digest; a collector takes the site from the sender's credential.
public struct Belonging: Hashable, Sendable {
    /// A name that somebody gave: bounded, ASCII, one line.
    public struct Name: Hashable, Sendable {
        /// The name: `CERN-PROD`, `LCG.CERN.cern`, `AGLT2_TEST-condor`.
        public let text: String
        /// Who says so: `--site`, `PILOT_SITENAME`, an attribute of the machine's ad.
        public let origin: String

        /// A name; nil where ``Belonging/objection(to:)`` has something against it.
        public init?(_ text: String, from origin: String) {
            guard Belonging.objection(to: text) == nil else { return nil }
            self.text = text
            self.origin = origin
        }

        /// A name as somebody else's report has it, whatever it is: for whoever shows it
        /// and has defences of their own.
        package init(unproven text: String, from origin: String) {
            self.text = text
            self.origin = origin
        }

        /// Whether the caller gave it, and not the environment.
        public var isTyped: Bool { origin.hasPrefix("--") }
    }

    /// The grid site; nil where nobody said.
    public let site: Name?
    /// The queue, of the workload system where one is known, else of the batch system.
    public let queue: Name?

    /// Names from whoever gave them.
    public init(site: Name? = nil, queue: Name? = nil) {
        self.site = site
        self.queue = queue
    }

    /// Who told `site` and `queue`, where it was not the caller.
    public var told: [String: String] {
        [("site", site), ("queue", queue)].reduce(into: [:]) { told, pair in
            if let name = pair.1, !name.isTyped { told[pair.0] = name.origin }
        }
    }

    /// Longer names than this are none.
    public static let bytesAtMost = 128

    /// What stands between letters and digits in the names that CRIC, GOCDB, OSG,
    /// DIRAC and batch systems give.
    private static let marks = Set("._-/:@+ ".unicodeScalars)

    /// Why a text is no name of a site or queue; nil where it is one.
    public static func objection(to text: String) -> String? {
        let scalars = text.unicodeScalars
        guard let first = scalars.first, let last = scalars.last else { return "empty" }
        guard text.utf8.count <= bytesAtMost else {
            return "\(text.utf8.count) bytes, needed at most \(bytesAtMost)"
        }
        func isPlain(_ scalar: Unicode.Scalar) -> Bool {
            scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        }
        guard scalars.allSatisfy({ isPlain($0) || marks.contains($0) }) else {
            return "needed ASCII letters, digits, blanks and . _ - / : @ + alone"
        }
        guard isPlain(first), last != " " else {
            return "needed a letter or digit first, and no blank last"
        }
        return nil
    }
}
