import Testing

/// Arrows point down only, in the manifest and in the import lines.
@Suite struct ArrowTests {
    private static let statement =
        #"^\s*(?:@\w+\s+)*(?:\w+\s+)?import\s+"#
        + #"(?:(?:struct|class|enum|protocol|typealias|func|var|let)\s+)?(\w+)"#

    static let imports = Rule(
        covers: { Paths.swift($0) && ($0.hasPrefix("Sources/") || $0.hasPrefix("Plugins/")) },
        look: { file in
            let pattern = Pattern(statement)
            return file.code.enumerated().compactMap { index, line in
                guard let used = pattern.captures(in: line)?.first else { return nil }
                return Arrows.objection(from: file.target, to: used).map { (index + 1, $0) }
            }
        })

    static let manifest = Rule(
        covers: { $0 == "Package.swift" },
        look: { file in
            Manifest(file).targets.filter { !$0.isTest }.flatMap { target in
                target.dependencies.filter { !Arrows.tools.contains($0) }.compactMap {
                    Arrows.objection(from: target.name, to: $0)
                }.map { (target.line, $0) }
            }
        })

    @Test func importsPointDown() { Self.imports.holds() }
    @Test func dependenciesPointDown() { Self.manifest.holds() }

    @Test func everyTargetOfTheManifestHasArrows() throws {
        let file = try #require(Tree.files.first { $0.path == "Package.swift" })
        let targets = Manifest(file).targets
        #expect(targets.count > 5, "the manifest was not read")
        for target in targets where !target.isTest && Arrows.allowed[target.name] == nil {
            Issue.record("Package.swift:\(target.line): \(target.name) has no arrows")
        }
    }

    /// Follows the allowed arrows: nothing leads back to where it began.
    @Test func theAllowedArrowsHaveNoCycle() {
        for target in Arrows.allowed.keys {
            var reached: Set<String> = []
            var next = Arrows.allowed[target] ?? []
            while !next.isEmpty {
                reached.formUnion(next)
                next = Set(next.flatMap { Arrows.allowed[$0] ?? [] }).subtracting(reached)
            }
            #expect(!reached.contains(target), "\(target) uses itself")
        }
    }

    @Test(arguments: [
        ("MusterModel", "import MusterProbes", [1]), ("MusterProbes", "import MusterChecks", [1]),
        ("MusterReport", "public import MusterProbes", [1]),
        ("MusterChecks", "internal import struct MusterReport.Page", [1]),
        ("MusterModel", "@_exported import Glibc", [1]), ("MusterNew", "import MusterModel", [1]),
        ("MusterProbes", "import MusterAgent", [1]), ("MusterAgent", "import muster", [1]),
        ("MusterProbes", "@testable import MusterModel", []),
        ("MusterModel", "// import MusterProbes", []), ("muster", "import MusterAgent", []),
    ])
    func plantedUpwardImportIsFound(target: String, line: String, found: [Int]) {
        #expect(Self.imports.lines(of: line, at: "Sources/\(target)/A.swift") == found)
    }

    @Test func plantedUpwardDependencyIsFound() {
        let text = """
            let package = Package(
                targets: [
                    .target(
                        name: "MusterModel",
                        dependencies: [.product(name: "Crypto", package: "swift-crypto")]
                    ),
                    .target(name: "MusterReport", dependencies: ["MusterModel", "MusterProbes"]),
                    .testTarget(name: "ATests", dependencies: ["MusterReport", "MusterProbes"]),
                    .target(name: "Kit", dependencies: ["MusterProbes"], path: "Tests/Kit"),
                ]
            )
            """
        #expect(Self.manifest.lines(of: text, at: "Package.swift") == [7])
    }
}
