/// The part of a store that knows who may do what, and who did.
public protocol IdentityStore: Sendable {
    /// Keeps a credential.
    /// - Returns: it with its number.
    func keep(_ credential: Credential) async throws(StoreError) -> Credential

    /// The credential whose secret has a digest; nil where there is none.
    func credential(of digest: String) async throws(StoreError) -> Credential?

    /// All that were ever made, newest first.
    func credentials() async throws(StoreError) -> [Credential]

    /// A credential is worth nothing from now on.
    /// - Returns: false where there is none that was good.
    func revoke(credential id: Int64, at now: Int64) async throws(StoreError) -> Bool

    /// Makes a node known by its key; the same key again costs no use.
    func join(
        key: String, node: String, by credential: Credential, at now: Int64
    ) async throws(StoreError) -> Joining

    /// The node that a public half belongs to; also one that is revoked.
    func known(key: String) async throws(StoreError) -> KnownKey?

    /// Every key of a node is worth nothing from now on.
    /// - Returns: how many were good.
    func revokeKeys(of node: String, at site: String, now: Int64) async throws(StoreError)
        -> Int

    /// Writes down what somebody did.
    func note(_ deed: String, by who: String, _ document: String, at now: Int64)
        async throws(StoreError)

    /// What was written down, oldest first, behind a number.
    func audit(after number: Int64, atMost: Int) async throws(StoreError) -> [AuditEntry]
}

/// What became of a node that wants to be known.
public enum Joining: Hashable, Sendable {
    /// It is known from now on, or was.
    case known(KnownKey)
    /// Another key speaks for the node; somebody has to revoke it first.
    case taken
    /// The key was revoked, or speaks for another node.
    case revoked
    /// The token has made as many nodes known as it may.
    case usedUp
}
