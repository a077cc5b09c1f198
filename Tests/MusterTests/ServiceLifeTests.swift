import Foundation
import LaunchKit
import Testing

/// The service over many cycles, its observer and judge those of the kill driver.
@Suite struct ServiceLifeTests {
    private static let isLong = ProcessInfo.processInfo.environment["MUSTER_LONG"] == "1"

    private let bench: Workbench
    private let double: CollectorDouble

    init() throws {
        bench = try Workbench()
        double = try CollectorDouble(in: bench, tls: true)
    }

    private func start(clock: String = "steady") throws -> Process {
        try bench.start([
            Launch.products.appending(path: "kill-driver").path, "service", bench.root,
            double.address + "/collect", try #require(double.certificate), "-1", "0", "0", clock,
        ])
    }

    private func end(_ service: Process) {
        kill(service.processIdentifier, SIGTERM)
        service.waitUntilExit()
        #expect(service.terminationStatus == 0)
    }

    private func lines(of path: String) -> [Substring] {
        ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n")
    }

    private var produced: Int { lines(of: bench.root + "/produced").count }

    /// Open descriptors, threads, and kilobytes of its own; pages of the program's file come
    /// and go with the kernel's room.
    private func size(of service: Process) throws -> (files: Int, threads: Int, owned: Int) {
        let proc = "/proc/\(service.processIdentifier)"
        let status = try String(contentsOfFile: proc + "/status", encoding: .utf8)
        func number(_ name: String) -> Int {
            let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") } ?? ""
            return Int(line.filter(\.isNumber)) ?? 0
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: proc + "/fd").count
        return (files, number("Threads"), number("RssAnon"))
    }

    /// A descriptor, a thread or a page a cycle would show (R8).
    @Test(.timeLimit(.minutes(3))) func aThousandCyclesLeaveNothingBehind() throws {
        let service = try start()
        defer { kill(service.processIdentifier, SIGKILL) }
        let cycles = Self.isLong ? 10_000 : 1_000
        try #require(Workbench.eventually(within: 60) { produced > 100 })
        let before = try size(of: service)
        try #require(
            Workbench.eventually(within: 150) { produced > 100 + cycles }, "\(produced) cycles")
        let after = try size(of: service)
        // An exchange that goes on just then is not growth.
        #expect(abs(after.files - before.files) <= 4, "\(before) \(after)")
        #expect(after.threads == before.threads)
        #expect(after.owned < before.owned + 1_024, "\(before) \(after)")
        end(service)
        let children = try Launch.run(["pgrep", "-P", "\(service.processIdentifier)"])
        #expect(children.output.isEmpty)
    }

    /// A wall clock that jumps by up to ten years either way at every look moves no
    /// appointment and no number (R6).
    @Test(.timeLimit(.minutes(1))) func aClockThatJumpsChangesNothing() throws {
        let service = try start(clock: "jumping")
        defer { kill(service.processIdentifier, SIGKILL) }
        #expect(Workbench.eventually(within: 30) { produced > 150 }, "\(produced) cycles")
        end(service)
        let made = lines(of: bench.root + "/produced").compactMap { line in
            Int(line.split(separator: " ")[1])
        }
        #expect(made == Array(1...made.count), "every number once, in order")
        let stored = lines(of: double.folder + "/stored").map { $0.split(separator: " ")[1] }
        #expect(Set(stored).count == stored.count && stored.count > 50)
        let times = Set(
            lines(of: bench.root + "/times").compactMap { Int($0) }.map { $0 / 31_536_000 })
        #expect(times.count > 5, "the clock did not jump: \(times)")
    }
}
