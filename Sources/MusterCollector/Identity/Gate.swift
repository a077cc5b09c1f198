internal import Foundation
internal import HTTPTypes
public import Hummingbird
internal import MusterModel
public import MusterStore
internal import NIOCore
internal import NIOSSL
internal import SwiftASN1
internal import Synchronization
internal import X509

/// Tells of every request who is speaking. Asked each time: whoever is revoked is out
/// within a second.
public final class Gate: Sendable {
    private struct Seen {
        let credential: Credential?
        let until: Int64
    }

    /// Rules, with what reads the files that they name.
    private struct Law {
        let rules: IdentityRules
        let folder: AuthorityFolder?
        let issued: IssuedTokens

        init(_ rules: IdentityRules) {
            self.rules = rules
            folder = rules.authorities.map(AuthorityFolder.init)
            issued = IssuedTokens(rules.issuers)
        }
    }

    private let store: any IdentityStore
    private let law: Mutex<Law>
    private let now: @Sendable () -> Int64
    private let seen = Mutex<[String: Seen]>([:])

    /// A look-up is believed for so long, milliseconds.
    private static let believedFor: Int64 = 500
    /// So many are remembered; more are looked up each time.
    private static let seenAtMost = 10_000

    /// A gate over a store.
    ///
    /// - Parameter now: milliseconds since 1970.
    public init(
        _ store: any IdentityStore, rules: IdentityRules, now: @escaping @Sendable () -> Int64
    ) {
        (self.store, self.now) = (store, now)
        law = Mutex(Law(rules))
    }

    /// Lets in by other rules from the next request on.
    public func take(_ rules: IdentityRules) { law.withLock { $0 = Law(rules) } }

    private var current: Law { law.withLock(\.self) }

    /// Who is speaking.
    /// - Throws: ``GateRefusal``: 401 where nobody is known, 503 where the store is silent.
    public func principal(
        of request: Request, _ context: CollectorContext
    ) async throws -> Principal {
        let law = current
        if let text = Self.token(in: request.headers) {
            if law.issued.mayBe(text) {
                return try await law.issued.principal(showing: text, at: date)
            }
            if let principal = try await principal(showing: text) { return principal }
            // A join token ends some day; the nodes that it made known do not.
            if let signer = try await signer(of: request) { return signer }
            throw GateRefusal.unknown("the token opens nothing (any more)")
        }
        if let principal = try await host(at: context, by: law) { return principal }
        if law.rules.isOpenOnLoopback, context.isLoopback {
            return Principal(name: "this machine", right: .local)
        }
        if let signer = try await signer(of: request) { return signer }
        throw GateRefusal.unknown("who are you? needed a token or a certificate")
    }

    /// What somebody may read.
    /// - Throws: ``GateRefusal``: 401 for nobody, 403 for somebody who may not.
    public func scope(of request: Request, _ context: CollectorContext) async throws -> ReadScope {
        if current.rules.isReadingOpen, Self.token(in: request.headers) == nil { return .all }
        let principal = try await principal(of: request, context)
        guard let scope = principal.scope else {
            throw GateRefusal.forbidden("\(principal.name) may not read")
        }
        return scope
    }

    private var date: Date { Date(timeIntervalSince1970: Double(now()) / 1000) }

    private func signer(of request: Request) async throws -> Principal? {
        guard let key = Self.key(in: request.headers),
            let known = try await asking({ try await self.store.known(key: key) }),
            known.revoked == nil
        else { return nil }
        return Principal(
            name: "key of \(known.node) at \(known.site)",
            right: .signer(NodeName(site: known.site, node: known.node)))
    }

    private func principal(showing text: String) async throws -> Principal? {
        guard let token = SecretToken(text), let credential = try await credential(of: token),
            credential.isGood(at: now())
        else { return nil }
        return Principal(name: "token \(credential.id)", right: try Self.right(of: credential))
    }

    private static func right(of credential: Credential) throws -> Principal.Right {
        switch (credential.role, credential.site) {
        case (.join, .some): .join(credential)
        case (.report, .some(let site)): .site(site)
        case (.readSite, .some(let site)): .read(.site(site))
        case (.readAll, _): .read(.all)
        case (.administer, _): .administer
        default: throw GateRefusal.forbidden("token \(credential.id) is for no site")
        }
    }

    private func credential(of token: SecretToken) async throws -> Credential? {
        let (digest, moment) = (token.digest, now())
        if let seen = seen.withLock({ $0[digest] }), moment < seen.until {
            return seen.credential
        }
        let found = try await asking { try await self.store.credential(of: digest) }
        seen.withLock { seen in
            if seen.count >= Self.seenAtMost { seen = seen.filter { moment < $0.value.until } }
            guard seen.count < Self.seenAtMost else { return }
            seen[digest] = Seen(credential: found, until: moment + Self.believedFor)
        }
        return found
    }

    private func asking<Value>(_ body: () async throws -> Value) async throws -> Value {
        do { return try await body() } catch let error as StoreError {
            throw GateRefusal.silent("the store does not answer: \(error.code.rawValue)")
        }
    }
}

// MARK: - What a request shows

extension Gate {
    /// `Bearer TOKEN`, or a browser's `Basic` with the token for a password.
    static func token(in headers: HTTPFields) -> String? {
        guard let value = headers[.authorization] else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return "" }
        switch parts[0].lowercased() {
        case "bearer": return String(parts[1])
        case "basic":
            let pair = Data(base64Encoded: String(parts[1])).map {
                String(decoding: $0, as: UTF8.self)
            }
            return pair.flatMap { $0.split(separator: ":", maxSplits: 1).last }.map(String.init)
                ?? ""
        default: return ""
        }
    }

    /// The public half of the key that signs what the request carries.
    static func key(in headers: HTTPFields) -> String? {
        HTTPField.Name("Muster-Key").flatMap { headers[$0] }.flatMap { text in
            let isKey = text.utf8.count == 64 && text.allSatisfy(\.isHexDigit)
            return isKey ? text.lowercased() : nil
        }
    }

    private func host(at context: CollectorContext, by law: Law) async throws -> Principal? {
        guard let folder = law.folder, let bytes = try await Self.certificate(of: context.channel)
        else {
            return nil
        }
        let certificate: Certificate
        do { certificate = try Certificate(derEncoded: bytes) } catch {
            throw GateRefusal.unknown("the certificate does not read")
        }
        if let objection = folder.objection(to: certificate, at: date) {
            throw GateRefusal.unknown(objection)
        }
        guard let node = law.rules.hosts.node(named: Self.hosts(of: certificate)) else {
            throw GateRefusal.forbidden("no rule makes this host a node of one site")
        }
        return Principal(
            name: "host \(node.node)",
            right: .node(NodeName(site: node.site, node: node.node)))
    }

    private static func certificate(of channel: any Channel) async throws -> [UInt8]? {
        let handler = channel.pipeline.handler(type: NIOSSLServerHandler.self)
        guard (try? await handler.map { _ in true }.get()) == true else { return nil }
        return try await channel.nioSSL_peerCertificate().get()?.toDERBytes()
    }

    private static func hosts(of certificate: Certificate) -> [String] {
        let names = (try? certificate.extensions.subjectAlternativeNames) ?? nil
        return (names ?? SubjectAlternativeNames()).compactMap {
            if case .dnsName(let name) = $0 { name } else { nil }
        }
    }
}
