/// Everything stable that an audit saw of a node: the sections of its probes, the
/// watch list and the vantage.
public struct Sheet: Hashable, Sendable {
    /// One section a probe, by probe id.
    public let sections: [Section]

    /// What the probes were asked to look at.
    public let watchList: WatchList

    /// Where the audit stood.
    public let vantage: Vantage

    /// A sheet; the order of `sections` does not matter.
    public init(sections: [Section], watchList: WatchList, vantage: Vantage) {
        self.sections = sections.sorted { $0.probe < $1.probe }
        self.watchList = watchList
        self.vantage = vantage
    }

    /// Section digests, watch list and vantage.
    public var json: JSONValue {
        .object([
            "sections": .object(
                Dictionary(
                    sections.map { ($0.probe, JSONValue.string($0.digest.text)) },
                    uniquingKeysWith: { first, _ in first })),
            "vantage": vantage.json, "watch_list": watchList.json,
        ])
    }

    /// The digest over ``json``: equal sheets are judged once.
    public var digest: Digest { Digest(of: json.canonicalBytes) }
}
