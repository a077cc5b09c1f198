internal import MusterModel
internal import MusterStore

extension Library {
    var binds: Endpoint {
        Endpoint(
            path: "/binds",
            summary: "Which directories have to be in an image, since there are nodes where no "
                + "runtime can make a place for them; and which images lack them.",
            parameters: [.oneProfile],
            members: [
                "format": "string", "profile": "string", "made": "integer", "points": "array",
                "sites": "array", "images": "array",
            ]
        ) { words, scope in
            try await BindPointsMaker(self.store, bench: self.bench).points(
                under: words.text("profile"), at: self.now(), within: scope)?.json
        }
    }

    var monit: Endpoint {
        Endpoint(
            path: "/exports/monit",
            summary: "How sites stand, as documents for CERN's MONIT.",
            parameters: [
                .oneProfile,
                Parameter(
                    name: "producer", form: .name(64), meaning: "The producer's name.",
                    usual: "muster"),
            ], members: ["documents": "array"]
        ) { words, scope in
            try await self.report(under: words.text("profile"), within: scope).map { report in
                let documents = MonitDocuments(report, by: words.text("producer"))
                return .object(["documents": .array(documents.documents)])
            }
        }
    }

    var nagios: Endpoint {
        Endpoint(
            path: "/exports/nagios",
            summary: "How sites stand, as passive check results for Nagios and ETF.",
            parameters: [.oneProfile], members: ["commands": "array"]
        ) { words, scope in
            try await self.report(under: words.text("profile"), within: scope).map { report in
                .object(["commands": .array(PassiveChecks(report).commands.map(JSONValue.string))])
            }
        }
    }

    var queues: Endpoint {
        Endpoint(
            path: "/exports/cric",
            summary: "What container settings of queues should be in CRIC, beside what they are.",
            parameters: [
                Parameter(name: "site", form: .text(256), meaning: "One site alone.")
            ], members: ["format": "string", "made": "integer", "queues": "array"]
        ) { words, scope in
            if let site = words["site"] {
                guard try await self.hasSite(site, scope) else { return nil }
            }
            return try await QueueSettingsMaker(self.store, bench: self.bench).settings(
                of: words["site"], at: self.now(), within: scope
            ).json
        }
    }

    /// The report of now under a profile; nil for one that is not in force.
    /// - Throws: ``StoreError``.
    func report(
        under profile: String, within scope: ReadScope = .all
    ) async throws(StoreError) -> ReadinessReport? {
        let moment = now()
        return try await ReportMaker(store, bench: bench).report(
            under: profile, at: moment, since: moment, within: scope)
    }
}
