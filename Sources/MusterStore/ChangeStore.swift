/// The part of a store that tells changes of standings one after the other, so that a
/// reader can go on where it was.
public protocol ChangeStore: Sendable {
    /// Changes behind a number, oldest first.
    func standingChanges(after number: Int64, atMost: Int)
        async throws(StoreError) -> [StandingChange]

    /// Changes of sites that somebody may read, newest first.
    ///
    /// - Parameters:
    ///   - profile: nil for all.
    ///   - number: only what came before it.
    func standingChanges(
        under profile: String?, before number: Int64, within scope: ReadScope, atMost: Int
    ) async throws(StoreError) -> [StandingChange]

    /// The number of the newest change; 0 where there is none.
    func newestChange() async throws(StoreError) -> Int64

    /// The change that a reader has dealt with last; nil for a new one.
    func mark(of reader: String) async throws(StoreError) -> Int64?

    /// A reader has dealt with everything up to a change.
    func keep(mark: Int64, of reader: String) async throws(StoreError)
}

/// A site that stands otherwise.
public struct StandingChange: Hashable, Sendable {
    /// From 1 on, rising; some may be missing.
    public let number: Int64
    /// When, milliseconds since 1970 by the collector's clock.
    public let at: Int64
    /// The site's name, and how much is known of it.
    public let site: String, trust: SiteRow.Trust
    /// The profile's id.
    public let profile: String
    /// How it stood, empty where it did not, and stands.
    public let before: String, after: String
}
