internal import MusterModel
internal import MusterReport

extension ReadinessReport {
    /// The report for a ticket or a wiki.
    ///
    /// - Parameter address: the collector's, `https://muster.example.org:8443`, to which
    ///   pages are linked; nil where nothing is.
    public func markdown(linking address: String? = nil) -> String {
        var text = MarkdownText(address: address)
        text.heading(1, "Container readiness: \(title) (\(profile), \(dated))")
        text.paragraph(
            "Made \(UTCTime(secondsSince1970: made)). \(total.sitesReady) of \(total.sites) sites,"
                + " \(total.nodesReady) of \(total.nodes) nodes and \(total.coresReady) of"
                + " \(total.cores) cores are ready.")
        for (name, shares) in [("VO", vos), ("Region", regions), ("Tier", tiers)] {
            text.heading(2, "By \(name == "VO" ? name : name.lowercased())")
            text.table(
                [name, "Sites ready", "Nodes ready", "Cores ready"],
                shares.map { share in
                    [
                        .plain(share.name), .plain(share.sitesReady.part(of: share.sites)),
                        .plain(share.nodesReady.part(of: share.nodes)),
                        .plain(share.coresReady.part(of: share.cores)),
                    ]
                })
        }
        text.heading(2, "Sites")
        text.table(Self.siteColumns, sites.map(cells))
        blockers(into: &text)
        spreads(into: &text)
        changes(into: &text)
        return text.lines.joined(separator: "\n") + "\n"
    }

    private static let siteColumns = [
        "Site", "Region", "Tier", "Standing", "Since", "Ready", "Known", "Nodes", "Expected",
        "Cores ready", "Top blocker",
    ]

    private func cells(of site: Site) -> [MarkdownText.Cell] {
        let top = site.blockers.first.map { "\($0.check) (\($0.outcome), \($0.nodes) nodes)" }
        return [
            .link(site.name, site.page), .plain(site.region ?? ""),
            .plain(site.tier.map(String.init) ?? ""),
            .plain(site.standing + (site.flapping ? ", flapping" : "")),
            .plain("\(UTCTime(secondsSince1970: site.since).day)"),
            .plain(site.ready.part(of: site.known)), .plain("\(site.known)"),
            .plain("\(site.nodes)"), .plain(site.expected.map(String.init) ?? "not declared"),
            .plain(site.coresReady.part(of: site.cores)), .plain(top ?? ""),
        ]
    }

    private func blockers(into text: inout MarkdownText) {
        text.heading(2, "What stands in the way")
        text.table(
            ["Check", "Sites", "Nodes", "Cores", "Sites where nothing else does", "Their cores"],
            obstacles.map { obstacle in
                [
                    .link(obstacle.check, obstacle.page), .plain("\(obstacle.sites)"),
                    .plain("\(obstacle.nodes)"), .plain("\(obstacle.cores)"),
                    .plain("\(obstacle.sitesFreed)"), .plain("\(obstacle.coresFreed)"),
                ]
            })
    }

    private func spreads(into text: inout MarkdownText) {
        for (name, spreads) in [("System", systems), ("Kernel", kernels), ("Runtime", routes)] {
            text.heading(2, "\(name)s")
            text.table(
                [name, "Sites", "Nodes", "Cores"],
                spreads.map { spread in
                    [
                        .plain(spread.name), .plain("\(spread.sites)"), .plain("\(spread.nodes)"),
                        .plain("\(spread.cores)"),
                    ]
                })
        }
    }

    private func changes(into text: inout MarkdownText) {
        text.heading(2, "Changed since \(UTCTime(secondsSince1970: since).day)")
        text.table(
            ["Site", "Before", "Now", "When"],
            flips.map { flip in
                [
                    .plain(flip.site), .plain(flip.before.isEmpty ? "not known" : flip.before),
                    .plain(flip.after), .plain("\(UTCTime(secondsSince1970: flip.at))"),
                ]
            })
        let lists = [
            ("Never seen", neverSeen), ("Silent", silent),
            ("Not in the registry", unregistered.map(\.name)),
        ]
        text.heading(2, "Not heard of")
        for (words, names) in lists {
            text.item("\(words): \(names.isEmpty ? "none" : names.joined(separator: ", "))")
        }
        text.heading(2, "Waivers in force")
        text.table(
            ["Check", "Site", "Until", "Owner", "Reason"],
            waivers.map { waiver in
                [
                    .plain(waiver.check), .plain(waiver.site ?? "all"), .plain(waiver.until),
                    .plain(waiver.owner), .plain(waiver.reason),
                ]
            })
    }
}

extension Int64 {
    /// `1,392 (97.0 %)`.
    func part(of whole: Int64) -> String {
        grouped + (share(of: whole).map { " (\($0) %)" } ?? "")
    }
}
