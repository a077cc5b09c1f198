import Foundation
import LaunchKit
import MusterModel
import Testing

/// The service is killed over and over, at every step of keeping and sending a report,
/// while its collector comes and goes: nothing that was acknowledged is lost, nothing
/// counts twice, and nobody has to help (R1).
@Suite struct KillTests {
    private static let steps = [
        "write", "fsync", "rename", "send", "answer", "acknowledge", "unlink",
    ]
    private static let isLong = ProcessInfo.processInfo.environment["MUSTER_LONG"] == "1"

    private let bench: Workbench
    private let double: CollectorDouble

    init() throws {
        bench = try Workbench()
        double = try CollectorDouble(in: bench, tls: true)
    }

    /// One life of the service: it dies by itself at the step, or after a moment by us.
    private func live(_ step: Int, _ count: Int, after: Bool, patience: Int) throws {
        let service = try bench.start([
            Launch.products.appending(path: "kill-driver").path, "service", bench.root,
            double.address + "/collect", try #require(double.certificate), "\(step)", "\(count)",
            after ? "1" : "0",
        ])
        let end = ContinuousClock.now + .milliseconds(patience)
        while service.isRunning, ContinuousClock.now < end { poll(nil, 0, 2) }
        kill(service.processIdentifier, SIGKILL)
        service.waitUntilExit()
    }

    /// A life that ends when everything was delivered; false where that takes too long.
    private func recover() throws -> Bool {
        try double.behave("collect")
        let service = try bench.start([
            Launch.products.appending(path: "kill-driver").path, "service", bench.root,
            double.address + "/collect", try #require(double.certificate), "-1", "0", "0",
        ])
        defer {
            kill(service.processIdentifier, SIGKILL)
            service.waitUntilExit()
        }
        let before = stored().count
        let all = Set(try lines("witness").filter { $0[0] == "kept" }.map { $0[1] })
        let last = all.compactMap { Int64($0.prefix { $0 != "." }) }.max() ?? 0
        return Workbench.eventually(within: 60) {
            stored().count > before && (stored().keys.map(\.sequence).max() ?? 0) > last + 2
        }
    }

    private struct Report: Hashable {
        let incarnation: String
        let sequence: Int64
    }

    private func lines(_ name: String) throws -> [[String]] {
        let text = (try? String(contentsOfFile: bench.root + "/" + name, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    }

    /// What the collector has, by its own book.
    private func stored() -> [Report: [String]] {
        double.text(of: "stored").split(separator: "\n").reduce(into: [:]) { stored, line in
            let words = line.split(separator: " ").map(String.init)
            guard words.count > 2, let number = Int64(words[1]) else { return }
            stored[Report(incarnation: words[0], sequence: number), default: []].append(words[2])
        }
    }

    @Test func whatIsAcknowledgedIsNeverLostAndNothingCountsTwice() throws {
        var luck = SystemRandomNumberGenerator()
        let kills = Self.isLong ? 10_000 : 1_000
        for turn in 0..<kills {
            // Up and down: refused for a while, then taken again.
            if turn % 20 == 0 { try double.behave("collect") }
            if turn % 20 == 15 { try double.behave("busy") }
            try live(
                turn % Self.steps.count, .random(in: 1...3, using: &luck),
                after: .random(using: &luck), patience: .random(in: 20...220, using: &luck))
        }
        #expect(try recover(), "the service did not come back by itself")
        let died = Dictionary(
            grouping: try lines("witness").filter { $0[0] == "died" }, by: { $0[1] }
        ).mapValues(\.count)
        for step in Self.steps {
            #expect(died[step] ?? 0 > 0, "\(step) was never the instant of a kill: \(died)")
        }
        try check(died)
    }

    /// Everything adds up: the judge's word of what was made, the kernel's of what was
    /// kept, and the collector's of what it has.
    private func check(_ died: [String: Int]) throws {
        var made: [Report: Set<String>] = [:]
        var declares: [String: [ClosedRange<Int64>]] = [:]
        for words in try lines("produced") where words.count >= 3 {
            let report = Report(incarnation: words[0], sequence: try #require(Int64(words[1])))
            made[report, default: []].insert(words[2])
            declares[words[2]] = words.dropFirst(3).compactMap { text in
                let ends = text.split(separator: "-").compactMap { Int64($0) }
                return ends.count == 2 ? ends[0]...ends[1] : nil
            }
        }
        let stored = stored()
        #expect(Set(stored.keys.map(\.incarnation)).count == 1, "numbers began anew")
        for (report, digests) in stored {
            #expect(digests.count == 1, "\(report) counted \(digests.count) times")
            #expect(made[report]?.contains(digests[0]) ?? false, "\(report): nobody made that")
        }
        let gaps = stored.values.flatMap { $0 }.flatMap { declares[$0] ?? [] }
        let kept = Set(
            try lines("witness").filter { $0[0] == "kept" }
                .compactMap { Int64($0[1].prefix { $0 != "." }) })
        let had = Set(stored.keys.map(\.sequence))
        let last = had.max() ?? 0
        let lost = kept.filter { number in
            number <= last && !had.contains(number) && !gaps.contains { $0.contains(number) }
        }
        #expect(lost.isEmpty, "kept, and neither delivered nor declared: \(lost.sorted())")
        #expect(kept.count > 100 && had.count > 100, "\(kept.count) kept, \(had.count) stored")
        print(
            "killed \(died.values.reduce(0, +)) times at a step (\(died)); \(made.count) made, "
                + "\(kept.count) kept, \(had.count) delivered, \(gaps.count) gaps declared")
    }
}
