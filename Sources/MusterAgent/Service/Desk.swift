internal import CLinux
internal import Glibc
internal import MusterModel

/// Where sightings become reports: one at a time is weighed by a child, written to the
/// spool and told to the journal. Whatever the disk does, the journal is told.
final class Desk {
    private let plan: ServicePlan
    private let journal = JournalWriter(patience: .milliseconds(200))
    private var spool: Spool<SpoolFolder>?
    private var shelf: SectionShelf<SpoolFolder>?
    private var incarnation = ""
    private var memory: [UInt8]?
    /// What root saw last, as its observer wrote it.
    private var rights: [UInt8]?
    private var waiting: [[UInt8]] = []
    private var weighing: (talk: Talk, plan: SpoolPlan?)?
    private var dispatch: Dispatch?
    private var bundles: BundleKeeper?
    /// Whether the spool holds other reports than the courier knows of.
    private var isSpoolNews = true
    private var newChildren: [pid_t] = []
    private var verdicts = "nothing was judged yet"
    private var troubles: Set<String> = []
    private var board: DrainBoard
    private var spoolAgainAt: AgentMoment

    private static let patience: Duration = .seconds(60)
    private static let memoryName = "memory"
    /// More sightings than this wait for nobody: the newest say the most.
    private static let waitingAtMost = 8
    /// A disk that fails is tried again after this.
    private static let spoolPeriod: Duration = .seconds(60)
    /// What is told the spool of a report's size before it is known, bytes.
    private static let usualSize = 256 << 10

    init(_ plan: ServicePlan, at now: AgentMoment) {
        self.plan = plan
        spoolAgainAt = now
        board = DrainBoard(plan.drains)
        dispatch = plan.delivery.map(Dispatch.init)
        bundles = BundleKeeper(plan)
        open(at: now)
    }

    /// The exchanges that go on.
    var talks: [Talk] { [weighing?.talk, dispatch?.talk, bundles?.talk].compactMap(\.self) }

    /// Until when each may last.
    var deadlines: [AgentMoment] { talks.map(\.deadline) }

    /// When it has something to do by itself; nil where it has not.
    var wake: AgentMoment? {
        [spool == nil ? spoolAgainAt : nil, dispatch?.wake].compactMap(\.self).min()
    }

    /// Processes that were started since the last time.
    func takeChildren() -> [pid_t] {
        defer { newChildren = [] }
        return newChildren
    }

    /// A sighting, as its observer wrote it.
    func take(_ sighting: [UInt8], of look: Look) {
        troubles = troubles.filter { !$0.hasPrefix("look \(look.rawValue):") }
        if look == .rights {
            rights = sighting
        } else {
            waiting = (waiting + [sighting]).suffix(Self.waitingAtMost)
        }
    }

    /// Root is asked no more: what it saw is not known any longer.
    func forgetRights() { rights = nil }

    /// Something that the service itself could not do; told once while it lasts.
    func note(_ trouble: String) {
        guard troubles.insert(trouble).inserted, troubles.count < 32 else { return }
        tell([.trouble(trouble, .trouble, "systemctl status muster-agent tells whether it lasts")])
    }

    /// In one line, for a person.
    func status(_ untilNext: Duration) -> String {
        let waiting = spool?.pending.count ?? 0
        let store = spool == nil ? "; no spool" : waiting == 0 ? "" : "; \(waiting) reports wait"
        let trouble = troubles.sorted().first.map { "; \($0)" } ?? ""
        let minutes = max(0, untilNext.milliseconds) / 60_000
        return "\(verdicts)\(store)\(trouble); next look in \(minutes) min"
    }

    /// Goes on with what was begun, and begins what waits.
    func goOn(at now: AgentMoment) {
        if spool == nil, now >= spoolAgainAt { open(at: now) }
        if let (talk, plan) = weighing, let end = talk.goOn(at: now) {
            weighing = nil
            finish(end, plan)
            // What was read and written stays in no cache of ours.
            muster_trim_memory()
        }
        if weighing == nil, !waiting.isEmpty { weigh(waiting.removeFirst(), at: now) }
        deliver(at: now)
        if let news = bundles?.goOn(at: now) {
            take(news)
            muster_trim_memory()
        }
    }
}

// MARK: - Weighing

extension Desk {
    private func weigh(_ sighting: [UInt8], at now: AgentMoment) {
        let plan = spool?.plan(for: Self.usualSize)
        guard
            let id = ReportID(
                site: self.plan.site, node: self.plan.node,
                incarnation: incarnation.isEmpty ? ReportID.newIncarnation() : incarnation,
                sequence: plan?.sequence ?? 1)
        else { return note("this node has no name to report under: \(self.plan.node)") }
        let gaps = SpoolEntry.Kind.allCases.map { ($0, plan?.gaps(for: $0) ?? []) }
        let order = WeighOrder(
            id: id, time: Int64(time(nil)), gaps: Dictionary(uniqueKeysWithValues: gaps))
        var frames = Frames()
        frames.add("order", order.bytes)
        if let memory { frames.add("memory", memory) }
        frames.add("sighting", sighting)
        if let bundle = bundles?.signed { frames.add("bundle", bundle) }
        if let rights { frames.add("rights", rights) }
        do throws(SpoolFault) {
            let talk = try Talk(
                withChild: ["muster", "weigh"] + self.plan.words, saying: frames.bytes,
                Talk.Bounds(deadline: now + Self.patience))
            if let child = talk.child { newChildren.append(child) }
            weighing = (talk, plan)
        } catch {
            note("weigh: \(error)")
        }
    }

    private func finish(_ end: Talk.End, _ plan: SpoolPlan?) {
        guard case .heard(let bytes) = end, let result = Frames(bytes).flatMap(WeighResult.init)
        else {
            let why = if case .failed(let why) = end { why } else { "no judgement came of it" }
            return note("weigh: \(why)")
        }
        troubles = troubles.filter { !$0.hasPrefix("weigh:") }
        verdicts = result.status
        var report: [JournalField] = []
        if let plan, !result.body.isEmpty { report = keep(result, plan) }
        tell(result.entries.map { $0.adding(report) })
        memory = result.memory
        remember()
        // Behind what it rests on: whoever acts on it must find it again.
        if let notice = result.drain { show(notice) }
    }

    /// Keeps the report, its sections first; what the journal is told of it.
    private func keep(_ result: WeighResult, _ plan: SpoolPlan) -> [JournalField] {
        let digest = JournalField("MUSTER_REPORT_SHA256", Digest(of: result.body).text)
        do throws(SpoolFault) {
            try shelf?.put(result.sections)
            try spool?.append(
                result.body, result.kind, sections: result.sections.keys.sorted(), plan)
            isSpoolNews = true
            troubles = troubles.filter { !$0.hasPrefix("spool:") }
        } catch {
            noteSpool("spool: \(error)")
            return [digest]
        }
        for trouble in spool?.takeTroubles() ?? [] { noteSpool("spool: \(trouble)") }
        let named = spool?.pending.flatMap(\.sections) ?? []
        shelf?.keep(only: Set(named).union(result.sections.keys))
        return [digest, JournalField("MUSTER_SEQ", String(plan.sequence))]
    }

    private func show(_ notice: [UInt8]) {
        do throws(SpoolFault) {
            try board.show(notice)
            troubles = troubles.filter { !$0.hasPrefix("drain:") }
        } catch { note("drain: \(error)") }
    }

    private func noteSpool(_ trouble: String) {
        guard troubles.insert(trouble).inserted else { return }
        tell([.trouble(trouble, .spoolTrouble, "make room or repair the disk below \(plan.state)")])
    }

    private func tell(_ entries: [JournalEntry]) {
        let mark = "journal:"
        switch journal.write(entries) {
        case .delivered, .noJournal, .noLibrary, .noJournalInBuild:
            troubles = troubles.filter { !$0.hasPrefix(mark) }
        case .stuck: troubles.insert("\(mark) journald takes nothing")
        case .refused(let code, _): troubles.insert("\(mark) \(ErrorText.of(code))")
        }
    }
}

// MARK: - Delivery

extension Desk {
    private func deliver(at now: AgentMoment) {
        guard var dispatch, var spool else { return }
        let entries = isSpoolNews ? Self.entries(spool, incarnation) : nil
        isSpoolNews = false
        var shelf = shelf
        let news = dispatch.goOn(
            entries, at: now, body: { (try? spool.body(of: $0)) ?? nil },
            section: { shelf?.bytes(of: $0.text) })
        for sequence in news.acknowledged { spool.acknowledge(sequence) }
        for (sequence, why) in news.setAside {
            spool.setAside(sequence)
            noteSpool("spool: report \(sequence) was set aside: \(why)")
        }
        spool.hold(dispatch.underway)
        if let child = dispatch.takeChild() { newChildren.append(child) }
        let troubles = spool.takeTroubles()
        (self.dispatch, self.spool, self.shelf) = (dispatch, spool, shelf)
        for trouble in troubles { noteSpool("spool: \(trouble)") }
        if let change = news.change { tell([.delivery(change)]) }
        if let url = news.reached, let news = bundles?.reached(url, by: dispatch.key, at: now) {
            take(news)
        }
    }

    private func take(_ news: BundleKeeper.News) {
        let mark = "bundle:"
        if let child = bundles?.takeChild() { newChildren.append(child) }
        if !news.entries.isEmpty { tell(news.entries) }
        guard let trouble = news.trouble else { return }
        let now = trouble.isEmpty ? nil : "\(mark) \(trouble)"
        troubles = troubles.filter { !$0.hasPrefix(mark) || $0 == now }
        if let now { note(now) }
    }

    private static func entries(_ spool: Spool<SpoolFolder>, _ incarnation: String)
        -> [CourierEntry]
    {
        let newest = spool.pending.last?.sequence
        return spool.pending.compactMap { entry in
            ReportKey(incarnation, entry.sequence).map {
                CourierEntry(key: $0, bytes: entry.size, isNewestState: entry.sequence == newest)
            }
        }
    }
}

// MARK: - The disk

extension Desk {
    private func open(at now: AgentMoment) {
        spoolAgainAt = now + Self.spoolPeriod
        do throws(SpoolFault) {
            let home = try SpoolFolder(plan.state)
            if memory == nil {
                memory = try? home.read(Self.memoryName, atMost: Frames.bytesAtMost)
            }
            let (incarnation, spool) = try SpoolHome.open(
                plan.state + "/spool", limits: plan.limits)
            shelf = try SectionShelf(in: try SpoolFolder(plan.state + "/sections"))
            (self.incarnation, self.spool) = (incarnation, spool)
            if dispatch != nil { dispatch?.key = try NodeKey(in: home) }
            troubles = troubles.filter { !$0.hasPrefix("spool:") }
            for trouble in self.spool?.takeTroubles() ?? [] { noteSpool("spool: \(trouble)") }
        } catch {
            spool = nil
            noteSpool("spool: \(error)")
        }
    }

    /// After the report and the journal: what is told twice is better than never.
    private func remember() {
        guard let memory, let home = try? SpoolFolder(plan.state) else { return }
        _ = try? home.write(memory, as: Self.memoryName)
    }
}
