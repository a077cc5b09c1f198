internal import MusterModel
internal import MusterReport

/// What would be if sites were judged otherwise: the question, and the answer.
struct WhatIfPage {
    /// The profiles in force, of which something is chosen.
    let profiles: [Profile]
    /// What was asked; nil before anything is.
    var form: WhatIfRoutes.Form?
    /// What came out.
    var answer: WhatIf?
    /// Why nothing came out.
    var mistake: String?

    /// More sites are in the API's answer.
    private static let sitesAtMost = 200

    var bytes: [UInt8] {
        .page("What if") { writer in
            writer.element("h1", "What if sites were judged otherwise?")
            writer.element(
                "p",
                "Judges what all nodes last reported by the proposal. No node is asked, and "
                    + "nothing changes.")
            if let mistake {
                writer.start("div", ["class": "fail", "role": "alert"])
                for line in mistake.split(separator: "\n") { writer.element("p", String(line)) }
                writer.end()
            }
            question(&writer)
            if let answer { tell(answer, &writer) }
        }
    }

    private func question(_ writer: inout MarkupWriter) {
        let limits = Set(profiles.flatMap(\.limits.keys)).sorted()
        let checks = Set(profiles.flatMap(\.checks).map(\.id)).sorted()
        writer.start("form", ["class": "filter", "action": "/what-if", "method": "post"])
        writer.choice("a limit", "limit", limits, form?.limit)
        field("would be", "value", form?.value ?? "", &writer)
        field("more limits: name=value, …", "set", form?.set ?? "", &writer)
        writer.choice("nobody asked", "without", checks, form?.without)
        writer.choice("under the profile", "profile", profiles.map(\.id), form?.profile)
        writer.start("label", ["class": "wide"])
        writer.words("a profile instead of the one of its name, or advisories beside (YAML)")
        writer.element(
            "textarea", ["name": "file", "rows": "6", "spellcheck": "false"],
            lines: (form?.file ?? "").split(separator: "\n", omittingEmptySubsequences: false)
                .map { $0.filter { $0 != "\r" } })
        writer.end()
        writer.element("button", ["type": "submit"], "Try it")
        writer.end()
    }

    private func field(
        _ label: String, _ name: String, _ value: String, _ writer: inout MarkupWriter
    ) {
        writer.start("label")
        writer.words(label)
        writer.void("input", ["name": name, "value": value, "maxlength": "256"])
        writer.end()
    }

    // MARK: - The answer

    private func tell(_ answer: WhatIf, _ writer: inout MarkupWriter) {
        writer.element("h2", "If: \(answer.proposal.joined(separator: ", "))")
        if answer.outcomes.isEmpty {
            writer.element("p", "No profile would be judged otherwise.")
        }
        for outcome in answer.outcomes { tell(outcome, &writer) }
    }

    private func tell(_ outcome: WhatIf.Outcome, _ writer: inout MarkupWriter) {
        writer.start("section", ["class": "apart", "aria-label": outcome.profile])
        writer.element("h3", "Under \(outcome.profile)")
        writer.element("p", "Judged otherwise: \(outcome.checks.joined(separator: ", ")).")
        let total = outcome.total
        writer.start("ul", ["class": "cards"])
        for (name, before, after) in [
            ("sites ready", total.before.sites, total.after.sites),
            ("nodes ready", total.before.nodes, total.after.nodes),
            ("cores ready", total.before.cores, total.after.cores),
        ] {
            writer.start("li")
            writer.element("span", ["class": "quiet"], name)
            writer.element("strong", "\(before.grouped) → \(after.grouped)")
            writer.element("span", ["class": Self.name(before, after)], Self.gain(before, after))
            writer.end()
        }
        writer.end()
        if outcome.unwatched > 0 {
            writer.element(
                "p", ["class": "unknown"],
                "\(outcome.unwatched.grouped) nodes never looked at what is asked: of them "
                    + "nothing can be told until they have.")
        }
        for (title, shares) in [
            ("VO", outcome.vos), ("Region", outcome.regions), ("Tier", outcome.tiers),
        ] {
            let otherwise = shares.filter { $0.before != $0.after }
            if !otherwise.isEmpty { self.shares(title, otherwise, &writer) }
        }
        sites(outcome, &writer)
        writer.end()
    }

    private func shares(
        _ title: String, _ shares: [WhatIf.Share], _ writer: inout MarkupWriter
    ) {
        let columns =
            [(title: title, isNumber: false)]
            + ["sites ready", "would be", "nodes ready", "would be", "cores ready", "would be"]
            .map { (title: $0, isNumber: true) }
        writer.table("By \(title)", columns) { writer in
            for share in shares {
                writer.start("tr")
                writer.element("th", ["scope": "row"], share.name)
                for (before, after) in [
                    (share.before.sites, share.after.sites),
                    (share.before.nodes, share.after.nodes),
                    (share.before.cores, share.after.cores),
                ] {
                    writer.number(before)
                    writer.element(
                        "td", ["class": "number \(Self.name(before, after))"], after.grouped)
                }
                writer.end()
            }
        }
    }

    private func sites(_ outcome: WhatIf.Outcome, _ writer: inout MarkupWriter) {
        writer.element("h3", "Sites where anything would be otherwise")
        guard !outcome.sites.isEmpty else { return writer.element("p", "None.") }
        if outcome.sites.count > Self.sitesAtMost {
            writer.element("p", "The first \(Self.sitesAtMost); the API has all.")
        }
        let columns =
            ["site", "stands", "would"].map { (title: $0, isNumber: false) }
            + ["ready", "would be", "with warnings", "would be", "nodes", "never looked"].map {
                (title: $0, isNumber: true)
            }
            + [(title: "why", isNumber: false)]
        writer.table("Sites", columns) { writer in
            for site in outcome.sites.prefix(Self.sitesAtMost) {
                writer.row(site.name, site.page) { writer in
                    writer.word(site.before.isEmpty ? "unknown" : site.before)
                    writer.word(site.after)
                    writer.number(site.readyBefore)
                    writer.element(
                        "td",
                        ["class": "number \(Self.name(site.readyBefore, site.readyAfter))"],
                        site.readyAfter.grouped)
                    writer.number(site.degradedBefore)
                    writer.number(site.degradedAfter)
                    writer.number(site.nodes)
                    writer.number(site.unwatched)
                    writer.element("td", site.reason)
                }
            }
        }
    }

    private static func gain(_ before: Int64, _ after: Int64) -> String {
        after == before ? "as it is" : (after > before ? "+" : "") + (after - before).grouped
    }

    /// The class of a colour.
    private static func name(_ before: Int64, _ after: Int64) -> String {
        after < before ? "fail" : after > before ? "pass" : "quiet"
    }
}
