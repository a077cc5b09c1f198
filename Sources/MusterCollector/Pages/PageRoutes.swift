internal import HTTPTypes
internal import Hummingbird
internal import MusterModel
internal import MusterReport
internal import MusterStore

/// The dashboard: pages for people, made here whole.
struct PageRoutes: Sendable {
    private let gate: Gate
    private let library: Library

    /// The bytes of a page, for words within a scope; nil where what they name is not there.
    typealias Make = @Sendable (Words, ReadScope) async throws -> [UInt8]?

    init(_ gate: Gate, _ library: Library) { (self.gate, self.library) = (gate, library) }

    func add(to router: Router<CollectorContext>) {
        let filters = library.endpoints.first { $0.path == "/sites" }?.parameters ?? []
        let ofNodes =
            library.endpoints.first { $0.path == "/sites/{site}/nodes" }?.parameters ?? []
        add("/", filters, to: router, overview)
        add("sites/:site", [.site, .profile], to: router, site)
        add("sites/:site/nodes", ofNodes, to: router, nodes)
        add("sites/:site/nodes/:node", [.site, .node], to: router, node)
        add("checks", [.profile], to: router, checks)
        let check = Parameter(name: "check", form: .text(256), meaning: "", isInPath: true)
        add("checks/:check", [check], to: router, self.check)
        add("profiles", [], to: router, profiles)
        let profile = Parameter(name: "profile", form: .text(256), meaning: "", isInPath: true)
        add("profiles/:profile", [profile], to: router, self.profile)
        addReport(to: router)
    }

    private func addReport(to router: Router<CollectorContext>) {
        let pages = ReportPages(library: library)
        add("report", ReportPages.parameters, to: router, pages.page)
        add("history", ReportPages.past, to: router, pages.past)
        add("running", ReportPages.running, to: router, pages.running)
        add("sites/:site/ticket", [.site, .oneProfile], to: router, pages.ticket)
        for (path, type, make) in [
            ("report.html", Self.type, pages.html as Make),
            ("report.csv", "text/csv; charset=utf-8", pages.csv),
            ("report.json", "application/json", pages.json),
            ("report.md", "text/markdown; charset=utf-8", pages.markdown),
        ] {
            add(path, ReportPages.parameters, type: type, isFile: true, to: router, make)
        }
    }

    private func add(
        _ path: String, _ parameters: [Parameter], type: String = type, isFile: Bool = false,
        to router: Router<CollectorContext>, _ make: @escaping Make
    ) {
        var headers = Self.headers
        if isFile { headers[.contentDisposition] = "attachment; filename=\"muster-\(path)\"" }
        let fields = headers
        router.get(RouterPath(path)) { request, context in
            do {
                let scope = try await gate.scope(of: request, context)
                let words = try Words(request, context, parameters, isStrict: false)
                guard let bytes = try await make(words, scope) else {
                    return Self.told(.notFound, "There is nothing of this name")
                }
                return .tagged(bytes, type, fields, for: request)
            } catch let refusal as GateRefusal {
                return Self.refusal(refusal)
            } catch let mistake as Words.Mistake {
                return Self.told(.badRequest, mistake.words)
            } catch let error as StoreError {
                return Self.silent(error)
            }
        }
    }

    static let type = "text/html; charset=utf-8"
    static let headers: HTTPFields = [.contentSecurityPolicy: PageStyle.policy]

    /// A page for whoever is not let in.
    static func refusal(_ refusal: GateRefusal) -> Response {
        var response = told(refusal.status, refusal.description)
        if refusal.status == .unauthorized {
            response.headers[.wwwAuthenticate] = GateRefusal.challenge
        }
        return response
    }

    /// A page for when nothing can be read.
    static func silent(_ error: StoreError) -> Response {
        told(.serviceUnavailable, "The store does not answer: \(error.code.rawValue)")
    }

    private static func told(_ status: HTTPResponse.Status, _ words: String) -> Response {
        let bytes = MarkupWriter.page(words) { writer in
            writer.element("h1", words)
            if status == .unauthorized {
                writer.element(
                    "p", "A token is needed: any name, and the token for a password.")
            }
        }
        return Response(bytes: bytes, type: type, status, headers)
    }
}

// MARK: - What each page reads

extension PageRoutes {
    private func overview(_ words: Words, _ scope: ReadScope) async throws -> [UInt8]? {
        let facets = try await library.store.facets()
        var query = OverviewQuery(words)
        query.profile = words["profile"] ?? Self.first(of: facets.profiles)
        query.limit = OverviewPage.limit
        let page = try await library.store.overview(query, within: scope)
        var cells: [String: [String: StandingRow]] = [:]
        for row in page.elements where cells[row.name] == nil {
            let all = try await library.store.standings(of: row.name)
            cells[row.name] = Dictionary(all.map { ($0.profile, $0) }) { first, _ in first }
        }
        let tallies = try await library.store.tallies(within: scope)
        return OverviewPage(
            query: query, page: page, cells: cells, tallies: tallies, facets: facets
        ).bytes
    }

    /// The profile that is meant where nobody says.
    static func first(of profiles: [String]) -> String? {
        profiles.contains("baseline") ? "baseline" : profiles.first
    }

    private func site(_ words: Words, _ scope: ReadScope) async throws -> [UInt8]? {
        let (name, now) = (words.text("site"), library.now())
        guard scope.covers(name) else { return nil }
        let known = try await library.registry.site(name, now)
        let rows = try await library.store.standings(of: name)
        guard known != nil || !rows.isEmpty else { return nil }
        let profile = words["profile"] ?? Self.first(of: rows.map(\.profile)) ?? ""
        let since = now - SitePage.span
        let changes =
            if let id = rows.first?.site {
                try await library.store.changes(of: id, under: profile, since: since)
            } else { [(at: Int64, standing: String)]() }
        let queues = try await QueueSettingsMaker(library.store, bench: library.bench)
            .settings(of: name, at: now).queues
        return SitePage(
            name: name, profile: profile, known: known, queues: queues,
            downtimes: try await library.registry.downtimes(of: name, now), rows: rows,
            groups: try await library.store.sheetGroups(
                at: name, under: profile, atMost: SitePage.groupsAtMost),
            history: try await library.store.transitions(
                at: name, node: nil, before: .max, atMost: SitePage.historyAtMost),
            changes: changes, now: now
        ).bytes
    }

    private func nodes(_ words: Words, _ scope: ReadScope) async throws -> [UInt8]? {
        guard try await library.hasSite(words.text("site"), scope) else { return nil }
        var query = NodesQuery(words)
        query.limit = NodesPage.limit
        return NodesPage(query: query, page: try await library.store.nodes(query)).bytes
    }

    private func node(_ words: Words, _ scope: ReadScope) async throws -> [UInt8]? {
        let (site, name) = (words.text("site"), words.text("node"))
        guard scope.covers(site), let card = try await library.store.node(name, at: site) else {
            return nil
        }
        var gauges: Result<[Fact], Absence>?
        if let state = card.state { gauges = try await library.gauges(of: state, at: site) }
        return NodePage(
            site: site, name: name, card: card, gauges: gauges,
            verdicts: try await library.store.verdicts(of: name, at: site),
            history: try await library.store.transitions(
                at: site, node: name, before: .max, atMost: SitePage.historyAtMost)
        ).bytes
    }

    private func checks(_ words: Words, _ scope: ReadScope) async throws -> [UInt8]? {
        let profiles = try await library.store.facets().profiles
        let profile = words["profile"] ?? Self.first(of: profiles)
        let checks = try await library.store.openChecks(
            under: profile, within: scope, atMost: ChecksPage.limit)
        return ChecksPage(profile: profile, profiles: profiles, checks: checks).bytes
    }

    private func check(_ words: Words, _ scope: ReadScope) async throws -> [UInt8]? {
        guard let check = library.check(words.text("check")) else { return nil }
        let profiles = library.bench.profiles.filter { profile in
            profile.checks.contains { $0.id == check.id }
        }
        let failures = try await library.store.failures(
            of: check.id, within: scope, atMost: CheckPage.limit)
        return CheckPage(check: check, profiles: profiles.map(\.id), failures: failures).bytes
    }

    private func profiles(_ words: Words, _ scope: ReadScope) async throws -> [UInt8]? {
        let day = CalendarDate(secondsSince1970: library.now() / 1000)
        return ProfilesPage(
            profiles: library.bench.profiles,
            tallies: try await library.store.tallies(within: scope),
            waivers: library.bench.waivers(on: day).filter { $0.site.map(scope.covers) ?? true }
        ).bytes
    }

    private func profile(_ words: Words, _ scope: ReadScope) async throws -> [UInt8]? {
        guard let profile = library.profile(words.text("profile")) else { return nil }
        let open = try await library.store.openChecks(
            under: profile.id, within: scope, atMost: 1000)
        return ProfilePage(profile: profile, open: open).bytes
    }
}
