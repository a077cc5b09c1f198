public import MusterModel

/// What `muster deliver` is told on its standard input, in one line in front of the
/// request's body: where to, whom to trust, and as whom.
public struct DeliveryOrder: Hashable, Sendable {
    /// A file or a folder of certificates to trust in place of the system's.
    public typealias Authorities = Push.Authorities

    /// Who we are to the other side.
    public enum Token: Hashable, Sendable {
        /// The bearer token itself, for one that cannot be read twice.
        case text(String)
        /// The file that holds it and nothing else.
        case file(String)
    }

    /// Name and version of the line.
    public static let format = "muster-deliver/1"

    /// A longer line is not read, bytes.
    public static let lineAtMost = 64 << 10
    private static let askingAtMost = 16

    /// Where to.
    public var target: PushTarget
    /// Whom to trust; nil for the system's own list.
    public var authorities: Authorities?
    /// Whether every certificate of the chain needs a revocation list (`*.r0`) in the
    /// folder of authorities.
    public var needsRevocationLists = false
    /// Our certificate, a PEM file.
    public var certificate: String?
    /// Its key, a PEM file without a pass phrase.
    public var key: String?
    /// A bearer token.
    public var token: Token?
    /// The public half of the key that signs the reports, 64 hexadecimal digits: whose they
    /// are, to a collector that knows it, or that is to know it by a join token.
    public var vouching: String?
    /// What is asked for in place of a delivery is not sent where it is one of these; nil
    /// delivers.
    public var asking: [Digest]?
    /// The proxy, `http://HOST:PORT`; none where nothing is said, whatever the
    /// environment says.
    public var proxy: PushTarget?
    /// How long a connection may take to come about, TLS included; milliseconds.
    public var connectMilliseconds: Int64 = 10_000
    /// How long everything may take, milliseconds.
    public var totalMilliseconds: Int64 = 60_000
    /// Muster's own version, for the other side's log.
    public var version: String

    /// An order to deliver to `target`, trusting the system's authorities.
    public init(to target: PushTarget, version: String) {
        self.target = target
        self.version = version
    }

    /// Why it cannot be carried out as it is; nil where it can be tried.
    public var objection: String? {
        if token != nil, target.isPlain, !target.isLoopback {
            return "token: not sent without TLS"
        }
        if needsRevocationLists, !isFolder {
            return "revocation: needed a folder of authorities, which holds the lists"
        }
        if (certificate == nil) != (key == nil) { return "certificate, key: needed both or none" }
        let paths = [certificate, key, tokenFile, authorityPath].compactMap(\.self)
        if let path = paths.first(where: { !Self.isPath($0) }) {
            return "\(path.printable.prefix(100)): needed an absolute path"
        }
        if case .text(let text) = token, !Push.isToken(text) {
            return "token: needed a bearer token (RFC 6750)"
        }
        if let vouching, vouching.utf8.count != 64 || !vouching.allSatisfy(\.isHexDigit) {
            return "vouching: needed 64 hexadecimal digits"
        }
        if let asking, asking.count > Self.askingAtMost {
            return "ask: needed at most \(Self.askingAtMost) digests"
        }
        let spans = 1...3_600_000 as ClosedRange<Int64>
        if !spans.contains(connectMilliseconds) || !spans.contains(totalMilliseconds) {
            return "milliseconds: needed 1 to 3600000"
        }
        return nil
    }

    /// A longer answer ends the request, bytes.
    var answerAtMost: Int {
        asking == nil ? DeliveryAnswer.bytesAtMost : SignedBundle.bytesAtMost
    }

    private var tokenFile: String? { if case .file(let path) = token { path } else { nil } }

    private var isFolder: Bool { if case .folder = authorities { true } else { false } }

    private var authorityPath: String? {
        switch authorities {
        case .file(let path), .folder(let path): path
        case nil: nil
        }
    }

    private static func isPath(_ text: String) -> Bool {
        text.hasPrefix("/") && text.utf8.count < 4_096 && !text.utf8.contains(0)
    }
}
