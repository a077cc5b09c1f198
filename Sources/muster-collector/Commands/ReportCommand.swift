import ArgumentParser
import MusterCollector
import MusterModel
import MusterReport

/// The table of sites that a task force reads.
struct ReportCommand: AsyncParsableCommand {
    /// How the report is written.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, csv, markdown
    }

    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Tells which sites are ready under a profile, what stands in the way, and what "
            + "changed.")

    @OptionGroup var store: StoreOption
    @OptionGroup var file: ConfigurationOption
    @OptionGroup var remote: RemoteOption

    @Option(help: ArgumentHelp("The profile.", valueName: "id"))
    var profile = "baseline"

    @Option(
        help: ArgumentHelp(
            "From when on changes are told: a day (2026-11-01, UTC) or a time before now (7 d).",
            valueName: "when"))
    var since = "7 d"

    @Option(help: "How: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format = Format.text

    @Option(
        help: ArgumentHelp(
            "The collector's address, to which Markdown links; without it that of --url.",
            valueName: "url"))
    var link: String?

    func run() async throws {
        let report = try await made()
        switch format {
        case .text: for line in ReadinessText(report).lines { print(line) }
        case .json: print(report.json.canonicalText)
        case .csv: print(report.csv, terminator: "")
        case .markdown:
            let address = (link ?? remote.url).map {
                $0.hasSuffix("/") ? String($0.dropLast()) : $0
            }
            print(report.markdown(linking: address), terminator: "")
        }
    }

    private func made() async throws -> ReadinessReport {
        let now = Clock.now()
        let since = try moment(now)
        if let url = remote.url {
            let path = ReadinessReport.path(under: profile, since: since)
            return try ReadinessReport(
                reading: try await remote.client(of: url).answer(at: path))
        }
        let bench = try Bench(of: file.places, version: CollectorProgram.version)
        let report = try await store.opened { store in
            try await ReadinessReport.made(
                from: store, by: bench, under: profile, since: since, at: now)
        }
        guard let report else {
            let all = bench.profiles.map(\.id).joined(separator: ", ")
            throw ValidationError("--profile: \(profile), needed one of \(all)")
        }
        return report
    }

    /// Milliseconds since 1970.
    private func moment(_ now: Int64) throws -> Int64 {
        if let day = CalendarDate(since) { return day.secondsSince1970 * 1000 }
        if let span = Duration(words: since) { return max(0, now - span.milliseconds) }
        throw ValidationError(
            "--since: \(since), needed a day as in 2026-11-01 or a time as in 7 d")
    }
}
