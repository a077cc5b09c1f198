import Luck
import MusterModel

@testable import MusterAgent

/// A spool, a collector and a witness who knows every number that was ever kept: what a
/// test plays on, and what must hold at its end.
struct SpoolStory {
    let files: ModelFiles
    let limits: SpoolLimits
    /// Bodies whose keeping was confirmed, by number.
    private(set) var confirmed: [Int64: [UInt8]] = [:]
    /// What the collector has, and which gaps it was told.
    private(set) var received: [Int64: [UInt8]] = [:]
    private(set) var gaps: [Gap] = []
    /// What must never happen, in words.
    private(set) var wrongs: [String] = []
    private var spool: Spool<ModelFiles>?
    private var count = 0

    init(_ files: ModelFiles = ModelFiles(), limits: SpoolLimits = .usual) {
        self.files = files
        self.limits = limits
    }

    /// The service starts, after whatever was before.
    mutating func start() { spool = try? Spool(in: files, limits: limits) }

    var troubles: [String] { spool?.troubles ?? [] }
    var pending: [SpoolEntry] { spool?.pending ?? [] }

    /// A report is made; its body holds its number and gaps, as a real one does.
    mutating func report(_ kind: SpoolEntry.Kind, size: Int = 64) {
        guard var spool else { return }
        count += 1
        let plan = spool.plan(for: size)
        let gaps = plan.gaps(for: kind)
        let body = JSONValue.object([
            "count": .integer(Int64(count)), "gaps": .array(gaps.map(\.json)),
            "pad": .string(String(repeating: "x", count: size)),
            "sequence": .integer(plan.sequence),
        ]).canonicalBytes
        do {
            try spool.append(body, kind, sections: [], plan)
            if confirmed.updateValue(body, forKey: plan.sequence) != nil {
                wrongs.append("number \(plan.sequence) was used twice")
            }
        } catch {}
        self.spool = spool
    }

    /// The newest report goes to the collector; its answer may get lost.
    mutating func deliver(isAnswered: Bool = true, isRefused: Bool = false) {
        guard var spool, let entry = spool.pending.last else { return }
        defer { self.spool = spool }
        guard let body = try? spool.body(of: entry.sequence) else { return }
        if isRefused { return spool.setAside(entry.sequence) }
        take(body, entry.sequence)
        if isAnswered { spool.acknowledge(entry.sequence) }
    }

    private mutating func take(_ body: [UInt8], _ sequence: Int64) {
        guard let json = try? JSONReader.value(in: body), json["sequence"]?.number == sequence
        else { return wrongs.append("\(sequence): its body is another's") }
        if let before = received.updateValue(body, forKey: sequence), before != body {
            wrongs.append("\(sequence): two bodies under one number")
        }
        gaps += (json["gaps"]?.elements ?? []).compactMap(Gap.init(json:))
    }

    /// The power goes; the next call is a new service's.
    mutating func cut(_ luck: inout SeededNumbers) {
        files.cutPower(&luck)
        start()
    }

    /// All is well again: everything is delivered, then one report more.
    mutating func end() {
        start()
        if spool == nil { wrongs.append("the spool does not open any more") }
        for _ in 0..<2 {
            report(.verdict)
            while !pending.isEmpty {
                let before = pending.count
                deliver()
                if pending.count == before { return wrongs.append("the queue does not move") }
            }
        }
        let highest = max(confirmed.keys.max() ?? 0, received.keys.max() ?? 0)
        for number in confirmed.keys where received[number] == nil {
            if !gaps.contains(where: { $0.contains(number) }) {
                wrongs.append("\(number) was kept, is gone, and nobody declared it")
            }
        }
        for (number, body) in confirmed {
            if let got = received[number], got != body {
                wrongs.append("\(number) arrived as another body")
            }
        }
        if gaps.contains(where: { $0.last > highest }) { wrongs.append("a gap of the future") }
    }
}
