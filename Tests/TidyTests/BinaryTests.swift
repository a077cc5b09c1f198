import Foundation
import Testing

/// The node's binary stays small: no full Foundation, no ICU.
@Suite struct BinaryTests {
    /// The builds of `muster` that are there; a test run makes the first.
    static let built = ["debug", "release"]
        .map { Tree.root.appending(path: ".build/\($0)/muster") }
        .filter { FileManager.default.isReadableFile(atPath: $0.path) }

    /// Names that stand in a binary only where full Foundation or ICU is linked:
    /// the libraries that it loads, and the calls into ICU that it makes.
    static let needles = [
        "libFoundation.so", "libFoundationInternationalization.so", "lib_FoundationICU.so",
        "libicuuc", "ucal_open", "udat_open",
    ]

    /// The release binary with its symbols: 14.5 MB stripped was measured for the
    /// parser of arguments alone, 58 MB for full Foundation.
    static let releaseAtMost = 40_000_000

    /// Which of the names occur.
    static func heavy(in binary: Data) -> [String] {
        needles.filter { binary.range(of: Data($0.utf8)) != nil }
    }

    @Test(.enabled(if: !built.isEmpty, "muster is not built"), arguments: built)
    func theBinaryLinksNoFullFoundation(_ binary: URL) throws {
        let found = Self.heavy(in: try Data(contentsOf: binary, options: .alwaysMapped))
        #expect(found.isEmpty, "\(binary.path): full Foundation or ICU is linked")
    }

    @Test(.enabled(if: built.contains { $0.path.contains("/release/") }, "no release build"))
    func theReleaseBinaryIsSmall() throws {
        for binary in Self.built where binary.path.contains("/release/") {
            let size = try binary.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
            #expect(size > 0 && size <= Self.releaseAtMost, "\(binary.path): \(size) bytes")
        }
    }

    /// This test itself links full Foundation, dynamically: a real violation.
    @Test func aBinaryWithFoundationIsFound() throws {
        let given = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
        let own = try #require(given ?? testBundle)
        #expect(Self.heavy(in: try Data(contentsOf: URL(filePath: own))).isEmpty == false)
    }

    @Test(arguments: needles)
    func plantedSymbolIsFound(_ needle: String) {
        #expect(Self.heavy(in: Data("\0ELF\0\(needle)_74\0".utf8)).contains(needle))
    }

    @Test func aBinaryWithoutPasses() {
        #expect(Self.heavy(in: Data("libFoundationEssentials.so".utf8)).isEmpty)
    }

    private var testBundle: String? {
        let debug = Tree.root.appending(path: ".build/debug").path
        return try? FileManager.default.contentsOfDirectory(atPath: debug)
            .first { $0.hasSuffix(".xctest") }.map { "\(debug)/\($0)" }
    }
}
