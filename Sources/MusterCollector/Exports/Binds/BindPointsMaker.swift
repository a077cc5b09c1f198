internal import MusterModel
public import MusterStore

/// Finds out which directories have to be in an image, from what nodes last reported.
public struct BindPointsMaker: Sendable {
    /// What is needed of a store.
    public typealias Store = JudgingStore & RegistryStore & RejudgingStore & ReportStore

    private let store: any Store
    private let bench: Bench

    /// A site has fewer bind directories.
    static let pointsAtMost = 256

    /// A maker over a store.
    ///
    /// - Parameter bench: by what the store's nodes were judged.
    public init(_ store: any Store, bench: Bench) { (self.store, self.bench) = (store, bench) }

    /// What has to be in images at a moment, milliseconds since 1970; nil for a profile that
    /// nobody is judged under.
    ///
    /// - Parameter scope: what of it somebody may read.
    /// - Throws: ``StoreError``.
    public func points(
        under id: String, at moment: Int64, within scope: ReadScope = .all
    ) async throws(StoreError) -> BindPoints? {
        guard let profile = bench.profiles.first(where: { $0.id == id }) else { return nil }
        let rule = BindPointRule(
            of: bench, on: CalendarDate(secondsSince1970: moment / 1000))
        let keeper = RegistryKeeper(store)
        var (sites, looks) = ([BindPoints.Site](), ImageLooks())
        for row in try await store.sites() where scope.covers(row.name) {
            guard let known = try await keeper.site(row.name, moment) else { continue }
            let kinds = try await SiteKinds(
                of: row, in: store, areas: rule.areas.union([ImageLooks.area]), under: id)
            for kind in kinds.kinds { looks.add(kind, at: row.name) }
            let demands = await keeper.demands(of: row.name, moment)
            sites.append(
                BindPoints.Site(known, kinds, by: rule, asked: Asked(profile, demands)))
        }
        let points = Self.sum(of: sites)
        let own = Dictionary(sites.map { ($0.name, $0.points.map(\.path)) }) { first, _ in first }
        return BindPoints(
            profile: id, made: moment / 1000, points: points, sites: sites,
            images: looks.images(holding: points.map(\.path), at: own))
    }

    private static func sum(of sites: [BindPoints.Site]) -> [BindPoints.Point] {
        var points: [String: BindPoints.Point] = [:]
        for site in sites {
            for need in site.points {
                var point =
                    points[need.path]
                    ?? BindPoints.Point(path: need.path, asked: [], sites: [], nodes: 0, cores: 0)
                point.asked = Set(point.asked).union(need.asked).sorted()
                point.sites.append(site.name)
                point.nodes += site.needing
                point.cores += site.cores
                points[need.path] = point
            }
        }
        return points.values.sorted { $0.path < $1.path }
    }
}

/// Who asks for which bind directories.
struct Asked {
    private(set) var by: [String: Set<String>] = [:]
    /// Names that are no plain paths.
    private(set) var leftOut: Set<String> = []

    /// What a profile and the queues of a site ask for.
    init(_ profile: Profile, _ demands: [Demand]) {
        add(profile.watchList.names(of: "binds.bind"), by: "profile \(profile.id)")
        for demand in demands { add(demand.binds.map(\.destination), by: demand.origin) }
    }

    /// What nodes were told to look for: places in images, or where they have none, on
    /// themselves.
    mutating func add(_ watchList: WatchList) {
        let places = watchList.names(of: "images.bind-point")
        add(places.isEmpty ? watchList.names(of: "binds.bind") : places, by: "its nodes")
    }

    private mutating func add(_ paths: [String], by who: String) {
        for path in paths where !BindPath.isMounted(path) {
            let isRoom = by[path] != nil || by.count < BindPointsMaker.pointsAtMost
            guard BindPath.isPlain(path), isRoom else {
                if leftOut.count < BindPointsMaker.pointsAtMost { leftOut.insert(path) }
                continue
            }
            by[path, default: []].insert(who)
        }
    }
}

extension BindPoints.Site {
    fileprivate init(
        _ known: RegisteredSite, _ kinds: SiteKinds, by rule: BindPointRule, asked: Asked
    ) {
        var asked = asked
        var (counts, cores): ([BindPointRule.Answer: Int64], Int64) = ([:], 0)
        for kind in kinds.kinds {
            let answer = rule.answer(kind.sheet.book)
            counts[answer, default: 0] += kind.nodes
            guard answer == .needed else { continue }
            cores += kind.cores
            asked.add(kind.sheet.watchList)
        }
        let needing = counts[.needed] ?? 0
        let points = asked.by.sorted { $0.key < $1.key }
            .map { BindPoints.Need(path: $0.key, asked: $0.value.sorted()) }
        self.init(
            name: known.name, region: known.region, tier: known.tier, state: .unknown,
            needing: needing, cores: cores, making: counts[.made] ?? 0,
            routeless: counts[.routeless] ?? 0,
            undetermined: (counts[.unknown] ?? 0) + kinds.unread, unheard: kinds.unheard,
            points: needing > 0 ? points : [], leftOut: needing > 0 ? asked.leftOut.count : 0)
        state =
            if needing > 0 {
                .needed
            } else if fresh == 0 {
                .noFreshNode
            } else if undetermined > 0 {
                .unknown
            } else { making > 0 ? .notNeeded : .noRoute }
    }
}
