import Glibc
import MusterModel
import MusterProbes
import Synchronization

/// One audit from options to report: the node to look at, the policy to judge by,
/// and the thread that keeps the observers.
struct AuditSession {
    /// How it ended.
    enum End {
        case report(AuditReport)
        case interrupted(Int32)
    }

    let options: CheckOptions
    let policy: Policy
    let selection: Selection

    /// Looks and judges. Takes the calling thread until it is done.
    func run() throws -> End {
        guard let attendant = Attendant() else {
            throw AuditFailure(description: "the kernel gives no signalfd or eventfd")
        }
        let live = try liveNode(attendant)
        let recorder = recorder(for: live)
        let node = try view(recorder, live)
        let start = ContinuousClock.now
        let (end, record) = look(at: node, attendant)
        if case .interrupted(let signal) = end { return .interrupted(signal) }
        guard let record else {
            throw AuditFailure(description: "the audit ended without a record")
        }
        try write(recorder)
        return .report(report(record, node, live, took: ContinuousClock.now - start))
    }

    /// Runs the selected probes while this thread attends to their observers.
    private func look(
        at node: any NodeView, _ attendant: Attendant
    ) -> (Attendant.End, Audit.Record?) {
        let probes = selectedProbes
        let progress = Progress(waitingFor: probes.map { $0.card.id })
        let audit = Audit(probes: probes, watching: policy.watchList)
        let record = Mutex<Audit.Record?>(nil)
        Task {
            let seen = await audit.run(on: node, progress: { progress.done($0) })
            record.withLock { $0 = seen }
            attendant.stop()
        }
        let end = attendant.attend { if Terminal.showsProgress { progress.draw() } }
        progress.clear()
        return (end, record.withLock { $0 })
    }

    private var selectedProbes: [any Probe.Type] {
        let checks = policy.profiles.flatMap { $0.checks }.filter { selection.takes($0) }
        return ProbeCatalogue.all.filter { selection.takes(probe: $0.card.id, for: checks) }
    }

    private func liveNode(_ attendant: Attendant) throws -> LiveNode? {
        if options.root != nil { return nil }
        return LiveNode(
            vantage: .current(), attendant: attendant, deadline: options.deadline,
            ordinary: try options.ordinary.map { try Account(named: $0) } ?? .ordinary)
    }

    private func recorder(for live: LiveNode?) -> RecordingNode? {
        guard options.record != nil, let live else { return nil }
        return RecordingNode(live)
    }

    /// What the probes see: the recorder where one listens, the machine or a tree.
    private func view(
        _ recorder: RecordingNode?, _ live: LiveNode?
    ) throws -> any NodeView {
        if let recorder { return recorder }
        if let live { return live }
        return try treeNode()
    }

    /// The tree of `--root`; a fixture's recording lies beside its folder `tree`.
    private func treeNode() throws -> TreeNode {
        let root = options.root ?? "/"
        let (folder, answers) = (root + "/tree", root + "/answers.json")
        guard SmallFile.exists(root) else {
            throw AuditFailure(description: "--root: \(root): no such folder")
        }
        guard SmallFile.exists(folder), SmallFile.exists(answers) else {
            return TreeNode(root: root)
        }
        do {
            return TreeNode(root: folder, recording: try Recording(json: SmallFile.text(answers)))
        } catch {
            throw AuditFailure(description: "\(answers): \(error)")
        }
    }

    private func write(_ recorder: RecordingNode?) throws {
        guard let recorder, let folder = options.record else { return }
        guard mkdir(folder, 0o755) == 0 else {
            let why = String(cString: strerror(errno))
            throw AuditFailure(description: "--record: \(folder): \(why); needed a new folder")
        }
        let names = Identity.current().hostName.map { [$0] } ?? []
        let short = names.compactMap { $0.split(separator: ".").first.map(String.init) }
        let secrets =
            names.map { ($0, "node.example.org") }
            + short.filter { !names.contains($0) }.map { ($0, "node") }
        do { try recorder.write(to: folder, hiding: secrets) } catch {
            throw AuditFailure(description: "--record: \(error)")
        }
    }

    private func report(
        _ seen: Audit.Record, _ node: any NodeView, _ live: LiveNode?, took: Duration
    ) -> AuditReport {
        let sheet = Sheet(
            sections: seen.sections, watchList: policy.watchList, vantage: node.vantage)
        let judgements = policy.profiles.map {
            judge(
                sheet, gauges: seen.gauges, under: selection.reduced($0),
                in: policy.circumstances)
        }
        let waited = live?.waited ?? ([], .zero)
        return AuditReport(
            version: Muster.version,
            identity: live == nil
                ? Identity(hostName: nil, machineID: nil, bootID: nil) : .current(),
            site: options.site, sheet: sheet, gauges: seen.gauges, judgements: judgements,
            took: live == nil ? .zero : max(.zero, took - waited.time),
            waited: AuditReport.Waiting(waited.time, in: waited.names),
            date: policy.circumstances.date,
            timings: seen.took.map { AuditReport.ProbeTiming($0.probe, took: $0.time) },
            troubles: (live?.troubles ?? []) + seen.strange,
            remarks: policy.remarks + [selection.remark].compactMap(\.self))
    }
}

/// What kept an audit from running at all, in a sentence.
struct AuditFailure: Error, CustomStringConvertible {
    let description: String
}
