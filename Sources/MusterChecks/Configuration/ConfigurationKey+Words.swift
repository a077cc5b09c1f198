internal import MusterModel

extension ConfigurationKey {
    /// What it may be, with its unit, for a person.
    public var range: String {
        if let spans {
            let never = self == .smoke ? ", or never" : ""
            return "time, \(spans.lowerBound.plain) to \(spans.upperBound.plain)" + never
        }
        if let sizes { return "size, \(sizes.lowerBound) to \(sizes.upperBound)" }
        if let counts { return "number, \(counts.lowerBound) to \(counts.upperBound)" }
        return switch self {
        case .site: "a site's name"
        case .profiles: "list of profiles"
        case .binds, .images: "text, or list of texts"
        case .smokeImages: "image, or list of images"
        case .hostName: "told or hashed"
        case .urls: "list of https:// addresses"
        case .proxy: "http:// or https:// address"
        case .followsBundles: "yes or no"
        case .bundleKeys: "list of keys, 64 digits each"
        default: "absolute path"
        }
    }

    /// What it is where nobody says.
    public var usual: String { text(in: Configuration()) }

    /// What it is in a configuration, for a person.
    public func text(in it: Configuration) -> String {
        switch self {
        case .site: it.site ?? "none"
        case .profiles: it.profiles.isEmpty ? "the usual ones" : it.profiles.listed
        case .binds: it.binds.listed
        case .images: it.images.listed
        case .smokeImages: it.smokeImages.listed
        case .hostName: it.tellsHostName ? "told" : "hashed"
        case .urls: it.collector.addresses.listed
        case .authorities: it.collector.authorities ?? "the system's"
        case .certificate: it.collector.certificate ?? "none"
        case .key: it.collector.key ?? "none"
        case .token: it.collector.token ?? "none"
        case .proxy: it.collector.proxy ?? "none"
        case .deadline: it.collector.deadline.plain
        case .followsBundles: it.bundles.areFollowed ? "yes" : "no"
        case .bundleKeys: it.bundles.keys.map(\.text).listed
        case .full: it.looks.full.plain
        case .brief: it.looks.brief.plain
        case .smoke: it.looks.smoke?.plain ?? "never"
        case .spoolBytes: it.spool.bytes.description
        case .spoolFiles: String(it.spool.files)
        case .spoolFloor: it.spool.floor.description
        }
    }
}

extension [String] {
    fileprivate var listed: String { isEmpty ? "none" : joined(separator: ", ") }
}

extension Duration {
    /// The span in the largest unit that leaves nothing over, as files write it.
    fileprivate var plain: String {
        let all = milliseconds
        let units: [(name: String, size: Int64)] = [
            ("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1000), ("ms", 1),
        ]
        let unit = units.first { all % $0.size == 0 } ?? ("ms", 1)
        return "\(all / unit.size) \(unit.name)"
    }
}
