import Crypto
import Foundation
import LaunchKit
import MusterModel
import Testing

/// An issuer of WLCG tokens, made here: nothing of it is the library that reads them.
final class TokenMaker: Sendable {
    static let name = "https://issuer.example.org/"
    static let audience = "https://muster.example.org"

    let key = P256.Signing.PrivateKey()
    /// Its JSON Web Key Set.
    let file: String

    init(in folder: String, kid: String = "one") throws {
        file = folder + "/keys-\(UUID()).json"
        try publish([Self.set(key, kid: kid)])
    }

    func publish(_ keys: [JSONValue]) throws {
        try Data(JSONValue.object(["keys": .array(keys)]).canonicalBytes)
            .write(to: URL(filePath: file))
    }

    static func set(_ key: P256.Signing.PrivateKey, kid: String) -> JSONValue {
        let point = Array(key.publicKey.x963Representation.dropFirst())
        return .object([
            "kty": .string("EC"), "crv": .string("P-256"), "kid": .string(kid),
            "alg": .string("ES256"), "x": .string(text(of: Array(point.prefix(32)))),
            "y": .string(text(of: Array(point.suffix(32)))),
        ])
    }

    /// What a good token says at a time, with these instead; nil leaves one out.
    static func claims(at now: Int64, _ other: [String: JSONValue?] = [:]) -> JSONValue {
        var members: [String: JSONValue] = [
            "iss": .string(name), "aud": .array([.string("x"), .string(audience)]),
            "sub": .string("ada"), "iat": .integer(now - 10), "nbf": .integer(now - 10),
            "exp": .integer(now + 3600), "wlcg.ver": .string("1.3"), "scope": .string("openid"),
            "wlcg.groups": .array([.string("/wlcg"), .string("/wlcg/ops")]),
        ]
        for (name, value) in other { members[name] = value }
        return .object(members)
    }

    static func header(_ algorithm: String, kid: String? = "one") -> [String: JSONValue] {
        var members: [String: JSONValue] = ["alg": .string(algorithm), "typ": .string("JWT")]
        if let kid { members["kid"] = .string(kid) }
        return members
    }

    func token(_ claims: JSONValue, header: [String: JSONValue] = header("ES256")) throws -> String
    {
        try Self.token(claims, header: header) {
            try Array(self.key.signature(for: Data($0.utf8)).rawRepresentation)
        }
    }

    static func token(
        _ claims: JSONValue, header: [String: JSONValue], signed: (String) throws -> [UInt8]
    ) rethrows -> String {
        let signing =
            text(of: JSONValue.object(header).canonicalBytes) + "."
            + text(of: claims.canonicalBytes)
        return signing + "." + text(of: try signed(signing))
    }

    /// Base64 as tokens have it.
    static func text(of bytes: [UInt8]) -> String {
        Base64.text(of: bytes).replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }
}
