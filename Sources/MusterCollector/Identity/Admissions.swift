internal import HTTPTypes
public import Hummingbird
internal import MusterModel
public import MusterStore

/// As whom the sender of a request may report.
public struct Admissions: Sendable {
    private let gate: Gate
    private let store: any IdentityStore
    private let now: @Sendable () -> Int64

    /// Admissions at a gate.
    public init(
        _ gate: Gate, _ store: any IdentityStore, now: @escaping @Sendable () -> Int64
    ) {
        (self.gate, self.store, self.now) = (gate, store, now)
    }

    /// What the sender of a request may report as.
    /// - Throws: ``GateRefusal`` where that is nobody.
    public func admission(
        of request: Request, _ context: CollectorContext
    ) async throws -> Ingest.Admission {
        let principal = try await gate.principal(of: request, context)
        let key = Gate.key(in: request.headers)
        switch principal.right {
        case .local: return { .success(NodeName(site: $0.id.site ?? "unnamed", node: $0.id.node)) }
        case .site(let site): return { .success(NodeName(site: site, node: $0.id.node)) }
        case .signer(let node), .node(let node): return { Self.vouched($0, key) ?? .success(node) }
        case .join(let credential):
            guard let key else {
                throw GateRefusal.forbidden("a join token needs a node's key (Muster-Key)")
            }
            return { await joined($0, key, by: credential) }
        case .read, .administer:
            throw GateRefusal.forbidden("\(principal.name) may not report")
        }
    }

    /// Where a key was shown, it has to have signed.
    private static func vouched(
        _ envelope: Envelope, _ key: String?
    ) -> Result<NodeName, Ingest.Objection>? {
        guard let key else { return nil }
        guard let half = Hexadecimal.bytes(in: key), envelope.isSigned(by: half) else {
            return .failure(.report("not signed by the key that was shown"))
        }
        return nil
    }

    private func joined(
        _ envelope: Envelope, _ key: String, by credential: Credential
    ) async -> Result<NodeName, Ingest.Objection> {
        if let objection = Self.vouched(envelope, key) { return objection }
        do throws(StoreError) {
            let moment = now()
            if let known = try await store.known(key: key), known.revoked == nil {
                guard known.site == credential.site else {
                    return .failure(.sender("the key belongs to another site"))
                }
                return .success(NodeName(site: known.site, node: known.node))
            }
            switch try await store.join(
                key: key, node: envelope.id.node, by: credential, at: moment)
            {
            case .known(let known):
                let document = JSONValue.object([
                    "site": .string(known.site), "node": .string(known.node),
                    "key": .string(known.key),
                ])
                try await store.note(
                    "node-joined", by: "token \(credential.id)", document.canonicalText, at: moment)
                return .success(NodeName(site: known.site, node: known.node))
            case .taken:
                return .failure(.sender("another key speaks for this node: revoke it first"))
            case .revoked: return .failure(.sender("the key was revoked"))
            case .usedUp: return .failure(.sender("the join token is used up"))
            }
        } catch { return .failure(.passing("the store does not answer")) }
    }
}
