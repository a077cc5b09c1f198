internal import Foundation
internal import JWTKit
internal import MusterModel
internal import Synchronization

/// Reads the tokens of issuers that are believed, by the keys in their files.
final class IssuedTokens: Sendable {
    private struct KeyFile {
        let read: Date
        /// Nil where the file does not read.
        let keys: JWTKeyCollection?
    }

    private let issuers: [TokenIssuer]
    private let files = Mutex<[String: KeyFile]>([:])

    /// Longer ones are none, bytes.
    private static let longest = 16 << 10
    /// A file is shorter, bytes.
    private static let fileAtMost = 256 << 10
    /// Keys are read anew after so long, seconds: issuers change theirs.
    private static let freshFor: TimeInterval = 60

    init(_ issuers: [TokenIssuer]) { self.issuers = issuers }

    /// Whether a text can be a token of an issuer at all; ours have no dot.
    func mayBe(_ text: String) -> Bool {
        !issuers.isEmpty && text.utf8.count <= Self.longest
            && text.utf8.count(where: { $0 == UInt8(ascii: ".") }) == 2
    }

    /// Whom a token makes of whoever shows it.
    /// - Throws: ``GateRefusal``: 401 where it proves nothing, 403 where nothing follows.
    func principal(showing text: String, at now: Date) async throws(GateRefusal) -> Principal {
        let bytes = Array(text.utf8)
        guard let parts = try? DefaultJWTParser().parse(bytes, as: IssuedClaims.self) else {
            throw .unknown("the token is no WLCG token")
        }
        // A word that changes what the others mean, and that nobody here knows.
        guard parts.header[dynamicMember: "crit"] == nil else {
            throw .unknown("the token's header asks for more than is known here")
        }
        guard let issuer = issuers.first(where: { $0.name == parts.payload.issuer }) else {
            throw .unknown("the token's issuer is not believed here")
        }
        guard let keys = await keys(in: issuer.keys, at: now) else {
            throw .silent("the keys of \(issuer.name) do not read")
        }
        guard let claims = try? await keys.verify(bytes, as: IssuedClaims.self) else {
            throw .unknown("the token is not signed by a key of \(issuer.name)")
        }
        if let objection = claims.objection(
            at: now.timeIntervalSince1970, for: issuer.audiences)
        {
            throw .unknown("the token opens nothing: \(objection)")
        }
        guard let right = issuer.right(of: claims) else {
            throw .forbidden("no rule gives a right to this token of \(issuer.name)")
        }
        let subject = String(claims.subject.prefix(100)).printable
        return Principal(name: "\(subject) of \(issuer.name)", right: right)
    }

    private func keys(in path: String, at now: Date) async -> JWTKeyCollection? {
        if let known = files.withLock({ $0[path] }),
            abs(now.timeIntervalSince(known.read)) < Self.freshFor
        {
            return known.keys
        }
        let keys = await Self.keys(in: path)
        files.withLock { $0[path] = KeyFile(read: now, keys: keys) }
        return keys
    }

    private static func keys(in path: String) async -> JWTKeyCollection? {
        guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? handle.close() }
        guard let data = try? handle.read(upToCount: fileAtMost + 1), data.count <= fileAtMost,
            let set = try? JSONDecoder().decode(JWKS.self, from: data), !set.keys.isEmpty
        else { return nil }
        let keys = JWTKeyCollection()
        for key in set.keys {
            guard (try? await keys.add(jwk: key.decided)) != nil else { return nil }
        }
        // Whoever names no key of the set, or another, is not believed by any of them.
        if set.keys.count > 1 { await keys.clearDefault() }
        return keys
    }
}

extension JWK {
    /// The key with its algorithm, where the set leaves it out: never to be chosen by
    /// whoever comes first with a token.
    fileprivate var decided: JWK {
        guard algorithm == nil else { return self }
        var key = self
        key.algorithm =
            switch (keyType, curve?.rawValue) {
            case (.rsa, _): .rs256
            case (.ecdsa, "P-384"): .es384
            case (.ecdsa, "P-521"): .es512
            case (.ecdsa, _): .es256
            default: .eddsa
            }
        return key
    }
}
