/// The part of a store that remembers by what was judged: files of checks and waivers,
/// thresholds, the program's version.
public protocol PolicyStore: Sendable {
    /// Takes note of what is in force from a moment on; the same as before changes nothing.
    ///
    /// - Parameter document: everything that decides; canonical JSON.
    /// - Returns: whether it is another than before.
    @discardableResult
    func enact(_ document: [UInt8], at now: Int64) async throws(StoreError) -> Bool

    /// What was in force at a moment; nil before the first.
    func policy(at moment: Int64) async throws(StoreError) -> Policy?

    /// Digests of what was in force, with the moment from which on, newest first.
    func policies(atMost: Int) async throws(StoreError) -> [(digest: String, since: Int64)]
}

/// By what was judged from a moment on.
public struct Policy: Hashable, Sendable {
    /// SHA-256 of ``document``.
    public let digest: String
    /// From when on, milliseconds since 1970.
    public let since: Int64
    /// Everything that decides; canonical JSON.
    public let document: [UInt8]
}
