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
    /// The profiles to judge by, without the checks that nobody wants.
    let profiles: [Profile]

    /// A session under `policy`.
    /// - Throws: a usage error where no check is left to judge by.
    init(_ options: CheckOptions, _ policy: Policy, _ selection: Selection) throws {
        self.options = options
        self.policy = policy
        self.selection = selection
        profiles = try selection.reduced(policy.profiles)
    }

    /// Looks and judges. Takes the calling thread until it is done.
    func run() throws -> End {
        guard let attendant = Attendant() else {
            throw AuditFailure(.configuration, "the kernel gives no signalfd or eventfd")
        }
        let live = try liveNode(attendant)
        let recorder = recorder(for: live)
        let node = try view(recorder, live)
        let start = ContinuousClock.now
        let (end, record) = look(at: node, attendant)
        if case .interrupted(let signal) = end { return .interrupted(signal) }
        guard let record else {
            throw AuditFailure(.configuration, "the audit ended without a record")
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
        let checks = profiles.flatMap(\.checks)
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
        try checkRoot(root)
        guard SmallFile.exists(folder), SmallFile.exists(answers) else {
            return TreeNode(root: root)
        }
        do {
            return TreeNode(root: folder, recording: try Recording(json: SmallFile.text(answers)))
        } catch {
            throw AuditFailure(.configuration, "\(answers): \(error)")
        }
    }

    /// A tree that cannot be entered would come to a verdict about nothing.
    private func checkRoot(_ root: String) throws {
        var status = stat()
        let code = stat(root, &status) == 0 && access(root, X_OK) == 0 ? 0 : errno
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        let noFolder = "no folder, needed the root folder of a tree of files"
        let wrong: String? =
            switch code {
            case 0: isFolder ? nil : noFolder
            case ENOENT: root.isEmpty ? "no path, needed a folder" : "no such folder"
            case ENOTDIR: "a part of the path is no folder"
            case EACCES where isFolder: "this user may not enter the folder"
            case EACCES: status.st_mode == 0 ? "this user may not look there" : noFolder
            default: String(cString: strerror(code))
            }
        if let wrong { throw AuditFailure(.configuration, "--root: \(root): \(wrong)") }
    }

    private func write(_ recorder: RecordingNode?) throws {
        guard let recorder, let folder = options.record else { return }
        guard mkdir(folder, 0o755) == 0 else {
            let why = String(cString: strerror(errno))
            throw AuditFailure(.configuration, "--record: \(folder): \(why); needed a new folder")
        }
        let names = Identity.current().hostName.map { [$0] } ?? []
        let short = names.compactMap { $0.split(separator: ".").first.map(String.init) }
        let secrets =
            names.map { ($0, "node.example.org") }
            + short.filter { !names.contains($0) }.map { ($0, "node") }
        do { try recorder.write(to: folder, hiding: secrets) } catch {
            throw AuditFailure(.configuration, "--record: \(error)")
        }
    }

    private func report(
        _ seen: Audit.Record, _ node: any NodeView, _ live: LiveNode?, took: Duration
    ) -> AuditReport {
        let sheet = Sheet(
            sections: seen.sections, watchList: policy.watchList, vantage: node.vantage)
        let judgements = profiles.map {
            judge(sheet, gauges: seen.gauges, under: $0, in: policy.circumstances)
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
            remarks: policy.remarks + selection.remarks(on: policy.profiles))
    }
}
