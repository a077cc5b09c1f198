import ArgumentParser
import MusterCollector
import MusterModel
import MusterReport

/// The table of sites that a task force reads.
struct ReportCommand: AsyncParsableCommand {
    /// How the report is written.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, csv, markdown, html
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
            "As a past day (2026-11-01, UTC) ended; without it as it is.", valueName: "day"))
    var on: String?

    @Option(
        help: ArgumentHelp(
            "From when on changes are told: a day (2026-11-01, UTC) or a time before (7 d).",
            valueName: "when"))
    var since = "7 d"

    @Option(help: "How: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format = Format.text

    @Option(
        help: ArgumentHelp(
            "Over how long the trend is told: by hours up to 8 d, by weeks beyond 190 d.",
            valueName: "time"))
    var trend = "90 d"

    @OptionGroup var link: LinkOption

    func run() async throws {
        let report = try await made()
        switch format {
        case .text: for line in ReadinessText(report).lines { print(line) }
        case .json: print(report.json.canonicalText)
        case .csv: print(report.csv, terminator: "")
        case .markdown:
            print(report.markdown(linking: link.address(remote)), terminator: "")
        case .html: print(report.html(linking: link.address(remote)), terminator: "")
        }
    }

    private func made() async throws -> ReadinessReport {
        let now = Clock.now()
        let moment = try end(of: on, now)
        let since = try beginning(before: moment)
        return try await ReadinessSource(store: store, file: file, remote: remote).report(
            under: profile, at: on == nil ? nil : moment, since: since, trend: try trendHours)
    }

    /// The last millisecond of a day that is over, milliseconds since 1970.
    private func end(of day: String?, _ now: Int64) throws -> Int64 {
        guard let day else { return now }
        guard let date = CalendarDate(day) else {
            throw ValidationError("--on: \(day), needed a day as in 2026-11-01")
        }
        guard date.secondsSince1970 * 1000 <= now else {
            throw ValidationError("--on: \(day), needed a day that has begun")
        }
        return min(now, (date.secondsSince1970 + 86_400) * 1000 - 1)
    }

    private var trendHours: Int64 {
        get throws {
            let hours = Duration(words: trend).map { $0.milliseconds / 3_600_000 } ?? 0
            guard (1...(3660 * 24)).contains(hours) else {
                throw ValidationError("--trend: \(trend), needed 1 h to 3660 d")
            }
            return hours
        }
    }

    /// Milliseconds since 1970.
    private func beginning(before moment: Int64) throws -> Int64 {
        if let day = CalendarDate(since) {
            guard day.secondsSince1970 * 1000 <= moment else {
                throw ValidationError("--since: \(since), needed a day before the report's")
            }
            return day.secondsSince1970 * 1000
        }
        if let span = Duration(words: since) { return max(0, moment - span.milliseconds) }
        throw ValidationError(
            "--since: \(since), needed a day as in 2026-11-01 or a time as in 7 d")
    }
}
