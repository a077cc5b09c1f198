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
            ],
            members: [
                "format": "string", "profile": "string", "sites": "array", "total": "object",
                "obstacles": "array", "flips": "array",
            ]
        ) { words, scope in
            let (moment, week) = (self.now(), 7 * 86_400_000 as Int64)
            let asked = min(words["at"].flatMap { Int64($0) } ?? moment, moment)
            let since = words["since"].flatMap { Int64($0) } ?? max(0, asked - week)
            return try await ReportMaker(self.store, bench: self.bench).report(
                under: words.text("profile"), at: asked, since: since, within: scope)?.json
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
