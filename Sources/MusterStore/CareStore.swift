/// The part of a store that keeps it fit for years.
public protocol CareStore: Sendable {
    /// What was taken away to make room.
    typealias Forgotten = (reports: Int, transitions: Int, contents: Int)

    /// Takes away what is older than anybody needs.
    ///
    /// Of old reports the numbers stay, as ranges: a late second copy is still known.
    /// Contents go where no current state, and nothing judged, names them.
    ///
    /// - Parameters:
    ///   - reports: rows of reports that arrived before, milliseconds since 1970.
    ///   - transitions: history before this moment.
    ///   - contents: sections, frames, sheets and claims kept before, where nobody names them.
    func forget(reports: Int64, transitions: Int64, contents: Int64) async throws(StoreError)
        -> Forgotten

    /// What is wrong with the file, in the engine's words; empty where nothing is.
    func objections() async throws(StoreError) -> [String]

    /// A whole copy at a path, made while others read and write.
    func backUp(to path: String) async throws(StoreError)
}
