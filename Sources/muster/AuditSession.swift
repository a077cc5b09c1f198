import Glibc
import MusterModel
import MusterProbes

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
        let recorder = try recorder(for: live)
        let node = try view(recorder, live, attendant)
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
        let checks = profiles.flatMap(\.checks)
        let probes = ProbeCatalogue.all.filter { selection.takes(probe: $0.card.id, for: checks) }
        let external = policy.probes.external.filter {
            selection.takes(probe: $0.card.id, for: checks)
        }
        let progress = Progress(waitingFor: probes.map { $0.card.id } + external.map(\.card.id))
        let audit = Audit(probes: probes, external: external, watching: policy.watchList)
        let resort = LastResort(after: options.deadline, options.exitRule)
        defer {
            resort.takeBack()
            progress.clear()
        }
        return attendant.run(
            tick: { if Terminal.showsProgress { progress.draw() } },
            { await audit.run(on: node, progress: { progress.done($0) }) })
    }

    private func liveNode(_ attendant: Attendant) throws -> LiveNode? {
        if options.root != nil { return nil }
        return LiveNode(
            vantage: options.vantage.map(Vantage.typed) ?? .current(), attendant: attendant,
            deadline: options.deadline,
            ordinary: try options.ordinary.map { try Account(named: $0) } ?? .ordinary)
    }

    private func recorder(for live: LiveNode?) throws -> RecordingNode? {
        guard let folder = options.record, let live else { return nil }
        do {
            guard try SmallFile.kind(of: folder) == nil else {
                throw AuditFailure(
                    .configuration, "--record: \(folder): is there already, needed a new folder")
            }
        } catch let error as SmallFile.Unreadable {
            throw AuditFailure(.configuration, "--record: \(error)")
        }
        return RecordingNode(live)
    }

    /// What the probes see: the recorder where one listens, the machine or a tree.
    private func view(
        _ recorder: RecordingNode?, _ live: LiveNode?, _ attendant: Attendant
    ) throws -> any NodeView {
        if let recorder { return recorder }
        if let live { return live }
        return try treeNode(attendant)
    }

    /// The tree of `--root`; a fixture's recording lies beside its folder `tree`.
    private func treeNode(_ attendant: Attendant) throws -> TreeNode {
        let root = options.root ?? "/"
        let (folder, answers) = (root + "/tree", root + "/answers.json")
        try checkRoot(root)
        do {
            let isFixture = try isFixture(folder, answers)
            let recording =
                isFixture
                ? try Recording(json: SmallFile.text(answers, mended: true)) : Recording()
            let top = try NamedPath.root(isFixture ? folder : root)
            let live = LiveNode(
                vantage: Vantage(.tree, user: 0, sign: top), attendant: attendant,
                deadline: options.deadline, root: top)
            return TreeNode(root: top, recording: recording, through: live)
        } catch let error as SmallFile.Unreadable {
            throw AuditFailure(.configuration, "--root: \(error)")
        } catch let error as Absence {
            throw AuditFailure(.configuration, "--root: \(error.detail)")
        } catch let error as Recording.Malformed {
            throw AuditFailure(.configuration, "\(answers): \(error)")
        }
    }

    /// Whether a tree is a recording: an image may hold these two names as well, so that
    /// the report says how it was read, and a link never leads out of it.
    private func isFixture(_ folder: String, _ answers: String) throws -> Bool {
        guard SmallFile.exists(folder), SmallFile.exists(answers) else { return false }
        for path in [folder, answers] where (try? NamedPath.answer(.link(path))) != nil {
            throw AuditFailure(
                .configuration, "--root: \(path): a link; a recording holds a folder and a file")
        }
        return true
    }

    /// A tree that cannot be entered would come to a verdict about nothing.
    private func checkRoot(_ root: String) throws {
        func wrong(_ why: String) -> AuditFailure {
            AuditFailure(.configuration, "--root: \(root): \(why)")
        }
        guard !root.isEmpty else { throw wrong("no path, needed a folder") }
        do {
            guard let kind = try SmallFile.kind(of: root) else { throw wrong("no such folder") }
            guard kind == .folder else {
                throw wrong("no folder, needed the root folder of a tree of files")
            }
            // Any name will do: looking for it needs the right to enter.
            do { _ = try SmallFile.kind(of: root + "/etc") } catch  where error.reason == .forbidden
            {
                throw wrong("this user may not enter the folder")
            }
        } catch let error as SmallFile.Unreadable {
            throw error.reason == .forbidden
                ? wrong("this user may not look there") : wrong(error.detail)
        }
    }

    private func write(_ recorder: RecordingNode?) throws {
        guard let recorder, let folder = options.record else { return }
        guard mkdir(folder, 0o755) == 0 else {
            let why = String(cString: strerror(errno))
            throw AuditFailure(.configuration, "--record: \(folder): \(why); needed a new folder")
        }
        let redaction = Redaction(
            host: Identity.current().hostName, domains: Self.resolverDomains)
        do { try recorder.write(to: folder, hiding: redaction) } catch {
            throw AuditFailure(.configuration, "--record: \(error)")
        }
    }

    /// The domains that the resolver searches (resolv.conf(5)), none where it has no
    /// file: most hosts are called by one word, and their site's other machines are
    /// told by the domain.
    private static var resolverDomains: [String] {
        let text = (try? SmallFile.text("/etc/resolv.conf")) ?? ""
        return text.split(separator: "\n").flatMap { line -> [String] in
            let words = line.split { $0 == " " || $0 == "\t" }.map(String.init)
            guard let first = words.first, ["search", "domain"].contains(first) else { return [] }
            return words.dropFirst().map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 }
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
        let root = options.root ?? "/"
        let isRecorded =
            live == nil && (try? isFixture(root + "/tree", root + "/answers.json")) == true
        let recording = isRecorded ? ["a recording: answers.json tells what a tree cannot"] : []
        let names = JobLabels(options, live?.vantage)
        return AuditReport(
            version: Muster.version,
            identity: live == nil
                ? Identity(hostName: nil, machineID: nil, bootID: nil) : .current(),
            belonging: names.belonging, sheet: sheet, gauges: seen.gauges, judgements: judgements,
            took: live == nil ? .zero : max(.zero, took - waited.time),
            waited: AuditReport.Waiting(waited.time, in: waited.names),
            date: policy.circumstances.date,
            timings: seen.took.map { AuditReport.ProbeTiming($0.probe, took: $0.time) },
            troubles: (live?.troubles ?? []) + seen.troubles,
            remarks: recording + names.remarks + policy.remarks
                + selection.remarks(on: policy.profiles),
            policy: policy.origin)
    }
}
