/// A dated set of checks with thresholds: what one VO, or WLCG, asks of a node.
/// What it includes has been taken in; limits are resolved.
public struct Profile: Hashable, Sendable {
    /// A named threshold that including profiles and what-if may override.
    public struct NamedLimit: Hashable, Sendable {
        /// The threshold.
        public let value: FactValue
        /// Where it is written.
        public let source: Source

        /// The file that states another value than the profile it includes; nil for the
        /// value of the profile that first names the limit.
        public let setIn: String?

        /// A threshold with its source.
        public init(_ value: FactValue, _ source: Source, setIn: String? = nil) {
            self.value = value
            self.source = source
            self.setIn = setIn
        }
    }

    /// The public id: `baseline`, `atlas`.
    public let id: String
    /// Whose requirements these are.
    public let title: String
    /// The day they were last brought up to date.
    public let dated: CalendarDate
    /// Whether a node is judged under it without being asked.
    public let isDefault: Bool
    /// Named thresholds.
    public let limits: [String: NamedLimit]
    /// The checks, included ones first, in the order of their files.
    public let checks: [Check]
    /// The ids of checks that it has and nobody wants judged now, in their order;
    /// a verdict without them is partial.
    public let leftOut: [String]

    /// A profile from its parts; whole where nothing is left out.
    public init(
        id: String, title: String, dated: CalendarDate, isDefault: Bool = true,
        limits: [String: NamedLimit], checks: [Check], leftOut: [String] = []
    ) {
        self.id = id
        self.title = title
        self.dated = dated
        self.isDefault = isDefault
        self.limits = limits
        self.checks = checks
        self.leftOut = leftOut
    }

    /// The profile with only those checks that `isWanted`.
    public func reduced(to isWanted: (Check) -> Bool) -> Profile {
        let (wanted, rest) = (checks.filter(isWanted), checks.filter { !isWanted($0) })
        return Profile(
            id: id, title: title, dated: dated, isDefault: isDefault, limits: limits,
            checks: wanted, leftOut: leftOut + rest.map(\.id))
    }

    /// The subjects that its checks name.
    public var watchList: WatchList {
        var list = WatchList()
        for check in checks {
            if let each = check.each { list.add(each.among.listed, of: each.kind) }
            let situations = [check.when] + check.remedies.map(\.when)
            for predicate in [check.require] + situations.compactMap(\.self) {
                predicate.watch(into: &list)
            }
        }
        return list
    }
}

extension SubjectSelection {
    /// The subjects that are written out.
    public var listed: [String] {
        switch self {
        case .listed(let names), .listedAndDemanded(let names): names
        case .observed, .demanded: []
        }
    }
}

extension Predicate {
    /// Adds the subjects that the predicate names.
    func watch(into list: inout WatchList) {
        switch self {
        case .all(let parts), .any(let parts): for part in parts { part.watch(into: &list) }
        case .not(let part): part.watch(into: &list)
        case .some(let range), .every(let range):
            list.add(range.among.listed, of: range.kind)
            range.that.watch(into: &list)
        case .fact, .unaffected: break
        }
    }
}
