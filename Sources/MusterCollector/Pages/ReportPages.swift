internal import HTTPTypes
internal import MusterModel
internal import MusterReport
internal import MusterStore

/// What the pages of the report read.
struct ReportPages: Sendable {
    let library: Library

    /// Words of the report's address.
    static let parameters = [
        Parameter.profile,
        Parameter(name: "on", form: .text(10), meaning: "A day."),
        Parameter(name: "since", form: .text(10), meaning: "A day."),
        Parameter(
            name: "days", form: .number(1...3660), meaning: "Days of the trend.", usual: "90"),
        .offset,
    ]

    /// Forms that are taken away, with their addresses.
    static let files = [
        ("HTML", "/report.html"), ("CSV", "/report.csv"), ("JSON", "/report.json"),
        ("Markdown", "/report.md"),
    ]

    func page(_ words: Words, _ scope: ReadScope) async throws -> [UInt8]? {
        guard let (report, query) = try await report(words, scope) else { return nil }
        return ReportPage(
            report: report, profiles: library.bench.profiles.map(\.id), query: query,
            offset: words.number("offset")
        ).bytes
    }

    func html(_ words: Words, _ scope: ReadScope) async throws -> [UInt8]? {
        try await report(words, scope).map { Array($0.0.html().utf8) }
    }

    func csv(_ words: Words, _ scope: ReadScope) async throws -> [UInt8]? {
        try await report(words, scope).map { Array($0.0.csv.utf8) }
    }

    func json(_ words: Words, _ scope: ReadScope) async throws -> [UInt8]? {
        try await report(words, scope)?.0.json.canonicalBytes
    }

    func markdown(_ words: Words, _ scope: ReadScope) async throws -> [UInt8]? {
        try await report(words, scope).map { Array($0.0.markdown().utf8) }
    }

    private func report(
        _ words: Words, _ scope: ReadScope
    ) async throws -> (ReadinessReport, ReportPage.Query)? {
        let profile = words["profile"] ?? PageRoutes.first(of: library.bench.profiles.map(\.id))
        var query = ReportPage.Query(profile: profile ?? "", days: Int64(words.number("days")))
        (query.on, query.since) = (words["on"], words["since"])
        let now = library.now()
        let day = try Self.day(query.on, "on")
        let moment = min(now, day.map { $0 + Self.aDay - 1 } ?? now)
        let since = try Self.day(query.since, "since") ?? max(0, moment - 7 * Self.aDay)
        guard day ?? 0 <= now, since <= moment else {
            throw Words.Mistake(words: "on, since: needed a day that has begun, and one before it")
        }
        let report = try await ReportMaker(library.store, bench: library.bench).report(
            under: query.profile, at: moment, since: since, trend: query.days * 24, within: scope)
        return report.map { ($0, query) }
    }

    private static let aDay: Int64 = 86_400_000

    /// The beginning of a day, milliseconds since 1970.
    private static func day(_ text: String?, _ name: String) throws(Words.Mistake) -> Int64? {
        guard let text else { return nil }
        guard let day = CalendarDate(text) else {
            throw Words.Mistake(words: "\(name): needed a day as in 2026-11-01")
        }
        return day.secondsSince1970 * 1000
    }

    static let past = [
        Parameter.profile,
        Parameter(
            name: "step", form: .word(Trend.Step.allCases.map(\.rawValue)), meaning: "",
            usual: Trend.Step.day.rawValue),
        Parameter(name: "before", form: .number(1...(1 << 53)), meaning: ""),
    ]

    func past(_ words: Words, _ scope: ReadScope) async throws -> [UInt8]? {
        let profiles = library.bench.profiles.map(\.id)
        guard let profile = words["profile"] ?? PageRoutes.first(of: profiles),
            profiles.contains(profile), let step = Trend.Step(rawValue: words.text("step"))
        else { return nil }
        let now = library.now()
        let trend = try await TrendMaker(library.store).trend(
            under: profile, of: try await library.registered(scope), by: step,
            from: now / ReportMaker.anHour - PastPage.points * step.hours, through: now)
        let before = words["before"].flatMap { Int64($0) } ?? .max
        let changes = try await library.store.standingChanges(
            under: profile, before: before, within: scope, atMost: PastPage.limit)
        return PastPage(profile: profile, profiles: profiles, trend: trend, changes: changes)
            .bytes
    }

    static let kinds = ["system", "kernel", "runtime"]
    static let running = [
        Parameter(name: "kind", form: .word(kinds), meaning: "", usual: "kernel"),
        Parameter(name: "name", form: .text(256), meaning: ""), .oneProfile,
    ]

    func running(_ words: Words, _ scope: ReadScope) async throws -> [UInt8]? {
        let (kind, name) = (words.text("kind"), words.text("name"))
        let rows = try await library.store.spread(at: library.now() / ReportMaker.anHour)
            .filter { scope.covers($0.site) }
        let some = rows.filter { row in
            let names =
                switch kind {
                case "system": [row.system]
                case "runtime": row.routes.isEmpty ? ["none"] : row.routes
                default: [row.kernel]
                }
            return names.map { $0.isEmpty ? "unknown" : $0 }.contains(name)
        }
        return RunningPage(
            kind: kind, name: name, profile: words.text("profile"),
            sites: ReadinessReport.spreads(some) { [$0.site] }
        ).bytes
    }

    func ticket(_ words: Words, _ scope: ReadScope) async throws -> [UInt8]? {
        guard scope.covers(words.text("site")) else { return nil }
        return try await TicketMaker(library.store, bench: library.bench).ticket(
            of: words.text("site"), under: words.text("profile"), at: library.now()
        ).map { TicketPage(ticket: $0).bytes }
    }
}
