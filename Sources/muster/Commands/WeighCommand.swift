import ArgumentParser
import CLinux
import Glibc
import MusterAgent
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

    func run() throws {
        muster_set_undumpable()
        guard let bytes = InputBytes.all(atMost: Frames.bytesAtMost), let frames = Frames(bytes),
            let order = frames["order"].flatMap(WeighOrder.init),
            let sighting = frames["sighting"].flatMap(Frames.init).flatMap(Sighting.init)
        else { throw ValidationError("the service's order does not read") }
        let before = frames["memory"].flatMap(Memory.init)
        try Terminal.write(try weigh(order, sighting, before).frames.bytes)
    }

    private func weigh(
        _ order: WeighOrder, _ sighting: Sighting, _ before: Memory?
    ) throws -> WeighResult {
        let setup = try NodeSetup(config)
        var known = before ?? Memory()
        known.take(sighting)
        let hasSmoke = known.sections["smoke"] != nil
        let policy = try Policy(try setup.options(for: nil, smoke: hasSmoke))
        known.keep(
            only: Set((ProbeCatalogue.all.map(\.card) + policy.probes.external.map(\.card)).map(\.id)))
        let sheet = Sheet(
            sections: Array(known.sections.values), watchList: policy.watchList,
            vantage: known.vantage ?? sighting.vantage)
        let report = AuditReport(
            version: Muster.version, identity: identity(setup, order),
            belonging: Belonging(site: setup.configuration.site.flatMap {
                Belonging.Name($0, from: "--site")
            }),
            sheet: sheet, gauges: known.gauges,
            judgements: policy.profiles.map {
                judge(sheet, gauges: known.gauges, under: $0, in: policy.circumstances)
            },
            took: sighting.took, waited: AuditReport.Waiting(sighting.waited, in: []),
            date: policy.circumstances.date,
            troubles: known.troubles.values.joined().sorted(), remarks: policy.remarks)
        let comparison = Comparison(report, look: sighting.look, before: before, known: known)
        let body = report.wireBody(
            as: order.id, at: order.time, declaring: order.gaps[comparison.kind] ?? [])
        let status = report.judgements.map { "\($0.profile) \($0.summary)" }
        return WeighResult(
            comparison, status: status.joined(separator: ", "), body: body.canonicalBytes,
            sheet: sheet)
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
