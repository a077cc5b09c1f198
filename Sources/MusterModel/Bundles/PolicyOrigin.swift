/// Whose checks a verdict rests on, beside a site's own.
public enum PolicyOrigin: Hashable, Sendable {
    /// Which bundle.
    public struct Mark: Hashable, Sendable {
        /// Its version.
        public let version: Int64
        /// SHA-256 of its bytes as they were signed.
        public let digest: Digest
        /// The name of the key that signed it.
        public let keyID: String

        /// A mark from its parts.
        public init(version: Int64, digest: Digest, keyID: String) {
            (self.version, self.digest, self.keyID) = (version, digest, keyID)
        }
    }

    /// Those of the program.
    case builtIn
    /// Those of the program with a centre's bundle over them.
    case bundle(Mark)

    /// As reports have it.
    public var json: JSONValue {
        switch self {
        case .builtIn: .object(["origin": .string("built-in")])
        case .bundle(let mark):
            .object([
                "origin": .string("bundle"), "version": .integer(mark.version),
                "sha256": .string(mark.digest.text), "key_id": .string(mark.keyID),
            ])
        }
    }

    /// As a report has it; nil where it says nothing of the kind, as older ones do not.
    public init?(json: JSONValue?) {
        switch json?["origin"]?.text {
        case "built-in": self = .builtIn
        case "bundle":
            guard let version = json?["version"]?.number, CheckBundle.versions.contains(version),
                let digest = json?["sha256"]?.text.flatMap(Digest.init(text:)),
                let keyID = json?["key_id"]?.text, keyID.utf8.count <= 128
            else { return nil }
            self = .bundle(Mark(version: version, digest: digest, keyID: keyID))
        default: return nil
        }
    }

    /// For a person: `check bundle 3 (sha256 …)`.
    public var words: String {
        switch self {
        case .builtIn: "the built-in checks"
        case .bundle(let mark): "check bundle \(mark.version) (sha256 \(mark.digest))"
        }
    }
}
