import Foundation
import LaunchKit
import Luck
import Testing

@testable import MusterCollector

/// Unpacking what strangers packed.
@Suite struct InflateTests {
    private func packed(_ bytes: [UInt8], times: Int = 1) throws -> [UInt8] {
        let path = FileManager.default.temporaryDirectory.path + "/inflate.\(UUID())"
        defer {
            for end in ["", ".gz"] { try? FileManager.default.removeItem(atPath: path + end) }
        }
        try Data(bytes).write(to: URL(filePath: path))
        #expect(try Launch.run(["gzip", "-9", path]).exit == 0)
        let once = Array(try Data(contentsOf: URL(filePath: path + ".gz")))
        return Array(repeating: once, count: times).flatMap(\.self)
    }

    @Test(arguments: [0, 1, 1_000, 65_536, 300_000])
    func whatWasPackedComesOut(_ count: Int) throws {
        var numbers = SeededNumbers(7)
        let bytes = (0..<count).map { _ in UInt8.random(in: 0..<64, using: &numbers) }
        #expect(try Inflate.gzip(try packed(bytes), atMost: 4 << 20) == bytes)
    }

    @Test func aBombIsNoBiggerThanWeAllow() throws {
        let bomb = try packed(Array(repeating: 0, count: 8 << 20))
        #expect(bomb.count < 20_000)
        #expect(throws: Inflate.Failure.tooLarge) { try Inflate.gzip(bomb, atMost: 4 << 20) }
        // Also where it would be allowed by size alone.
        #expect(throws: Inflate.Failure.tooLarge) { try Inflate.gzip(bomb, atMost: 1 << 30) }
    }

    @Test func everyCutIsNoticed() throws {
        let whole = try packed(Array("the quick brown fox".utf8))
        for count in whole.indices {
            #expect(throws: Inflate.Failure.malformed) {
                try Inflate.gzip(Array(whole[..<count]), atMost: 1_000)
            }
        }
        #expect(throws: Inflate.Failure.malformed) {
            try Inflate.gzip(whole + [0], atMost: 1_000)
        }
    }

    @Test func noiseIsNoGzip() {
        for seed in 0..<200 as Range<UInt8> {
            let noise = (0..<64 as Range<UInt8>).map { $0 &* 31 &+ seed }
            #expect(throws: Inflate.Failure.self) { try Inflate.gzip(noise, atMost: 1_000) }
        }
    }
}
