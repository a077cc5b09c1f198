public import MusterModel
internal import MusterProbes

/// Carries one envelope to a collector, once, by a child: whatever the network does then
/// costs a deadline and nothing else.
public struct Push: Sendable {
    /// A file or a folder of certificates to trust in place of the system's.
    public enum Authorities: Hashable, Sendable {
        /// One file with certificates (PEM).
        case file(String)
        /// A folder with one a file, by hash, as `/etc/grid-security/certificates`.
        case folder(String)
    }

    /// Which child.
    public enum Carrier: Hashable, Sendable {
        /// This program's `deliver`, with libcurl.
        case ourselves
        /// The program `curl` at a path: a static executable can load no TLS library.
        case curl(String)
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
    /// - Throws: ``PushFailure`` unless the collector has it now or had it before.
    public func send(_ envelope: Envelope, by carrier: Carrier) throws(PushFailure) -> Receipt {
        var delivery = Delivery()
        guard delivery.add(envelope) else {
            throw .notSent("the report is larger than a delivery may be")
        }
        switch carrier {
        case .ourselves:
            let outcome = DeliveryChild().carry(delivery.bytes, as: order)
            return try Self.receipt(of: outcome, for: envelope.id, patience)
        case .curl(let path):
            return try Self.receipt(
                of: try end(of: path, fed: delivery.bytes), for: envelope.id, patience)
        }
    }

    /// What `muster deliver` is told.
    var order: DeliveryOrder {
        var order = DeliveryOrder(to: target, version: version)
        order.token = token.map(DeliveryOrder.Token.text)
        order.authorities = authorities
        order.totalMilliseconds = max(1, patience.components.seconds) * 1_000
        order.connectMilliseconds = order.totalMilliseconds
        return order
    }

    private func end(of curl: String, fed input: [UInt8]) throws(PushFailure) -> ProgramEnd {
        let secret = try token.map { (token) throws(PushFailure) in
            guard let pipe = SecretPipe("header = \"Authorization: Bearer \(token)\"\n") else {
                throw PushFailure.notSent("the token does not fit into a pipe")
            }
            return pipe
        }
        defer { secret?.close() }
        let program = FedProgram(
            curl, words: words(config: secret?.path), input: input,
            within: patience + Self.margin, outputAtMost: DeliveryAnswer.bytesAtMost + 4_096)
        do throws(FedProgram.Failure) { return try program.end() } catch {
            throw switch error {
            case .unstarted(let why): .notSent("\(curl): \(why)")
            case .late: .late(patience)
            case .tooMuch: .oversized
            }
        }
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
            "--max-time", seconds, "--max-filesize", String(DeliveryAnswer.bytesAtMost),
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
        let place = String((fields.dropFirst().first ?? "nowhere").shown)
        return try receipt(in: Array(answer.utf8), for: id, status: code, leadingTo: place)
    }

    /// What an outcome of `muster deliver` means.
    static func receipt(
        of outcome: DeliveryOutcome, for id: ReportID, _ patience: Duration
    ) throws(PushFailure) -> Receipt {
        switch outcome {
        case .failed(.timeout, _): throw .late(patience)
        case .failed(.tooLarge, _): throw .oversized
        case .failed(.library, let words), .failed(.order, let words), .failed(.child, let words):
            throw .notSent(words.shown)
        case .failed(_, let words): throw .unreachable(words.shown)
        case .answered(let status, _, let bytes):
            return try receipt(in: bytes, for: id, status: status, leadingTo: "elsewhere")
        }
    }

    /// The receipt in an answer of this status; every section was sent, so that none can
    /// be wanted.
    private static func receipt(
        in answer: [UInt8], for id: ReportID, status: Int, leadingTo place: String
    ) throws(PushFailure) -> Receipt {
        switch status {
        case 200..<300: break
        case 300..<400: throw .redirected(place)
        default: throw .status(status, String(decoding: answer, as: UTF8.self).shown)
        }
        switch (try? DeliveryAnswer(reading: answer))?.receipts[ReportKey(id)] {
        case .stored: return .stored
        case .known: return .known
        case .refused(let why): throw .refused(why.shown)
        case .wants: throw .refused("it wants sections that were sent")
        case nil: throw .unacknowledged(status)
        }
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
