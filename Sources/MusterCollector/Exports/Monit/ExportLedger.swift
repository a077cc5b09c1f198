internal import MusterReport
internal import Synchronization

/// How sending to others goes, for whoever watches the collector.
final class ExportLedger: Sendable {
    /// Why documents were not taken; a label, so that it has few values.
    enum Reason: String, CaseIterable, Sendable {
        /// The server had no time, gave no answer, or would not have them.
        case busy, lost, refused
        /// The password, the certificate or the store could not be read.
        case unready
    }

    private struct State {
        var lastSuccess: Int64?
        var documents: Int64 = 0
        var failures: [Reason: Int64] = [:]
    }

    private let state = Mutex([String: State]())

    /// A target is there; its numbers begin at nothing.
    func open(_ target: String) {
        state.withLock { $0[target] = $0[target] ?? State() }
    }

    /// Everything of a period was taken, at a moment in milliseconds since 1970.
    func succeeded(_ target: String, at moment: Int64) {
        state.withLock { $0[target, default: State()].lastSuccess = moment }
    }

    /// So many documents were taken.
    func took(_ documents: Int, for target: String) {
        state.withLock { $0[target, default: State()].documents += Int64(documents) }
    }

    /// A try came to nothing.
    func failed(_ target: String, _ reason: Reason) {
        state.withLock { $0[target, default: State()].failures[reason, default: 0] += 1 }
    }

    /// Its series for `/metrics`; nothing where nothing is sent.
    var text: String {
        var success = MetricFamily(
            "muster_export_last_success_timestamp_seconds",
            "When all documents of a period were last taken; 0 for never since the start.")
        var documents = MetricFamily(
            "muster_export_documents_total", "Documents that were taken since the start.",
            kind: .counter)
        var failures = MetricFamily(
            "muster_export_failures_total", "Tries that came to nothing since the start.",
            kind: .counter)
        for (target, state) in state.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
            success.add("\((state.lastSuccess ?? 0) / 1000)", ["target": target])
            documents.add("\(state.documents)", ["target": target])
            for reason in Reason.allCases {
                failures.add(
                    "\(state.failures[reason] ?? 0)",
                    ["target": target, "reason": reason.rawValue])
            }
        }
        return [success, documents, failures].map(\.text).joined()
    }
}
