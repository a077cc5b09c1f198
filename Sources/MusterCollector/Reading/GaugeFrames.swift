internal import MusterModel
public import MusterStore
internal import Synchronization

/// What nodes' gauges say: the one way from kept values to facts. Frames are read once and
/// remembered as long as there is room; sites do not share them.
public final class GaugeFrames: Sendable {
    /// A frame, or why there is none: lost on its way, or damaged since.
    typealias Found = Result<GaugeFrame, Absence>

    /// Frames that are remembered; beyond it the oldest is forgotten.
    static let atMost = 1024
    /// Their bytes.
    static let bytesAtMost = 16 << 20

    private struct Name: Hashable {
        let site: String
        let digest: Digest
    }

    private struct Memory {
        var frames: [Name: GaugeFrame] = [:]
        var inOrder: [Name] = []
        var bytes = 0
    }

    private let store: any ReportStore
    private let memory = Mutex(Memory())

    /// The frames of a store.
    public init(_ store: any ReportStore) { self.store = store }

    /// What is remembered: frames and their bytes.
    var size: (frames: Int, bytes: Int) { memory.withLock { ($0.frames.count, $0.bytes) } }

    /// Remembers a frame that came along with a report.
    func remember(_ frame: GaugeFrame, at site: String) {
        let name = Name(site: site, digest: frame.digest)
        memory.withLock { memory in
            guard memory.frames.updateValue(frame, forKey: name) == nil else { return }
            memory.inOrder.append(name)
            memory.bytes += frame.bytes.count
            while memory.inOrder.count > Self.atMost || memory.bytes > Self.bytesAtMost {
                let oldest = memory.inOrder.removeFirst()
                memory.bytes -= memory.frames.removeValue(forKey: oldest)?.bytes.count ?? 0
            }
        }
    }

    /// Frames of one site, each looked up in the store where it is not remembered.
    func frames(
        _ digests: Set<Digest>, at site: String
    ) async throws(StoreError) -> [Digest: Found] {
        var found: [Digest: Found] = [:]
        memory.withLock { memory in
            for digest in digests {
                found[digest] = memory.frames[Name(site: site, digest: digest)]
                    .map(Found.success)
            }
        }
        let unread = digests.filter { found[$0] == nil }
        if unread.isEmpty { return found }
        let content = try await store.content(unread, at: site)
        for digest in unread {
            found[digest] = Self.frame(digest, in: content[digest])
            if case .success(let frame)? = found[digest] { remember(frame, at: site) }
        }
        return found
    }

    /// The gauges of nodes of one site, in the order of their states.
    func gauges(
        of states: [NodeState], at site: String
    ) async throws(StoreError) -> [Result<[Fact], Absence>] {
        let frames = try await frames(Set(states.map(\.gauges.frame)), at: site)
        return states.map { state in
            let frame = frames[state.gauges.frame] ?? Self.lost(state.gauges.frame)
            return frame.map(\.whole).flatMap { $0.facts(in: state.gauges.bytes) }
        }
    }

    /// What is known of a frame that nobody has.
    static func lost<Value>(_ digest: Digest) -> Result<Value, Absence> {
        .failure(Absence(.notTried, "the frame of its gauges \(digest) is lost"))
    }

    private static func frame(_ digest: Digest, in bytes: [UInt8]?) -> Found {
        guard let bytes else { return lost(digest) }
        guard Digest(of: bytes) == digest, let frame = GaugeFrame(reading: bytes) else {
            return .failure(Absence(.malformed, "the frame of its gauges \(digest) is damaged"))
        }
        return .success(frame)
    }
}
