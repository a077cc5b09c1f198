internal import MusterModel

/// What nodes found in images, whoever's they are.
struct ImageLooks: Sendable {
    private struct Key: Hashable, Comparable {
        /// Empty for what is published.
        let site: String
        let name: String

        static func < (left: Key, right: Key) -> Bool {
            (left.site, left.name) < (right.site, right.name)
        }
    }

    private struct Look {
        var holds: Set<String> = [], lacks: Set<String> = []
        var looked: Int64 = 0, blind: Int64 = 0
    }

    private var looks: [Key: Look] = [:]

    /// More images are no list; WLCG's profiles name a few dozen.
    private static let imagesAtMost = 2000

    /// The probe that looks into images.
    static let area = "images"

    /// What nodes of a kind found.
    mutating func add(_ kind: SiteKinds.Kind, at site: String) {
        guard let roster = FactName("images.images.list"),
            case .success(let names) = kind.sheet.book.subjects(in: roster)
        else { return }
        for name in names {
            func value(_ aspect: String) -> FactValue? {
                FactName("images.image." + aspect)
                    .flatMap { kind.sheet.book.fact(FactKey($0, of: name)).reading.value }
            }
            // What is not there is no image; that it should be is another check's.
            guard value("present") == .bool(true) else { continue }
            let isPublished = value("on-cvmfs") == .bool(true)
            let key = Key(site: isPublished ? "" : site, name: name)
            guard looks[key] != nil || looks.count < Self.imagesAtMost else { continue }
            var look = looks[key] ?? Look()
            guard case .paths(let held)? = value("bind-points") else {
                look.blind += kind.nodes
                looks[key] = look
                continue
            }
            look.looked += kind.nodes
            look.holds.formUnion(held)
            if case .list(let missing)? = value("missing-bind-points") {
                look.lacks.formUnion(missing)
            }
            looks[key] = look
        }
    }

    /// The images beside the points that they should hold: those of all sites for what is
    /// published, else those of its own.
    func images(
        holding points: [String], at sites: [String: [String]]
    ) -> [BindPoints.Image] {
        looks.sorted { $0.key < $1.key }.compactMap { key, look in
            let wanted = key.site.isEmpty ? points : sites[key.site] ?? []
            guard key.site.isEmpty || !wanted.isEmpty else { return nil }
            return BindPoints.Image(
                name: key.name.printable, site: key.site.isEmpty ? nil : key.site,
                holds: wanted.filter(look.holds.contains),
                lacks: wanted.filter(look.lacks.contains),
                unwatched: wanted.filter { !look.holds.contains($0) && !look.lacks.contains($0) },
                looked: look.looked, blind: look.blind)
        }
    }
}
