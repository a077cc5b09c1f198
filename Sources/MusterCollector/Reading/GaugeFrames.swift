internal import MusterModel
public import MusterStore
internal import Synchronization

/// What nodes' gauges say: the one way from kept values to facts. Frames are read once and
/// remembered as long as there is room; one that a site has never sent is not there for it,
/// though another site has it.
public final class GaugeFrames: Sendable {
    /// A frame, or why there is none: lost on its way, or damaged since.
    typealias Found = Result<GaugeFrame, Absence>

    /// Frames that are remembered; beyond it the oldest is forgotten.
    static let atMost = 1024
    /// Their bytes.
    static let bytesAtMost = 16 << 20
    /// So many are read at once: a hostile one may have a megabyte.
    private static let together = 8

    private struct Name: Hashable {
        let site: String
        let digest: Digest
    }

    private struct Memory {
        var frames = RecentValues<Digest, GaugeFrame>(atMost: atMost, bytesAtMost: bytesAtMost)
        /// Which site has which.
        var known = RecentValues<Name, Void>(atMost: 64 * atMost, bytesAtMost: .max)
    }

    private let store: any ReportStore
    private let memory = Mutex(Memory())

    /// The frames of a store.
    public init(_ store: any ReportStore) { self.store = store }

    /// What is remembered: frames and their bytes.
    var size: (frames: Int, bytes: Int) { memory.withLock { ($0.frames.count, $0.frames.bytes) } }

    /// Remembers a frame that came along with a report.
    func remember(_ frame: GaugeFrame, at site: String) {
        memory.withLock { memory in
            memory.frames.remember(frame, under: frame.digest, bytes: frame.bytes.count)
            memory.known.remember((), under: Name(site: site, digest: frame.digest), bytes: 0)
        }
    }

    /// Frames of one site, each looked up in the store where it is not remembered.
    func frames(
        _ digests: Set<Digest>, at site: String
    ) async throws(StoreError) -> [Digest: Found] {
        var found: [Digest: Found] = [:]
        memory.withLock { memory in
            for digest in digests
            where memory.known[Name(site: site, digest: digest)] != nil {
                found[digest] = memory.frames[digest].map(Found.success)
            }
        }
        let unread = digests.filter { found[$0] == nil }
        if unread.isEmpty { return found }
        let content = try await store.content(unread, at: site)
        for digest in unread {
            found[digest] = frame(digest, in: content[digest])
            if case .success(let frame)? = found[digest] { remember(frame, at: site) }
        }
        return found
    }

    /// What somebody looks for in frames of one site.
    func looks<Look>(
        at digests: Set<Digest>, of site: String, _ look: (GaugeFrame) -> Look
    ) async throws(StoreError) -> [Digest: Result<Look, Absence>] {
        var looks: [Digest: Result<Look, Absence>] = [:]
        var rest = digests
        while !rest.isEmpty {
            let some = Set(rest.prefix(Self.together))
            rest.subtract(some)
            for (digest, frame) in try await frames(some, at: site) {
                looks[digest] = frame.map(look)
            }
        }
        return looks
    }

    /// The gauges of nodes of one site, in the order of their states.
    ///
    /// - Parameter kinds: of subjects; nil for every gauge.
    func gauges(
        of states: [NodeState], at site: String, about kinds: Set<String>? = nil
    ) async throws(StoreError) -> [Result<[Fact], Absence>] {
        let selections = try await looks(at: Set(states.map(\.gauges.frame)), of: site) { frame in
            kinds.map { frame.selection(of: $0) } ?? frame.whole
        }
        return states.map { state in
            let selection = selections[state.gauges.frame] ?? Self.lost(state.gauges.frame)
            return selection.flatMap { $0.facts(in: state.gauges.bytes) }
        }
    }

    /// What is known of a frame that nobody has.
    static func lost<Value>(_ digest: Digest) -> Result<Value, Absence> {
        .failure(Absence(.notTried, "the frame of its gauges \(digest) is lost"))
    }

    private func frame(_ digest: Digest, in bytes: [UInt8]?) -> Found {
        guard let bytes else { return Self.lost(digest) }
        guard Digest(of: bytes) == digest,
            let frame = memory.withLock({ $0.frames[digest] }) ?? GaugeFrame(reading: bytes)
        else {
            return .failure(Absence(.malformed, "the frame of its gauges \(digest) is damaged"))
        }
        return .success(frame)
    }
}
