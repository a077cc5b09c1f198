internal import Foundation
internal import MusterModel
internal import MusterStore

extension Library {
    /// Every address of the API.
    var endpoints: [Endpoint] {
        [
            sites, site, nodes, node, sheets, sheet, history, standings, openChecks, failures,
            profiles, readiness, trend, ticket, binds, monit, nagios, queues,
        ]
    }

    private var sites: Endpoint {
        Endpoint(
            path: "/sites", summary: "Sites and how they stand.",
            parameters: [
                .profile,
                Parameter(
                    name: "standing", form: .word(Standing.allCases.map(\.rawValue)),
                    meaning: "How they stand."),
                .search,
                Parameter(name: "country", form: .text(256), meaning: "The country."),
                Parameter(name: "region", form: .text(256), meaning: "The region."),
                Parameter(name: "tier", form: .number(0...3), meaning: "The tier."),
                Parameter(name: "vo", form: .text(256), meaning: "A VO that they serve."),
                Parameter(
                    name: "order", form: .word(OverviewQuery.Order.allCases.map(\.rawValue)),
                    meaning: "By what they are sorted.", usual: "site"),
                .offset, .limit,
            ],
            members: ["total": "integer", "standings": "array"]
        ) { words, scope in
            var query = OverviewQuery(words)
            query.limit = words.number("limit")
            let page = try await self.store.overview(query, within: scope)
            return .object([
                "total": .integer(page.total), "standings": .array(page.elements.map(\.json)),
            ])
        }
    }

    private var site: Endpoint {
        Endpoint(
            path: "/sites/{site}", summary: "A site: what is known of it and how it stands.",
            parameters: [.site],
            members: ["site": "string", "standings": "array", "downtimes": "array"]
        ) { words, scope in
            let name = words.text("site")
            guard scope.covers(name) else { return nil }
            let known = try await self.registry.site(name, self.now())
            let rows = try await self.store.standings(of: name)
            guard known != nil || !rows.isEmpty else { return nil }
            let downtimes = try await self.registry.downtimes(of: name, self.now())
            var members: [String: JSONValue] = [
                "site": .string(name), "standings": .array(rows.map(\.json)),
                "downtimes": .array(downtimes.map { JSONValue(encoding: $0) }),
            ]
            if let known { members["registry"] = JSONValue(encoding: known) }
            return .object(members)
        }
    }

    private var nodes: Endpoint {
        Endpoint(
            path: "/sites/{site}/nodes", summary: "The nodes of a site under a profile.",
            parameters: [
                .site, .oneProfile,
                Parameter(
                    name: "verdict", form: .word(NodesQuery.verdicts),
                    meaning: "How they stand."),
                Parameter(
                    name: "freshness", form: .word(Freshness.allCases.map(\.rawValue)),
                    meaning: "How old their last report is."),
                Parameter(name: "check", form: .text(256), meaning: "A check that is open there."),
                Parameter(name: "sheet", form: .text(64), meaning: "The digest of their sheet."),
                .search, .offset, .limit,
            ], members: ["total": "integer", "nodes": "array"]
        ) { words, scope in
            guard try await self.hasSite(words.text("site"), scope) else { return nil }
            let page = try await self.store.nodes(NodesQuery(words))
            return .object([
                "total": .integer(page.total), "nodes": .array(page.elements.map(\.json)),
            ])
        }
    }

    private var node: Endpoint {
        Endpoint(
            path: "/sites/{site}/nodes/{node}",
            summary: "A node: its verdicts and findings, gauges, and what it says of itself.",
            parameters: [.site, .node],
            members: ["site": "string", "node": "string", "verdicts": "array"]
        ) { words, scope in
            let (site, name) = (words.text("site"), words.text("node"))
            guard scope.covers(site), let card = try await self.store.node(name, at: site) else {
                return nil
            }
            let verdicts = try await self.store.verdicts(of: name, at: site)
            var members: [String: JSONValue] = [
                "site": .string(site), "node": .string(name),
                "freshness": .string(card.freshness),
                "first_seen_milliseconds": .integer(card.firstSeen),
                "verdicts": .array(verdicts.map(\.json)),
            ]
            if let retired = card.retired { members["retired_milliseconds"] = .integer(retired) }
            if let state = card.state {
                members["received_milliseconds"] = .integer(state.received)
                members["made_seconds"] = .integer(state.made)
                members["sheet"] = .string(state.sheet.text)
                members["cloned"] = .bool(state.isCloned)
                switch try await self.gauges(of: state, at: site) {
                case .success(let facts): members["gauges"] = .array(facts.map(\.json))
                case .failure(let absence):
                    members["gauges_missing"] = .string(absence.description)
                }
                members["about"] = try? JSONReader.value(in: state.about)
            }
            return .object(members)
        }
    }

    private var sheets: Endpoint {
        Endpoint(
            path: "/sites/{site}/sheets",
            summary: "Groups of nodes of a site that have the same sheet, the largest first.",
            parameters: [.site, .oneProfile, .limit], members: ["sheets": "array"]
        ) { words, scope in
            guard try await self.hasSite(words.text("site"), scope) else { return nil }
            let groups = try await self.store.sheetGroups(
                at: words.text("site"), under: words.text("profile"),
                atMost: words.number("limit"))
            return .object(["sheets": .array(groups.map(\.json))])
        }
    }

    private var sheet: Endpoint {
        Endpoint(
            path: "/sites/{site}/sheets/{sheet}",
            summary: "A sheet with the facts of its sections.",
            parameters: [
                .site,
                Parameter(
                    name: "sheet", form: .text(64), meaning: "The sheet's digest.", isInPath: true),
            ], members: ["sheet": "object", "sections": "object"]
        ) { words, scope in
            let site = words.text("site")
            guard scope.covers(site), let digest = Digest(text: words.text("sheet")),
                let bytes = try await self.store.content([digest], at: site)[digest],
                let sheet = try? JSONReader.value(in: bytes),
                case .object(let named)? = sheet["sections"]
            else { return nil }
            let sections = try await self.store.content(SheetReading.sections(in: bytes), at: site)
            let parts = named.compactMapValues { one -> JSONValue? in
                one.text.flatMap(Digest.init(text:)).flatMap { sections[$0] }
                    .flatMap { try? JSONReader.value(in: $0) }
            }
            return .object(["sheet": sheet, "sections": .object(parts)])
        }
    }

    private var history: Endpoint {
        Endpoint(
            path: "/sites/{site}/history",
            summary: "What changed at a site, newest first.",
            parameters: [
                .site,
                Parameter(name: "node", form: .text(256), meaning: "One node alone."),
                Parameter(
                    name: "before", form: .number(0...(1 << 53)),
                    meaning: "Only what is older, milliseconds since 1970."),
                .limit,
            ], members: ["transitions": "array"]
        ) { words, scope in
            guard try await self.hasSite(words.text("site"), scope) else { return nil }
            let rows = try await self.store.transitions(
                at: words.text("site"), node: words["node"],
                before: words["before"].flatMap { Int64($0) } ?? .max,
                atMost: words.number("limit"))
            return .object(["transitions": .array(rows.map(\.json))])
        }
    }
}

extension OverviewQuery {
    /// As the words of a request have it.
    init(_ words: Words) {
        self.init()
        (profile, standing, search) = (words["profile"], words["standing"], words.text("search"))
        (country, region, vo) = (words["country"], words["region"], words["vo"])
        tier = words["tier"].flatMap { Int($0) }
        order = Order(rawValue: words.text("order")) ?? .site
        offset = words.number("offset")
    }
}

extension NodesQuery {
    /// The verdicts that may be asked for: one, or `fit` for those with which a node counts
    /// as ready.
    static let verdicts = Verdict.allCases.map(\.rawValue) + ["fit"]

    /// As the words of a request have it.
    init(_ words: Words) {
        self.init(site: words.text("site"), profile: words.text("profile"))
        (verdict, freshness, check) = (words["verdict"], words["freshness"], words["check"])
        (sheet, search) = (words["sheet"], words.text("search"))
        (offset, limit) = (words.number("offset"), words.number("limit"))
    }
}
