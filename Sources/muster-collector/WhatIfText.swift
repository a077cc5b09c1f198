import MusterCollector
import MusterModel

/// What would be otherwise, for a terminal: what is lost first.
struct WhatIfText {
    private let answer: WhatIf

    init(_ answer: WhatIf) { self.answer = answer }

    /// The whole, a line each.
    var lines: [String] {
        let head = answer.proposal.isEmpty ? "nothing" : answer.proposal.joined(separator: ", ")
        guard !answer.outcomes.isEmpty else {
            return ["\(head.printable): no check of any profile would be judged otherwise"]
        }
        return ["what if: \(head.printable)"] + answer.outcomes.flatMap(lines)
    }

    private func lines(_ outcome: WhatIf.Outcome) -> [String] {
        let (before, after) = (outcome.total.before, outcome.total.after)
        let title =
            "\(outcome.profile): judged otherwise: \(outcome.checks.joined(separator: ", "))"
        guard !outcome.sites.isEmpty else {
            return ["", "\(title): nothing would be otherwise".printable]
        }
        var lines = [
            "", title,
            "sites ready \(before.sites) -> \(after.sites), nodes \(before.nodes) -> "
                + "\(after.nodes), cores \(before.cores) -> \(after.cores)",
        ].map(\.printable)
        if outcome.unwatched > 0 {
            lines.append(
                "\(outcome.unwatched) nodes never looked at what is asked: nothing can be told "
                    + "of them until they have")
        }
        for (name, shares) in [
            ("VO", outcome.vos), ("region", outcome.regions), ("tier", outcome.tiers),
        ] {
            let changed = shares.filter { $0.before != $0.after }
            guard !changed.isEmpty else { continue }
            lines +=
                [""]
                + TextTable.lines(
                    [name, "sites", "nodes", "cores"], changed.map(cells))
        }
        return lines + [""] + sites(outcome)
    }

    private func cells(_ share: WhatIf.Share) -> [String] {
        let (before, after) = (share.before, share.after)
        return [
            share.name.printable, "\(before.sites) -> \(after.sites)",
            "\(before.nodes) -> \(after.nodes)", "\(before.cores) -> \(after.cores)",
        ]
    }

    private func sites(_ outcome: WhatIf.Outcome) -> [String] {
        let sorted = outcome.sites.sorted { left, right in
            (left.coresAfter - left.coresBefore, left.name)
                < (right.coresAfter - right.coresBefore, right.name)
        }
        return TextTable.lines(
            ["site", "before", "then", "ready", "warned", "cores", "of nodes", "never looked"],
            sorted.map { site in
                [
                    site.name.printable, site.before, site.after,
                    "\(site.readyBefore) -> \(site.readyAfter)",
                    "\(site.degradedBefore) -> \(site.degradedAfter)",
                    "\(site.coresBefore) -> \(site.coresAfter)", "\(site.nodes)",
                    "\(site.unwatched)",
                ]
            })
    }
}
