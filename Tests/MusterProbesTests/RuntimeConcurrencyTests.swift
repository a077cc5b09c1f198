import MusterModel
import MusterProbes
import Testing

/// A gate that opens when as many have come as are expected.
private actor Gate {
    private var missing: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(expecting count: Int) { missing = count }

    func pass() async {
        missing -= 1
        if missing > 0 {
            await withCheckedContinuation { waiting.append($0) }
        } else {
            for one in waiting { one.resume() }
        }
    }
}

/// A node with these programs, each of which answers only once all were asked.
private struct PatientNode: NodeView {
    let vantage = Vantage(.host, user: 0)
    let programs: [String]
    let gate: Gate

    func answer(_ question: Question) async -> Answer {
        switch question {
        case .attributes(let path) where programs.contains(path):
            return .attributes(
                FileAttributes(kind: .file, user: 0, group: 0, mode: 0o755, size: 1))
        case .run(let words):
            await gate.pass()
            return .program(.init(exit: 0, output: "\(words[0]) version 1.4.\(words[0].count)\n"))
        default: return .missing(Absence(.absent, "\(question)"))
        }
    }
}

struct RuntimeConcurrencyTests {
    /// Each takes 30 ms and more; one after the other they would be the audit's
    /// longest part.
    @Test(.timeLimit(.minutes(1)))
    func allProgramsRunAtOnceAndResultsKeepTheirOrder() async {
        let programs = [
            "/opt/apptainer/bin/apptainer", "/usr/bin/apptainer", "/usr/bin/crun",
            "/usr/bin/docker", "/usr/bin/podman", "/usr/bin/singularity",
        ]
        var seen: [[Fact]] = []
        for _ in 0..<3 {
            let node = PatientNode(programs: programs, gate: Gate(expecting: programs.count))
            seen.append(await RuntimeProbe.observe(node, watching: WatchList()))
        }
        #expect(seen[0] == seen[1] && seen[1] == seen[2])
        let engines = seen[0].filter { $0.key.description.hasSuffix("].version") }
        #expect(engines.count == 3 + 3 + 5)
    }
}
