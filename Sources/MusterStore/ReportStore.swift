public import MusterModel

/// The part of a store that takes reports.
public protocol ReportStore: Sendable {
    /// Keeps reports in one durable transaction, in their order.
    ///
    /// A report is kept once: the same body again is ``Receipt/known``, another body under
    /// its number is refused and remembered. Where a section is missing nothing of that
    /// report is kept. When this returns, what is `stored` survives a power cut.
    ///
    /// - Returns: what became of each, by place.
    /// - Throws: ``StoreError``; then nothing of it was kept.
    func keep(_ arrivals: [Arrival]) async throws(StoreError) -> [Receipt]

    /// What is known of a node now; nil where it never reported a sheet.
    func state(of node: String, at site: String) async throws(StoreError) -> NodeState?

    /// How the reports of a node's incarnations add up, oldest incarnation first.
    func tallies(of node: String, at site: String) async throws(StoreError) -> [Tally]

    /// The bytes of sections, frames, sheets and claims of one site; those that it lacks
    /// are left out.
    func content(_ digests: Set<Digest>, at site: String) async throws(StoreError)
        -> [Digest: [UInt8]]
}
