public import MusterModel
internal import MusterProbes

/// Carries one envelope to a collector by the program `curl`, once.
///
/// A child, because a static executable can load no TLS library, and because whatever
/// the network does then costs a deadline and nothing else.
public struct Push: Sendable {
    /// A file or a folder of certificates to trust in place of the system's.
    public enum Authorities: Hashable, Sendable {
        /// One file with certificates (PEM).
        case file(String)
        /// A folder with one a file, by hash, as `/etc/grid-security/certificates`.
        case folder(String)
    }

    private let target: PushTarget
    private let token: String?
    private let authorities: Authorities?
    private let patience: Duration
    private let version: String

    /// Curl gives up by itself a little before it is killed, and then says why.
    private static let margin = Duration.milliseconds(500)

    /// A push to `target`.
    ///
    /// - Parameters:
    ///   - token: a bearer token, ``isToken(_:)``; it never stands in a command line.
    ///   - patience: for everything from the name's look-up to the answer's end.
    ///   - version: Muster's own, for the other side's log.
    public init(
        to target: PushTarget, token: String?, trusting authorities: Authorities?,
        within patience: Duration, version: String
    ) {
        self.target = target
        self.token = token
        self.authorities = authorities
        self.patience = patience
        self.version = version
    }

    /// Whether a text can be a bearer token (RFC 6750 section 2.1).
    public static func isToken(_ text: String) -> Bool {
        let letters = text.utf8.drop { Self.isTokenByte($0) }
        return !text.isEmpty && text.utf8.count <= 16_384 && text.utf8.first != UInt8(ascii: "=")
            && letters.allSatisfy { $0 == UInt8(ascii: "=") }
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~+/".utf8.contains(byte)
        }
    }

    /// Sends it and reads the answer. Takes the calling thread until then.
    ///
    /// - Parameter curl: the program's path.
    /// - Throws: ``PushFailure`` unless the collector has it now or had it before.
    public func send(_ envelope: Envelope, by curl: String) throws(PushFailure) -> Receipt {
        let secret = try token.map { (token) throws(PushFailure) in
            guard let pipe = SecretPipe("header = \"Authorization: Bearer \(token)\"\n") else {
                throw PushFailure.notSent("the token does not fit into a pipe")
            }
            return pipe
        }
        defer { secret?.close() }
        let program = FedProgram(
            curl, words: words(config: secret?.path), input: envelope.bytes,
            within: patience + Self.margin, outputAtMost: Receipt.answerAtMost + 4_096)
        let end: ProgramEnd
        do { end = try program.end() } catch {
            throw switch error {
            case .unstarted(let why): .notSent("\(curl): \(why)")
            case .late: .late(patience)
            case .tooMuch: .oversized
            }
        }
        return try Self.receipt(of: end, for: envelope.id, patience)
    }

    /// Curl's words: no configuration of the user's, no proxy, no redirect, nothing that
    /// is not written here.
    func words(config: String?) -> [String] {
        let seconds = String(max(1, patience.components.seconds))
        var words = ["curl", "--disable"]
        if let config { words += ["--config", config] }
        words += [
            "--silent", "--show-error", "--globoff", "--noproxy", "*", "--tlsv1.2", "--http1.1",
            "--proto", target.isPlain ? "=http" : "=https", "--connect-timeout", seconds,
            "--max-time", seconds, "--max-filesize", String(Receipt.answerAtMost),
            "--user-agent", "muster/\(version)", "--header", "Content-Type: application/json",
            "--header", "Accept: application/json", "--header", "Expect:", "--data-binary", "@-",
            "--write-out", "\n%{http_code} %{redirect_url}",
        ]
        switch authorities {
        case .file(let path): words += ["--cacert", path]
        case .folder(let path): words += ["--capath", path]
        case nil: break
        }
        return words + ["--url", target.url]
    }

    /// What curl's end means: 28 is its deadline, 63 its bound on the answer.
    static func receipt(
        of end: ProgramEnd, for id: ReportID, _ patience: Duration
    ) throws(PushFailure) -> Receipt {
        switch end.exit {
        case 0: break
        case 28: throw .late(patience)
        case 63: throw .oversized
        default: throw .unreachable(sentence(in: end))
        }
        let (answer, trailer) = end.output.splitAtLastLine
        let fields = trailer.split(separator: " ", maxSplits: 1)
        guard let code = fields.first.flatMap({ Int($0) }) else {
            throw .notSent("curl ended without a status")
        }
        switch code {
        case 200..<300: break
        case 300..<400: throw .redirected(String((fields.dropFirst().first ?? "nowhere").shown))
        default: throw .status(code, answer.shown)
        }
        guard let receipt = Receipt(for: id, in: Array(answer.utf8)) else {
            throw .unacknowledged(code)
        }
        if case .refused(let why) = receipt { throw .refused(why.shown) }
        return receipt
    }

    /// Curl's own words, without its name and number.
    private static func sentence(in end: ProgramEnd) -> String {
        let line = end.errors.split(separator: "\n").first ?? ""
        let text = line.hasPrefix("curl: (") ? line.drop { $0 != ")" }.dropFirst(2) : line
        return text.isEmpty ? "curl ended with \(end.exit)" : text.shown
    }
}

extension String {
    /// All before the last line, and the last line.
    fileprivate var splitAtLastLine: (Substring, Substring) {
        guard let end = utf8.lastIndex(of: UInt8(ascii: "\n")) else { return ("", self[...]) }
        return (self[..<end], self[index(after: end)...])
    }
}

extension StringProtocol {
    /// The beginning, for a person's eyes.
    fileprivate var shown: String {
        let text = String(prefix(201)).printable
        return text.count > 200 ? text.prefix(200) + "…" : text
    }
}
