internal import MusterModel

/// What the fresh nodes of a site say to the settings of its queues. Nobody tells which node
/// serves which queue, so that it is all of the site's nodes.
struct QueueGround: Sendable {
    /// On how many fresh nodes something is so.
    struct Count: Hashable, Sendable {
        var yes: Int64 = 0, no: Int64 = 0, unknown: Int64 = 0

        mutating func add(_ answer: Bool?, _ nodes: Int64) {
            switch answer {
            case true?: yes += nodes
            case false?: no += nodes
            case nil: unknown += nodes
            }
        }
    }

    /// Fresh nodes.
    let fresh: Int64
    /// On how many each route works, and on how many any does.
    let routes: [String: Count], any: Count
    /// On how many a path is there and may be read by anybody.
    let binds: [String: Count]
    /// Paths that profiles ask for.
    let usual: Set<String>
    /// Paths that every fresh node has and was told to bind by its own site, beyond all
    /// profiles and queues.
    let missed: [String]

    /// The probes whose facts are looked at.
    static let areas: Set<String> = ["runtime", "userns", "binds"]
    private static let kind = "binds.bind"

    /// What nodes say.
    ///
    /// - Parameters:
    ///   - asked: paths that queues bind.
    ///   - usual: paths that profiles ask for.
    init(_ kinds: SiteKinds, asked: Set<String>, usual: Set<String>) {
        let watched = kinds.kinds.map { Set($0.sheet.watchList.names(of: Self.kind)) }
        let everywhere = watched.dropFirst().reduce(watched.first ?? []) { $0.intersection($1) }
        let own = everywhere.subtracting(usual).subtracting(asked).filter {
            BindPath.isPlain($0) && !BindPath.isMounted($0)
        }
        (fresh, self.usual) = (kinds.fresh, usual)
        var (routes, binds): ([String: Count], [String: Count]) = ([:], [:])
        let working = kinds.kinds.map { (WorkingRoutes($0.sheet.book), $0.nodes) }
        for route in Set(working.flatMap { $0.0.answers.keys }) {
            for (one, nodes) in working {
                routes[route, default: Count()].add(one.says(of: route), nodes)
            }
            routes[route]?.unknown += kinds.unread
        }
        for path in asked.union(own) {
            for kind in kinds.kinds {
                binds[path, default: Count()].add(Self.has(path, kind.sheet.book), kind.nodes)
            }
            binds[path, default: Count()].unknown += kinds.unread
        }
        var any = Count()
        for (one, nodes) in working { any.add(one.hasOne, nodes) }
        any.unknown += kinds.unread
        (self.routes, self.any, self.binds) = (routes, any, binds)
        let all = own.filter { kinds.fresh > 0 && binds[$0]?.yes == kinds.fresh }.sorted()
        missed = Array(all.prefix(BindPointsMaker.pointsAtMost))
    }

    /// The routes that work on every fresh node.
    var everywhere: [String] {
        routes.filter { fresh > 0 && $0.value.yes == fresh }.keys.sorted()
    }

    private static func has(_ path: String, _ book: FactBook) -> Bool? {
        func flag(_ aspect: String) -> Bool? {
            guard let name = FactName("\(kind).\(aspect)"),
                case .bool(let flag)? = book.fact(FactKey(name, of: path)).reading.value
            else { return nil }
            return flag
        }
        if flag("exists") == false || flag("readable") == false { return false }
        return flag("exists")
    }
}

extension WorkingRoutes {
    /// Whether any works; nil where that is not known.
    fileprivate var hasOne: Bool? { any == .unknown ? nil : any == .works }

    /// Whether a route works; nil where that is not known.
    fileprivate func says(of route: String) -> Bool? {
        switch answers[route] {
        case .works?: true
        case .fails?: false
        case .unknown?: nil
        case nil: isKnown ? false : nil
        }
    }
}
