import MusterModel
import Testing

@testable import MusterProbes

/// The reader of squashfs images, on what mksquashfs makes and on what damage and
/// malice make of that.
@Suite(.enabled(if: ImageStage.hasSquashfs, "\(ImageStage.needsSquashfs)"))
struct SquashfsTests {
    private let stage: ImageStage

    init() throws { stage = try ImageStage() }

    private static let paths = [
        "/cvmfs", "/scratch", "/nowhere", "/bin/sh", "/etc/os-release", "/self", "/",
        "/usr/share/a-rather-long-name-of-a-file-599", "/etc/../../scratch/.", "/bin/sh/below",
    ]

    private func look(_ bytes: [UInt8], at offset: Int64 = 0) throws(Absence) -> [ImageEntry] {
        var reader = try SquashfsReader(BytesInMemory(bytes: bytes), at: offset)
        let inquiry = ImageInquiry("/i", offset: offset, paths: Self.paths, bytes: 64)
        return try inquiry.paths.map { (path) throws(Absence) in
            do throws(Absence) {
                let one = ImageInquiry("/i", paths: [path], bytes: 64)
                return try ImageLook.entries(of: one, from: &reader)[0]
            } catch {
                if path == "/self" { return .missing(error) }
                throw error
            }
        }
    }

    private func expect(_ entries: [ImageEntry], _ comment: Comment) {
        let elf = Array(ImageStage.elf(62).prefix(64))
        #expect(entries[0] == .found(.folder, []), comment)
        #expect(entries[1] == .found(.folder, []), comment)
        #expect(entries[2] == .nothing, comment)
        #expect(entries[3] == .found(.file, elf), comment)
        #expect(
            entries[4] == .found(.file, Array(ImageStage.osRelease.utf8.prefix(64))), comment)
        guard case .missing(let absence) = entries[5] else {
            Issue.record("a link to itself ended")
            return
        }
        #expect(absence.reason == .malformed)
        #expect(entries[6] == .found(.folder, []))
        #expect(entries[7] == .found(.file, Array("599".utf8)), comment)
        #expect(entries[8] == .found(.folder, []), comment)
        #expect(entries[9] == .nothing, comment)
    }

    /// Debian's mksquashfs and its libraries know all five.
    @Test(arguments: ["gzip", "xz", "zstd", "lz4", "lzo"])
    func everyCompressorIsRead(_ compressor: String) throws {
        let bytes = try stage.squashfs(["-comp", compressor])
        #expect(try SquashfsSuperblock(bytes, "i").compressor == compressor)
        expect(try look(bytes), "\(compressor)")
    }

    @Test(arguments: [
        ["-b", "4096"], ["-b", "1M"], ["-no-fragments"], ["-always-use-fragments"],
        ["-noI", "-noD", "-noF"], ["-noI"], ["-comp", "xz", "-Xbcj", "x86"], ["-no-exports"],
        ["-no-xattrs", "-all-root"],
    ])
    func everyLayoutIsRead(_ options: [String]) throws {
        expect(try look(try stage.squashfs(options)), "\(options)")
    }

    @Test(arguments: [31, 4096, 100_001])
    func anImageMayBeginAnywhere(offset: Int) throws {
        let bytes = [UInt8](repeating: 7, count: offset) + (try stage.squashfs())
        expect(try look(bytes, at: Int64(offset)), "\(offset)")
    }

    @Test func aCompressorWithoutALibraryIsUnsupported() throws {
        let bytes = try stage.squashfs(["-comp", "lzma"])
        let error = #expect(throws: Absence.self) { try look(bytes) }
        #expect(error?.reason == .unsupported)
        #expect(error?.detail == "image: compressed by lzma")
    }

    @Test func whatIsNoSquashfsIsMalformed() throws {
        for bytes in [[], Array("hsqs".utf8), [UInt8](repeating: 0, count: 4096)] {
            #expect(throws: Absence.self) { try look(bytes) }
        }
        for offset in [-1, Int64.max, 1 << 50] {
            let error = #expect(throws: Absence.self) { try look([1, 2, 3], at: offset) }
            #expect(error?.reason == .malformed)
        }
    }

    @Test func anOldVersionIsUnsupported() throws {
        var bytes = try stage.squashfs()
        bytes[28] = 3
        let error = #expect(throws: Absence.self) { try look(bytes) }
        #expect(error?.reason == .unsupported)
    }

    /// Cut anywhere, the image is malformed: the tables stand at its end.
    @Test func aTruncatedImageIsMalformed() throws {
        let bytes = try stage.squashfs(["-comp", "zstd"])
        let used = Int(try SquashfsSuperblock(bytes, "i").directoryTable)
        for length in stride(from: 0, to: used, by: 64) {
            let error = #expect(throws: Absence.self) { try look(Array(bytes.prefix(length))) }
            #expect(error?.reason == .malformed, "\(length)")
        }
    }

    /// Whatever a flipped bit claims, the look comes to an end with entries or an
    /// absence.
    @Test(arguments: ["gzip", "xz", "zstd", "lz4", "lzo"])
    func flippedBitsNeverCrash(_ compressor: String) throws {
        let bytes = try stage.squashfs(["-comp", compressor])
        let block = try SquashfsSuperblock(bytes, "i")
        let tables = Int(block.inodeTable)..<min(bytes.count, Int(block.bytesUsed))
        let places = Array(0..<96) + stride(from: tables.lowerBound, to: tables.upperBound, by: 41)
        var refused = 0
        for (round, place) in places.enumerated() {
            var damaged = bytes
            damaged[place] ^= 1 << UInt8(round % 8)
            do {
                #expect(try look(damaged).count == Self.paths.count)
            } catch {
                refused += 1
                #expect([.malformed, .unsupported].contains(error.reason), "byte \(place)")
            }
        }
        #expect(refused > 10)
    }

    /// Uncompressed tables let a flip reach the numbers themselves.
    @Test func flippedNumbersNeverCrash() throws {
        let bytes = try stage.squashfs(["-noI", "-no-fragments"])
        let block = try SquashfsSuperblock(bytes, "i")
        for place in stride(from: Int(block.inodeTable), to: bytes.count, by: 211) {
            for value in [UInt8(0), 0x7F, 0xFF] {
                var damaged = bytes
                damaged[place] = value
                do { _ = try look(damaged) } catch {
                    #expect([.malformed, .unsupported].contains(error.reason), "byte \(place)")
                }
            }
        }
    }

    /// A data block that claims to hold more than it may.
    @Test func numbersFromTheImageNeverDecideTheRoom() throws {
        let bytes = try stage.squashfs()
        for (at, size) in [(12, 4), (16, 4), (32, 8), (40, 8), (64, 8), (72, 8), (80, 8)] {
            for value in [UInt8(0xFF), 0x7F, 0x80, 0] {
                var damaged = bytes
                for place in at..<(at + size) { damaged[place] = value }
                do { _ = try look(damaged) } catch {
                    #expect([.malformed, .unsupported].contains(error.reason), "\(at): \(value)")
                }
            }
        }
    }
}
