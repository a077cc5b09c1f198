internal import MusterModel

/// Every key of the configuration, as a path of names; what reader, environment, command
/// line and reference know of one stands here once.
public enum ConfigurationKey: String, Hashable, Sendable, CaseIterable {
    case site, profiles, binds, images
    case smokeImages = "smoke.images"
    case hostName = "privacy.host_name"
    case urls = "collector.urls"
    case authorities = "collector.ca"
    case certificate = "collector.certificate"
    case key = "collector.key"
    case token = "collector.token"
    case proxy = "collector.proxy"
    case deadline = "collector.deadline"
    case followsBundles = "bundles.follow"
    case bundleKeys = "bundles.keys"
    case full = "schedule.full"
    case brief = "schedule.brief"
    case smoke = "schedule.smoke"
    case spoolBytes = "spool.bytes"
    case spoolFiles = "spool.files"
    case spoolFloor = "spool.floor"

    /// The names from the outermost mapping in: one or two.
    var names: [String] { rawValue.split(separator: ".").map(String.init) }

    /// The mappings and keys of the outermost mapping, each once, in their order.
    static var parts: [String] {
        var seen: Set<String> = []
        return allCases.compactMap(\.names.first).filter { seen.insert($0).inserted }
    }

    /// The keys inside one of the mappings.
    static func names(in part: String) -> [String] {
        allCases.map(\.names).filter { $0.count == 2 && $0[0] == part }.map { $0[1] }
    }

    /// The variable that says it: `MUSTER_COLLECTOR_URLS`.
    public var variable: String {
        "MUSTER_" + rawValue.uppercased().map { $0 == "." ? "_" : String($0) }.joined()
    }

    /// The option of `muster agent` that says it; nil where there is none.
    public var option: String? {
        switch self {
        case .site: "--site"
        case .profiles: "--profile"
        case .urls: "--collector"
        default: nil
        }
    }

    /// Whether variable and option hold several texts, with commas between.
    public var isList: Bool {
        [.profiles, .urls, .smokeImages, .bundleKeys].contains(self)
    }

    /// The spans of time that it may be.
    var spans: ClosedRange<Duration>? {
        let (minute, day): (Duration, Duration) = (.seconds(60), .seconds(86_400))
        return switch self {
        case .deadline: .seconds(1)...minute * 5
        case .full: minute * 5...day
        case .brief: minute...day
        case .smoke: minute * 60...day * 30
        default: nil
        }
    }

    /// The sizes that it may be.
    var sizes: ClosedRange<Bytes>? {
        switch self {
        case .spoolBytes: Bytes.mebibytes(1)...Bytes.mebibytes(4096)
        case .spoolFloor: Bytes(0)...Bytes.mebibytes(1 << 20)
        default: nil
        }
    }

    /// The numbers that it may be.
    var counts: ClosedRange<Int64>? { self == .spoolFiles ? 16...65_536 : nil }
}
