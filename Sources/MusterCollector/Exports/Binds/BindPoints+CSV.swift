internal import MusterReport

extension BindPoints {
    /// The columns of ``csv``, in order; new ones are only added at the end.
    public static let columns = [
        "made", "profile", "site", "region", "tier", "state", "path", "asked", "needing", "cores",
        "making", "routeless", "undetermined", "unheard", "images_lacking", "images_unwatched",
    ]

    /// A row for each site and path; one without a path for a site where nothing has to be in
    /// the image, or nothing is known.
    public var csv: String {
        CSVTable.text(of: [Self.columns] + sites.flatMap(rows))
    }

    private func rows(of site: Site) -> [[String]] {
        if site.points.isEmpty { return [cells(of: site, nil)] }
        return site.points.map { cells(of: site, $0) }
    }

    private func cells(of site: Site, _ need: Need?) -> [String] {
        func images(_ points: (Image) -> [String]) -> String {
            guard let need else { return "" }
            return self.images.filter { $0.site == nil || $0.site == site.name }
                .filter { points($0).contains(need.path) }
                .map(\.name).joined(separator: " ")
        }
        return [
            "\(UTCTime(secondsSince1970: made))", profile, site.name, site.region ?? "",
            site.tier.map(String.init) ?? "", site.state.rawValue, need?.path ?? "",
            need?.asked.joined(separator: "; ") ?? "", "\(site.needing)", "\(site.cores)",
            "\(site.making)", "\(site.routeless)", "\(site.undetermined)", "\(site.unheard)",
            images(\.lacks), images(\.unwatched),
        ]
    }
}
