internal import MusterModel
internal import MusterStore

extension Library {
    var standings: Endpoint {
        Endpoint(
            path: "/standings", summary: "How many sites stand how, under each profile.",
            members: ["tallies": "array"]
        ) { _, scope in
            let rows = try await self.store.tallies(within: scope)
            return .object(["tallies": .array(rows.map(\.json))])
        }
    }

    var readiness: Endpoint {
        Endpoint(
            path: "/report",
            summary: "Which sites are ready under a profile, what stands in the way, and what "
                + "changed.",
            parameters: [
                .oneProfile,
                Parameter(
                    name: "at", form: .number(0...(1 << 53)),
                    meaning: "As the hour of this moment ended, milliseconds since 1970; "
                        + "without it as it is."),
                Parameter(
                    name: "since", form: .number(0...(1 << 53)),
                    meaning: "With which hour's beginning is compared, milliseconds since "
                        + "1970; without it a week before."),
                Parameter(
                    name: "trend", form: .number(1...(3660 * 24)),
                    meaning: "Over how many hours the trend is told.",
                    usual: "\(ReportMaker.trendHours)"),
            ],
            members: [
                "format": "string", "profile": "string", "sites": "array", "total": "object",
                "obstacles": "array", "flips": "array", "trend": "object",
            ]
        ) { words, scope in
            let (moment, week) = (self.now(), 7 * 86_400_000 as Int64)
            let asked = min(words["at"].flatMap { Int64($0) } ?? moment, moment)
            let since = words["since"].flatMap { Int64($0) } ?? max(0, asked - week)
            return try await ReportMaker(self.store, bench: self.bench).report(
                under: words.text("profile"), at: asked, since: since,
                trend: Int64(words.number("trend")), within: scope)?.json
        }
    }

    var trend: Endpoint {
        Endpoint(
            path: "/trend",
            summary: "How registered sites stood under a profile, at the end of each hour, day or "
                + "week.",
            parameters: [
                .oneProfile,
                Parameter(
                    name: "step", form: .word(Trend.Step.allCases.map(\.rawValue)),
                    meaning: "From point to point.", usual: Trend.Step.day.rawValue),
                Parameter(
                    name: "from", form: .number(0...(1 << 53)),
                    meaning: "Its beginning, milliseconds since 1970; a thousand points at most."),
            ],
            members: ["step": "string", "points": "array"]
        ) { words, scope in
            guard let profile = self.profile(words.text("profile")) else { return nil }
            let (now, step) = (self.now(), Trend.Step(rawValue: words.text("step")) ?? .day)
            let from =
                words["from"].flatMap { Int64($0) }
                ?? now - ReportMaker.trendHours * ReportMaker.anHour
            let trend = try await TrendMaker(self.store).trend(
                under: profile.id, of: try await self.registered(scope), by: step,
                from: from / ReportMaker.anHour, through: now)
            return JSONValue(snakeCased: trend)
        }
    }

    var ticket: Endpoint {
        Endpoint(
            path: "/sites/{site}/ticket",
            summary: "What a site would be told in a ticket: what is open, with evidence and "
                + "remedy.",
            parameters: [.site, .oneProfile],
            members: ["format": "string", "site": "string", "items": "array"]
        ) { words, scope in
            guard scope.covers(words.text("site")) else { return nil }
            return try await TicketMaker(self.store, bench: self.bench).ticket(
                of: words.text("site"), under: words.text("profile"), at: self.now())?.json
        }
    }

    var openChecks: Endpoint {
        Endpoint(
            path: "/checks",
            summary: "Required checks that are open on fresh nodes, those of most nodes first.",
            parameters: [.profile, .limit], members: ["checks": "array"]
        ) { words, scope in
            let rows = try await self.store.openChecks(
                under: words["profile"], within: scope, atMost: words.number("limit"))
            return .object(["checks": .array(rows.map(\.json))])
        }
    }

    var failures: Endpoint {
        Endpoint(
            path: "/checks/{check}", summary: "A check, and where it is open.",
            parameters: [
                Parameter(
                    name: "check", form: .text(256), meaning: "The check's id.", isInPath: true),
                .limit,
            ], members: ["check": "string", "title": "string", "findings": "array"]
        ) { words, scope in
            guard let check = self.check(words.text("check")) else { return nil }
            let rows = try await self.store.failures(
                of: check.id, within: scope, atMost: words.number("limit"))
            return .object([
                "check": .string(check.id), "title": .string(check.title),
                "reason": .string(check.reason), "findings": .array(rows.map(\.json)),
            ])
        }
    }

    var profiles: Endpoint {
        Endpoint(
            path: "/profiles", summary: "The profiles by which sites are judged.",
            members: ["profiles": "array"]
        ) { _, _ in
            let all = self.bench.profiles.map { profile in
                JSONValue.object([
                    "profile": .string(profile.id), "title": .string(profile.title),
                    "dated": .string(profile.dated.description),
                    "checks": .array(profile.checks.map { .string($0.id) }),
                ])
            }
            return .object(["profiles": .array(all)])
        }
    }
}
