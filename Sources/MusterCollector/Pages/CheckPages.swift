internal import MusterModel
internal import MusterReport
internal import MusterStore

/// Every required check that is open anywhere.
struct ChecksPage {
    let profile: String?
    let profiles: [String]
    let checks: [OpenCheck]

    static let limit = 500

    var bytes: [UInt8] {
        .page("Checks") { writer in
            writer.element("h1", "What is in the way, anywhere")
            writer.tabs("Profiles", profiles, profile) { "/checks?profile=\(Address.part($0))" }
            if checks.isEmpty {
                writer.element("p", "Nothing that is required is open.")
                return
            }
            let columns = [
                (title: "check", isNumber: false), (title: "profile", isNumber: false),
                (title: "sites", isNumber: true), (title: "nodes", isNumber: true),
                (title: "cores", isNumber: true),
            ]
            writer.table("Open checks", columns) { writer in
                for check in checks {
                    writer.row(check.check, Address.check(check.check)) { writer in
                        writer.element("td", check.profile)
                        writer.number(check.sites)
                        writer.number(check.nodes)
                        writer.number(check.cores)
                    }
                }
            }
        }
    }
}

/// One check: what it asks, and who does not have it.
struct CheckPage {
    let check: Check
    let profiles: [String]
    let failures: [CheckFailure]

    /// More rows would make the page larger than anybody wants to load.
    static let limit = 200

    var bytes: [UInt8] {
        .page(check.id) { writer in
            writer.element("h1", check.id)
            writer.element("p", check.title)
            writer.facts(
                [("why", check.reason), ("asked by", profiles.joined(separator: ", "))]
                    + check.sources.map { ("source", "\($0.text) (\($0.date))") })
            writer.element("h2", "Where it is open")
            if failures.isEmpty {
                writer.element("p", "Nowhere.")
                return
            }
            if failures.count == Self.limit {
                writer.element("p", "The \(Self.limit) with the most nodes; the API has all.")
            }
            let columns = [
                (title: "site", isNumber: false), (title: "profile", isNumber: false),
                (title: "outcome", isNumber: false), (title: "nodes", isNumber: true),
                (title: "verdict since", isNumber: false), (title: "for example", isNumber: false),
            ]
            writer.table("Sites", columns) { writer in
                for failure in failures {
                    writer.row(failure.site, Address.site(failure.site, profile: failure.profile)) {
                        writer in
                        writer.element("td", failure.profile)
                        writer.word(failure.outcome)
                        writer.start("td", ["class": "number"])
                        writer.element(
                            "a",
                            [
                                "href": Address.nodes(
                                    at: failure.site, under: failure.profile, [("check", check.id)])
                            ], failure.nodes.grouped)
                        writer.end()
                        writer.moment(failure.since)
                        writer.start("td")
                        writer.element(
                            "a", ["href": Address.node(failure.example, at: failure.site)],
                            failure.example)
                        writer.end()
                    }
                }
            }
        }
    }
}

/// The profiles by which sites are judged.
struct ProfilesPage {
    let profiles: [Profile]
    let tallies: [StandingTally]
    let waivers: [(site: String?, waiver: Waiver)]

    var bytes: [UInt8] {
        .page("Profiles") { writer in
            writer.element("h1", "By what sites are judged")
            let columns = [
                (title: "profile", isNumber: false), (title: "what it is", isNumber: false),
                (title: "dated", isNumber: false), (title: "checks", isNumber: true),
                (title: "ready sites", isNumber: true), (title: "sites", isNumber: true),
            ]
            writer.table("Profiles", columns) { writer in
                for profile in profiles {
                    let rows = tallies.filter { $0.profile == profile.id }
                    writer.row(profile.id, Address.profile(profile.id)) { writer in
                        writer.element("td", profile.title)
                        writer.element("td", profile.dated.description)
                        writer.number(Int64(profile.checks.count))
                        writer.number(rows.first { $0.standing == "ready" }?.sites ?? 0)
                        writer.number(rows.reduce(0) { $0 + $1.sites })
                    }
                }
            }
            if waivers.isEmpty { return }
            writer.element("h2", "Exceptions in force")
            let heads = ["check", "site", "reason", "owner", "until"].map {
                (title: $0, isNumber: false)
            }
            writer.table("Waivers", heads) { writer in
                for (site, waiver) in waivers {
                    writer.row(waiver.check, Address.check(waiver.check)) { writer in
                        writer.element("td", site ?? "everywhere")
                        writer.element("td", waiver.reason)
                        writer.element("td", waiver.owner)
                        writer.element("td", waiver.until.description)
                    }
                }
            }
        }
    }
}

/// One profile: what it asks.
struct ProfilePage {
    let profile: Profile
    let open: [OpenCheck]

    var bytes: [UInt8] {
        .page(profile.id) { writer in
            writer.element("h1", profile.id)
            writer.element("p", "\(profile.title), dated \(profile.dated).")
            let counts = Dictionary(open.map { ($0.check, $0) }) { first, _ in first }
            let columns = [
                (title: "check", isNumber: false), (title: "what it asks", isNumber: false),
                (title: "open at sites", isNumber: true), (title: "on nodes", isNumber: true),
            ]
            writer.table("Checks", columns) { writer in
                for check in profile.checks {
                    writer.row(check.id, Address.check(check.id)) { writer in
                        writer.element("td", check.title)
                        writer.number(counts[check.id]?.sites ?? 0)
                        writer.number(counts[check.id]?.nodes ?? 0)
                    }
                }
            }
        }
    }
}
