/// Which target may use which: arrows point down only.
///
/// muster → Agent, muster-collector → Collector → Probes, Checks, Report, Store → Model.
/// Probes, Checks, Report and Store do not know each other. What is not written here is
/// not allowed.
enum Arrows {
    /// The project's own targets and the libraries that each may import.
    static let allowed: [String: Set<String>] = [
        "CLinux": [], "CSystemd": [], "CYAML": [], "CDecompress": [],
        "CStatic": [], "CCurl": [],
        "catalogue": ["Foundation"], "CataloguePlugin": ["Foundation", "PackagePlugin"],
        "manuals": ["Foundation"],
        "collector-load": [
            "MusterModel", "MusterStore", "MusterCollector", "ArgumentParser",
            "AsyncHTTPClient", "Foundation", "NIOCore", "NIOHTTP1", "NIOSSL",
        ],
        "MusterModel": ["Crypto"],
        "MusterProbes": ["MusterModel", "CLinux", "CSystemd", "CDecompress", "Glibc"],
        "MusterChecks": ["MusterModel", "CYAML", "Glibc"],
        "MusterReport": ["MusterModel", "Glibc"],
        "MusterAgent": [
            "MusterModel", "MusterProbes", "MusterChecks", "MusterReport", "CLinux", "CSystemd",
            "CCurl", "Glibc",
        ],
        "muster": [
            "MusterModel", "MusterProbes", "MusterChecks", "MusterReport", "MusterAgent",
            "CLinux", "CSystemd", "ArgumentParser", "Glibc",
        ],
        "CExpat": [],
        "CZlib": [],
        "MusterStore": ["MusterModel", "GRDB"],
        "MusterCollector": [
            "MusterModel", "MusterProbes", "MusterChecks", "MusterReport", "MusterStore", "CExpat",
            "CZlib",
            "AsyncHTTPClient", "Hummingbird", "HummingbirdCore", "HummingbirdTLS", "Logging",
            "NIOCore", "NIOHTTP1",
            "Crypto", "JWTKit", "NIOHTTPTypes", "NIOSSL", "ServiceLifecycle", "SwiftASN1", "X509",
            "CLinux", "Foundation",
            "HTTPTypes",
        ],
        "muster-collector": [
            "MusterModel", "MusterStore", "MusterCollector", "MusterChecks", "MusterReport",
            "ArgumentParser", "AsyncHTTPClient", "NIOCore", "NIOHTTP1", "NIOSSL",
            "CLinux", "CSystemd", "Foundation", "Glibc", "Logging",
            "ServiceLifecycle", "UnixSignals",
        ],
    ]

    /// What any target may import: no I/O, no policy, no weight.
    static let common: Set<String> = ["FoundationEssentials", "Synchronization"]

    /// Targets that a manifest may name beside libraries of the system.
    static let tools: Set<String> = ["catalogue", "CataloguePlugin"]

    /// What is wrong with an arrow; nil where it is allowed.
    static func objection(from target: String, to used: String) -> String? {
        guard let allowed = allowed[target] else {
            return "\(target) is a new target, needed its arrows in Tests/TidyTests/Arrows.swift"
        }
        if allowed.contains(used) || common.contains(used) { return nil }
        return "\(target) uses \(used), needed one of \(allowed.union(common).sorted())"
    }
}
