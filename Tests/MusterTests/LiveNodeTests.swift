import Foundation
import Glibc
import LaunchKit
import MusterModel
import Synchronization
import Testing

@testable import MusterProbes

/// An audit's questions to real observers, and its end.
@Suite struct LiveNodeTests {
    private let bench: Workbench

    init() throws { bench = try Workbench() }

    /// Runs `body` while an attendant of its own works on a thread of its own.
    private func attended<R: Sendable>(
        within deadline: Duration, _ body: (LiveNode, Attendant) async -> R
    ) async throws -> R {
        let attendant: Attendant? = await withCheckedContinuation { waiting in
            // Its signals are taken in this thread, not in the test's.
            Thread.detachNewThread {
                let attendant = Attendant(program: Launch.program("muster"))
                waiting.resume(returning: attendant)
                _ = attendant?.attend()
            }
        }
        let working = try #require(attendant)
        defer { working.stop() }
        let vantage = Vantage(.host, user: geteuid())
        return await body(
            LiveNode(vantage: vantage, attendant: working, deadline: deadline), working)
    }

    /// More slow programs than workers: when those of the first round were ended the
    /// time is over, and no second round begins.
    @Test func whatWaitsForAWorkerKeepsTheDeadline() async throws {
        let path = try bench.script("slow", "echo $$ >>\(bench.root)/pids; sleep 300")
        let answers = try await attended(within: .seconds(2)) { node, _ in
            await withTaskGroup(of: Answer.self) { group in
                for number in 0..<14 {
                    group.addTask { await node.answer(.run([path, "\(number)"])) }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        for case .missing(let absence) in answers { #expect(absence.reason == .timedOut) }
        #expect(answers.count == 14)
        #expect(bench.pids(in: "pids").count <= 6, "workers at most")
    }

    /// A fork bomb: bounded while it runs, and nothing of it is left.
    @Test func whoMakesProcessesWithoutEndIsEnded() async throws {
        let user = geteuid() == 0 ? Account.ordinary.user : geteuid()
        let before = Descendants.tasks(of: user)
        let path = try bench.script("bomb", "b() { b | b & }; b; echo begun")
        let end = try await attended(within: .seconds(20)) { node, _ in
            try? await node.run(path).output
        }
        #expect(end == "begun\n")
        // Others of this user may have ended meanwhile; a bomb would be at its bound.
        #expect(Descendants.tasks(of: user) < before + 100)
    }

    @Test func manyQuickProgramsAreAllAnswered() async throws {
        let path = try bench.script("quick", "echo \"$1\"")
        let answers = try await attended(within: .seconds(20)) { node, _ in
            await withTaskGroup(of: String.self) { group in
                for number in 0..<40 {
                    group.addTask { (try? await node.run(path, "\(number)").output) ?? "none" }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(Set(answers) == Set((0..<40).map { "\($0)\n" }))
    }

    @Test func whatCannotBlockIsAnsweredHere() async throws {
        let found = try await attended(within: .seconds(5)) { node, _ in
            let kind = try? await node.attributes(of: "/proc/self").kind
            let silence = await node.answer(.silence("/"))
            return (kind, try? await node.machine(), silence, node.troubles, node.waited.names)
        }
        #expect(found.0 == .folder && found.1?.isEmpty == false)
        guard case .missing(let absence) = found.2 else {
            Issue.record("silent")
            return
        }
        #expect(absence.reason == .absent && found.3.isEmpty && found.4.isEmpty)
    }

    /// The end of an audit while a program of a mount runs: its children end too.
    @Test func theEndOfAnAuditEndsProgramsWithTheirChildren() async throws {
        let path = try bench.script(
            "slow", "echo $$ >\(bench.root)/pids; sleep 300 & echo $! >>\(bench.root)/pids; wait")
        let bench = bench
        let request = Observer.Request(.run([path]), as: nil, patience: 60_000)
        let pids = try await attended(within: .seconds(60)) { _, attendant in
            async let reply = attendant.ask(
                request, at: .mount(device: "4095:79", name: ""), until: .now + 60_000)
            let started = Workbench.eventually { bench.pids(in: "pids").count == 2 }
            attendant.stop()
            if case .failed = await reply {} else { Issue.record("the audit ended with an answer") }
            return started ? bench.pids(in: "pids") : []
        }
        #expect(pids.count == 2)
        for pid in pids { #expect(Workbench.eventually { !Workbench.isAlive(pid) }) }
    }

    /// The audit's tasks and pauses run on the attendant's own thread.
    @Test func workRunsOnTheCallingThread() async throws {
        let threads = await withCheckedContinuation { waiting in
            Thread.detachNewThread {
                let here = pthread_self()
                let attendant = Attendant(program: "/none/muster")
                let done = attendant?.run {
                    await withTaskGroup(of: Bool.self) { group in
                        for pause in [0, 20, 1] {
                            group.addTask {
                                await attendant?.pause(Int64(pause))
                                return pthread_equal(pthread_self(), here) != 0
                            }
                        }
                        return await group.reduce(into: [Bool]()) { $0.append($1) }
                    }
                }
                waiting.resume(returning: done?.result ?? [])
            }
        }
        #expect(threads == [true, true, true])
    }

    @Test func anObserverThatCannotStartSaysSo() async throws {
        let attendant: Attendant? = await withCheckedContinuation { waiting in
            Thread.detachNewThread {
                let attendant = Attendant(program: "/none/muster")
                waiting.resume(returning: attendant)
                _ = attendant?.attend()
            }
        }
        let working = try #require(attendant)
        defer { working.stop() }
        let request = Observer.Request(.run(["/bin/true"]), as: nil, patience: 1_000)
        guard
            case .unstarted(let why) = await working.ask(request, at: .worker, until: .now + 2_000)
        else {
            Issue.record("answered")
            return
        }
        #expect(why.contains("No such file"))
    }
}
