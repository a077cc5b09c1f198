internal import Crypto
internal import Foundation
internal import MusterModel
internal import MusterReport
internal import MusterStore

/// A change of a standing as it is told elsewhere, signed as Standard Webhooks has it
/// (standardwebhooks.com/verify, read on 2026-12-01): `v1,` and the base 64 of
/// HMAC-SHA256 over id, time and body with dots between.
struct WebhookMessage: Hashable {
    /// Names the change, at each attempt alike: whoever gets it twice knows it by this.
    let id: String
    /// Canonical JSON.
    let body: [UInt8]

    /// The message of a change.
    ///
    /// - Parameters:
    ///   - row: how the site stands now; nil where it does no more.
    init(_ change: StandingChange, _ row: StandingRow?) {
        var data: [String: JSONValue] = [
            "site": .string(change.site), "profile": .string(change.profile),
            "before": .string(change.before), "after": .string(change.after),
            "at_milliseconds": .integer(change.at), "change": .integer(change.number),
            "page": .string(Address.site(change.site, profile: change.profile)),
        ]
        // Another collector's changes have the same numbers, and are others.
        id = "standing-\(Digest(of: JSONValue.object(data).canonicalBytes).text.prefix(32))"
        if let row {
            data["now"] = .string(row.standing)
            data["reason"] = .string(Why(row)?.reason ?? "")
            data["nodes_ready"] = .integer(row.counts.ready)
            data["nodes"] = .integer(row.counts.nodes)
            data["cores_ready"] = .integer(row.counts.coresReady)
            data["cores"] = .integer(row.counts.cores)
        }
        body =
            JSONValue.object([
                "type": .string("standing.changed"),
                "timestamp": .string("\(UTCTime(secondsSince1970: change.at / 1000))"),
                "data": .object(data),
            ]).canonicalBytes
    }

    /// The headers of an attempt at a moment, seconds since 1970.
    func headers(at moment: Int64, signedBy secret: WebhookSecret) -> [(String, String)] {
        [
            ("webhook-id", id), ("webhook-timestamp", "\(moment)"),
            ("webhook-signature", "v1," + secret.signature(of: id, at: moment, body)),
            ("content-type", "application/json"), ("user-agent", "muster-collector"),
        ]
    }
}

/// What signs messages.
struct WebhookSecret {
    private let key: SymmetricKey

    /// Why a file holds none.
    struct Unusable: Error, Hashable, CustomStringConvertible {
        /// `file: what was found, what was needed`.
        let description: String
    }

    private static let prefix = "whsec_"
    private static let bytes = 24...64

    /// A secret as it is written: `whsec_` and 24 to 64 bytes in base 64; nil for anything
    /// else.
    init?(_ text: String) {
        guard text.hasPrefix(Self.prefix),
            let data = Data(base64Encoded: String(text.dropFirst(Self.prefix.count))),
            Self.bytes.contains(data.count)
        else { return nil }
        key = SymmetricKey(data: data)
    }

    /// The secret in a file that only its owner and group may read.
    /// - Throws: ``Unusable``.
    init(file path: String) throws(Unusable) {
        let text: String
        do { text = try SecretFile(path: path, isOfGroup: true).secret() } catch {
            throw Unusable(description: error.description)
        }
        guard let secret = Self(text) else {
            throw Unusable(
                description: "\(path): needed whsec_ and \(Self.bytes.lowerBound) to "
                    + "\(Self.bytes.upperBound) bytes in base 64")
        }
        self = secret
    }

    /// The signature of a body under an id and a moment.
    func signature(of id: String, at moment: Int64, _ body: [UInt8]) -> String {
        let signed = Array("\(id).\(moment).".utf8) + body
        return Data(HMAC<SHA256>.authenticationCode(for: signed, using: key))
            .base64EncodedString()
    }
}
