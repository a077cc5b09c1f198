public import MusterModel

/// What `muster deliver` says on its standard output, in one line.
public enum DeliveryOutcome: Hashable, Sendable {
    /// Why there was no answer: the label in the line and in metrics.
    public enum Trouble: String, Hashable, Sendable, CaseIterable {
        /// The name of the collector or of the proxy was not found.
        case resolve
        /// No connection.
        case connect
        /// TLS did not come about.
        case tls
        /// The other side's certificate is not to be trusted.
        case certificate
        /// Our certificate or key does not read or does not fit.
        case credential
        /// The certificates to trust, or their revocation lists, do not read.
        case authorities
        /// Not in time.
        case timeout
        /// More of an answer than is read.
        case tooLarge = "too-large"
        /// The connection ended before the answer did.
        case broken
        /// The token's file does not hold one.
        case token
        /// libcurl is not there.
        case library
        /// The order or the body is not of its form.
        case order
        /// The child did not end as it should.
        case child
        /// Anything else that libcurl says.
        case other
    }

    /// There was an answer: its status, the seconds of Retry-After, its bytes.
    case answered(status: Int, retryAfter: Int64?, [UInt8])
    /// There was none: the kind, and a sentence.
    case failed(Trouble, String)

    /// Name and version of the line.
    public static let format = "muster-deliver-outcome/1"

    /// No line is longer: an answer's base 64 and a little.
    public static let lineAtMost = 96 << 10
    /// The same of an answer that was asked for, which is up to a mebibyte.
    static let longLineAtMost = 1440 << 10

    /// The outcome in a line.
    /// - Throws: ``MusterModel/WireError`` with the member that does not fit.
    public init(
        reading line: [UInt8], atMost: Int = lineAtMost
    ) throws(WireError) {
        guard line.count <= atMost else {
            throw WireError("outcome: \(line.count) bytes, needed at most \(atMost)")
        }
        let json: JSONValue
        do { json = try JSONReader.value(in: line) } catch {
            throw WireError("outcome: \(error)")
        }
        guard json["format"]?.text == Self.format else {
            throw WireError("format: needed \(Self.format)")
        }
        if let label = json["error"]?.text {
            guard let trouble = Trouble(rawValue: label), let words = json["words"]?.text else {
                throw WireError("error: needed a known label and words")
            }
            self = .failed(trouble, words)
            return
        }
        guard let status = json["status"]?.number, (100...999).contains(status),
            let answer = json["answer"]?.text.flatMap(Base64.bytes)
        else { throw WireError("status, answer: needed a status and base 64") }
        self = .answered(
            status: Int(status), retryAfter: json["retry_after"]?.number, answer)
    }

    /// The line, without its end.
    public var line: [UInt8] {
        var members: [String: JSONValue] = ["format": .string(Self.format)]
        switch self {
        case .answered(let status, let retryAfter, let answer):
            members["status"] = .integer(Int64(status))
            members["answer"] = .string(Base64.text(of: answer))
            if let retryAfter { members["retry_after"] = .integer(retryAfter) }
        case .failed(let trouble, let words):
            members["error"] = .string(trouble.rawValue)
            members["words"] = .string(words)
        }
        return JSONValue.object(members).canonicalBytes
    }

    /// What the courier is told of the delivery of this number.
    public func event(of number: Int64, carrying parcels: [Parcel]) -> CourierEvent {
        switch self {
        case .failed(let trouble, let words):
            return .failed(number, .carriage(trouble, words), pause: nil)
        case .answered(let status, let retryAfter, let bytes):
            // A year is more than any courier waits, and keeps the product in its bounds.
            let pause = retryAfter.map { min(max(0, $0), 31_536_000) * 1_000 }
            guard (200..<300).contains(status) else {
                let text = String(String(decoding: bytes.prefix(800), as: UTF8.self).prefix(200))
                return .failed(number, .status(status, text.printable), pause: pause)
            }
            do {
                let answer = try DeliveryAnswer(reading: bytes)
                return .answered(number, answer, for: parcels, pause: pause)
            } catch {
                return .failed(number, .unreadable(error.description), pause: pause)
            }
        }
    }
}
