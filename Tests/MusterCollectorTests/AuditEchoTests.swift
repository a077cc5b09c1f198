import MusterStore
import Synchronization
import Testing

@testable import MusterCollector

/// The audit log once more, where nobody of the store can change it.
@Suite struct AuditEchoTests {
    @Test func everyEntryIsSaidOnce() async throws {
        let bench = try CollectorBench()
        let heard = Mutex<[String]>([])
        func note(_ deed: String) async throws {
            try await bench.store.note(deed, by: "ada", "{}", at: bench.now)
        }
        func take() -> [String] {
            heard.withLock { heard in
                defer { heard = [] }
                return heard
            }
        }
        func echo() -> AuditEcho {
            AuditEcho(bench.store) { entry, isFirst in
                heard.withLock { $0.append("\(isFirst ? "stands at " : "")\(entry.deed)") }
            }
        }
        let first = echo()
        await first.listen()
        #expect(take().isEmpty)
        try await note("a")
        try await note("b")
        await first.listen()
        await first.listen()
        #expect(take() == ["a", "b"])
        // What was done while nobody listened is vouched for by the last of it.
        for number in 1...501 { try await note("c\(number)") }
        let second = echo()
        await second.listen()
        #expect(take() == ["stands at c501"])
        try await note("d")
        await second.listen()
        #expect(take() == ["d"])
    }
}
