import MusterCollector
import MusterModel
import MusterReport

/// Bind points, as far as a terminal needs them.
struct BindPointsText {
    /// A line each.
    private(set) var lines: [String] = []

    /// More sites or images are told by number alone; all are in JSON and CSV.
    private static let rowsShown = 100

    init(_ points: BindPoints) {
        lines.append(
            "bind points that an image needs  profile \(points.profile), made "
                + "\(UTCTime(secondsSince1970: points.made))")
        if points.points.isEmpty {
            lines.append("none, as far as is known")
        } else {
            table(
                ["path", "sites", "nodes", "cores", "asked by"],
                points.points.map {
                    [
                        $0.path.printable, "\($0.sites.count)", "\($0.nodes)", "\($0.cores)",
                        $0.asked.joined(separator: ", ").printable,
                    ]
                })
        }
        sites(points.sites)
        images(points.images)
    }

    private mutating func sites(_ sites: [BindPoints.Site]) {
        let needed = sites.filter { $0.state == .needed }
        if !needed.isEmpty {
            lines.append("")
            table(
                ["site", "in need", "fresh", "what has to be in the image"],
                needed.map { site in
                    let more = site.leftOut > 0 ? " and \(site.leftOut) that are no paths" : ""
                    return [
                        site.name.printable, "\(site.needing)", "\(site.fresh)",
                        site.points.map(\.path).joined(separator: " ").printable + more,
                    ]
                })
        }
        let others: [(BindPoints.State, String)] = [
            (.unknown, "not known, their nodes do not tell"),
            (.noFreshNode, "not known, no fresh node"),
            (.noRoute, "no runtime starts containers there"),
            (.notNeeded, "nothing needed, their nodes make bind points"),
        ]
        lines.append("")
        for (state, words) in others {
            let names = sites.filter { $0.state == state }.map(\.name.printable)
            if names.isEmpty { continue }
            let more = names.count > Self.rowsShown ? " …" : ""
            lines.append(
                "\(words): \(names.count) (\(names.prefix(Self.rowsShown).joined(separator: ", "))"
                    + "\(more))")
        }
        for site in needed where site.undetermined > 0 {
            lines.append(
                "\(site.name.printable): \(site.undetermined) of \(site.fresh) fresh nodes do not "
                    + "tell")
        }
    }

    private mutating func images(_ images: [BindPoints.Image]) {
        if images.isEmpty {
            lines += ["", "no node looked into an image"]
            return
        }
        func named(_ points: [String]) -> String {
            points.isEmpty ? "-" : points.joined(separator: " ").printable
        }
        lines.append("")
        table(
            ["image", "of", "looked", "lacks", "nobody looked for"],
            images.map { image in
                [
                    image.name.printable, image.site?.printable ?? "all", "\(image.looked)",
                    image.looked == 0 ? "not known" : named(image.lacks), named(image.unwatched),
                ]
            })
    }

    private mutating func table(_ head: [String], _ rows: [[String]]) {
        lines += TextTable.lines(head, Array(rows.prefix(Self.rowsShown)))
        if rows.count > Self.rowsShown { lines.append("and \(rows.count - Self.rowsShown) more") }
    }
}
