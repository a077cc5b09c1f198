internal import MusterModel

/// Every key of the collector's configuration, as a path of names; what reader and
/// reference know of one stands here once.
enum CollectorKey: String, Hashable, CaseIterable {
    case listen
    case certificate = "tls.certificate"
    case key = "tls.key"
    case authorities = "identity.client_ca"
    case hosts = "identity.hosts"
    case issuers = "identity.issuers"
    case reading = "identity.reading"
    case freshFor = "standing.fresh_for"
    case silentAfter = "standing.silent_after"
    case readyFrom = "standing.ready_from"
    case notReadyBelow = "standing.not_ready_below"
    case notReadyBelowAtCentres = "standing.not_ready_below_at_centres"
    case flappingFrom = "standing.flapping_from"
    case flappingWithin = "standing.flapping_within"
    case reports = "retention.reports"
    case history = "retention.history"
    case hours = "retention.hours"
    case contents = "retention.contents"
    case webhooks
    case monitURL = "exports.monit.url"
    case monitProducer = "exports.monit.producer"
    case monitUser = "exports.monit.user"
    case monitPassword = "exports.monit.password"
    case monitAuthority = "exports.monit.authority"
    case monitEvery = "exports.monit.every"
    case monitProfiles = "exports.monit.profiles"

    /// The mapping that it stands in, `exports.monit`; nil for one of the outermost.
    var part: String? {
        rawValue.lastIndex(of: ".").map { String(rawValue[..<$0]) }
    }

    /// Its name there.
    var name: String { rawValue.split(separator: ".").last.map(String.init) ?? rawValue }

    /// The keys and mappings of the outermost mapping, each once, in their order.
    static var parts: [String] {
        var seen: Set<String> = []
        return allCases.map { String($0.rawValue.prefix { $0 != "." }) }
            .filter { seen.insert($0).inserted }
    }

    /// The keys inside one of the mappings.
    static func keys(in part: String) -> [CollectorKey] { allCases.filter { $0.part == part } }

    /// The spans of time that it may be.
    var spans: ClosedRange<Duration>? {
        let day = Duration.seconds(86_400)
        return switch self {
        case .freshFor: .seconds(10)...day * 7
        case .silentAfter: .seconds(20)...day * 60
        case .flappingWithin: day...day * 90
        case .reports, .contents, .hours: day...day * 3660
        case .history: day * 7...day * 36_600
        case .monitEvery: .seconds(60)...day
        default: nil
        }
    }

    /// The numbers that it may be.
    var counts: ClosedRange<Int64>? {
        switch self {
        case .readyFrom, .notReadyBelow, .notReadyBelowAtCentres: 0...100
        case .flappingFrom: 2...1000
        default: nil
        }
    }

    /// What it may be, with its unit, for a person.
    var range: String {
        if let spans { return "time, \(spans.lowerBound.inWords) to \(spans.upperBound.inWords)" }
        if let counts, self == .flappingFrom {
            return "number, \(counts.lowerBound) to \(counts.upperBound)"
        }
        if let counts { return "per cent, \(counts.lowerBound) to \(counts.upperBound)" }
        return switch self {
        case .listen: "host:port"
        case .hosts: "list of {hosts: NAME or *.DOMAIN, site: NAME}"
        case .issuers: "list of {issuer, audiences, keys, hosts, rights}"
        case .reading: "known or everybody"
        case .webhooks: "list of {url, secret, profiles}"
        case .monitURL: "https://HOST:PORT/PATH"
        case .monitProducer: "letters, digits, _ and -"
        case .monitUser: "text"
        case .monitProfiles: "list of profiles"
        default: "absolute path"
        }
    }
}
