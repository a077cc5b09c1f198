// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// `MUSTER_STATIC=1` adds `muster-static`: the same objects as `muster`, linked so that
/// nothing is needed at run time but the kernel (packaging/static/build).
let isStaticWanted = Context.environment["MUSTER_STATIC"] == "1"
let staticProducts: [Product] =
    isStaticWanted
    ? [.executable(name: "muster-static", targets: ["muster", "CStatic"])] : []
let staticTargets: [Target] =
    isStaticWanted
    ? [.target(name: "CStatic", linkerSettings: [.unsafeFlags(["-static-executable"])])] : []

/// The library targets; `strict` and the arrows of docs/design hold for all.
let package = Package(
    name: "muster",
    products: [
        .executable(name: "muster", targets: ["muster"]),
        .executable(name: "muster-collector", targets: ["muster-collector"]),
    ]
        + staticProducts,
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        // The collector's; nothing of a node's program links them.
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(
            url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        .target(name: "CLinux"),
        .target(name: "CDecompress"),
        .target(name: "CCurl"),
        .target(name: "CSystemd"),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .executableTarget(name: "catalogue", swiftSettings: strict),
        .executableTarget(name: "manuals", swiftSettings: strict),
        .plugin(name: "CataloguePlugin", capability: .buildTool(), dependencies: ["catalogue"]),
        .target(
            name: "MusterModel",
            dependencies: [.product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict
        ),
        .target(
            name: "MusterProbes",
            dependencies: ["MusterModel", "CLinux", "CSystemd", "CDecompress"],
            swiftSettings: strict,
            plugins: ["CataloguePlugin"]
        ),
        .target(
            name: "MusterChecks",
            dependencies: ["MusterModel", "CYAML"],
            swiftSettings: strict,
            plugins: ["CataloguePlugin"]
        ),
        .target(name: "MusterReport", dependencies: ["MusterModel"], swiftSettings: strict),
        .target(
            name: "MusterAgent",
            dependencies: ["MusterModel", "MusterProbes", "CLinux", "CSystemd", "CCurl"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "muster",
            dependencies: [
                "MusterModel", "MusterProbes", "MusterChecks", "MusterReport", "MusterAgent",
                "CLinux",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .target(
            name: "MusterStore",
            dependencies: ["MusterModel", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
        .target(
            name: "MusterCollector",
            dependencies: [
                "MusterModel", "MusterProbes", "MusterChecks", "MusterReport", "MusterStore",
                "CExpat", "CLinux", "CZlib",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "muster-collector",
            dependencies: [
                "CLinux", "CSystemd", "MusterModel", "MusterStore", "MusterCollector",
                "MusterChecks",
                "MusterReport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            path: "Sources/muster-collector", swiftSettings: strict),
        .executableTarget(
            name: "silent-mount", path: "Tests/SilentMount", swiftSettings: strict),
        .executableTarget(
            name: "collector-load",
            dependencies: [
                "MusterModel", "MusterStore", "MusterCollector",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            path: "Benchmarks/CollectorLoad", swiftSettings: strict),
        .target(name: "Luck", path: "Tests/Luck", swiftSettings: strict),
        .target(name: "KillSteps", path: "Tests/KillSteps"),
        .executableTarget(
            name: "kill-driver", dependencies: ["KillSteps", "MusterAgent", "MusterModel"],
            path: "Tests/KillDriver", swiftSettings: strict),
        .testTarget(
            name: "MusterModelTests", dependencies: ["Luck", "MusterModel"], swiftSettings: strict),
        .testTarget(
            name: "MusterProbesTests", dependencies: ["MusterProbes", "MusterModel"],
            swiftSettings: strict),
        .target(name: "LaunchKit", path: "Tests/LaunchKit", swiftSettings: strict),
        .testTarget(
            name: "FixtureTests", dependencies: ["LaunchKit", "muster"], swiftSettings: strict),
        .testTarget(
            name: "MusterTests",
            dependencies: [
                "LaunchKit", "MusterAgent", "MusterModel", "MusterProbes", "kill-driver", "manuals",
                "muster", "silent-mount",
            ],
            swiftSettings: strict),
        .testTarget(name: "TidyTests", swiftSettings: strict),
        .target(
            name: "AuditExamples", dependencies: ["MusterModel"], path: "Tests/AuditExamples",
            swiftSettings: strict),
        .executableTarget(
            name: "journal-probe",
            dependencies: ["AuditExamples", "MusterAgent", "MusterModel"],
            path: "Tests/JournalProbe", swiftSettings: strict),
        .testTarget(
            name: "MusterReportTests",
            dependencies: ["AuditExamples", "LaunchKit", "MusterReport", "MusterModel"],
            swiftSettings: strict),
        .testTarget(
            name: "MusterAgentTests",
            dependencies: [
                "AuditExamples", "CSystemd", "Luck", "MusterAgent", "MusterModel", "journal-probe",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "MusterStoreTests",
            dependencies: ["AuditExamples", "Luck", "MusterModel", "MusterStore"],
            swiftSettings: strict),
        .testTarget(
            name: "MusterCollectorTests",
            dependencies: [
                "AuditExamples", "LaunchKit", "Luck", "MusterChecks", "MusterCollector",
                "MusterModel",
                "MusterProbes", "MusterStore", "muster", "muster-collector",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "PackagingTests", dependencies: ["LaunchKit"], swiftSettings: strict),
        .testTarget(
            name: "MusterChecksTests",
            dependencies: ["MusterChecks", "MusterModel", "MusterProbes"],
            swiftSettings: strict),
    ] + staticTargets
)
