import ArgumentParser
import CLinux
import Glibc
import MusterAgent
import MusterChecks
import MusterModel
import MusterProbes

/// Judges for the service what an observer saw; started by it, never by hand. What is
/// read here came from a process that anybody's files were parsed in.
struct WeighCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weigh", abstract: "Judges what an observer saw, for the service.",
        shouldDisplay: false)

    @Option(help: "The configuration to read in place of /etc/muster/muster.yaml.")
    var config: String?

    @OptionGroup var setup: SetupOptions

    func run() throws {
        muster_set_undumpable()
        guard let bytes = InputBytes(STDIN_FILENO).rest(atMost: Frames.bytesAtMost),
            let frames = Frames(bytes),
            let order = frames["order"].flatMap(WeighOrder.init),
            let sighting = frames["sighting"].flatMap(Frames.init).flatMap(Sighting.init)
        else { throw ValidationError("the service's order does not read") }
        let before = frames["memory"].flatMap(Memory.init)
        let rights = frames["rights"].flatMap(Frames.init).flatMap(Sighting.init)
        var known = before ?? Memory()
        known.take(sighting, filledBy: rights)
        let result = try weigh(order, sighting, before, known, by: frames["bundle"])
        try Terminal.write(result.frames.bytes)
    }

    private func weigh(
        _ order: WeighOrder, _ sighting: Sighting, _ before: Memory?, _ known: Memory,
        by bundle: [UInt8]?
    ) throws -> WeighResult {
        let setup = try NodeSetup(config, self.setup)
        var known = known
        let options = try setup.options(for: nil, smoke: known.sections["smoke"] != nil)
        let rule = try BundleRule(options, setup.configuration, bundle)
        let policy = rule.policy
        known.troubles[BundleRule.trouble] = rule.objection.map { [$0] }
        let cards = ProbeCatalogue.all.map { $0.card } + policy.probes.external.map { $0.card }
        known.keep(only: Set(cards.map { $0.id }))
        let sheet = Sheet(
            sections: Array(known.sections.values), watchList: rule.local.watchList,
            vantage: known.vantage ?? sighting.vantage)
        let report = report(on: sheet, known, sighting, policy, setup, order)
        let file = DrainFile(beside: setup.path)
        let isOn = file.rules != nil || !file.errors.isEmpty || known.drain != Drain()
        let drains =
            isOn
            ? file.step(
                &known.drain, by: rule.sights(of: report, pinned: file.rules),
                sighting.look, at: order.time) : []
        let comparison = Comparison(
            report, look: sighting.look, before: before, known: known, drains: drains)
        let gaps = order.gaps[comparison.kind] ?? []
        let gauges = FramedGauges(report.gauges, by: policy.probes.vocabulary)
        let body = report.wireBody(
            as: order.id, at: order.time, gauges: gauges, declaring: gaps
        ).canonicalBytes
        let status = report.judgements.map { "\($0.profile) \($0.summary)" }.joined(separator: ", ")
        return WeighResult(
            comparison, status: known.drain.added(to: status), body: body, sheet: report.sheet,
            frame: gauges.frame,
            drain: isOn && sighting.look.isWhole ? notice(known.drain, file, setup, order) : nil)
    }

    /// Good for two whole looks and a while: one may fail.
    private func notice(
        _ drain: Drain, _ file: DrainFile, _ setup: NodeSetup, _ order: WeighOrder
    ) -> [UInt8] {
        if file.rules == nil, file.errors.isEmpty { return [] }
        let good = setup.configuration.looks.full * 2 + .seconds(600)
        return DrainNotice(drain, looked: order.time, until: order.time + good.milliseconds / 1000)
            .bytes
    }

    private func report(
        on sheet: Sheet, _ known: Memory, _ sighting: Sighting, _ policy: Policy,
        _ setup: NodeSetup, _ order: WeighOrder
    ) -> AuditReport {
        var judgements: [Judgement] = []
        for profile in policy.profiles {
            judgements.append(
                judge(sheet, gauges: known.gauges, under: profile, in: policy.circumstances))
        }
        var site: Belonging.Name?
        if let name = setup.configuration.site { site = Belonging.Name(name, from: "--site") }
        return AuditReport(
            version: Muster.version, identity: identity(setup, order),
            belonging: Belonging(site: site), sheet: sheet, gauges: known.gauges,
            judgements: judgements, took: sighting.took,
            waited: AuditReport.Waiting(sighting.waited, in: []), date: policy.circumstances.date,
            troubles: known.troubles.values.flatMap { $0 }.sorted(), remarks: policy.remarks,
            policy: policy.origin)
    }

    /// The node as it is called in its reports: where its name is not told, nothing else
    /// tells it either.
    private func identity(_ setup: NodeSetup, _ order: WeighOrder) -> Identity {
        let own = Identity.current()
        return setup.configuration.tellsHostName
            ? own
            : Identity(hostName: order.id.node, machineID: own.machineID, bootID: own.bootID)
    }
}
