import MusterModel
import Testing

@testable import MusterProbes

/// Image formats by their bytes.
@Suite struct ImageFormatTests {
    private func header(_ bytes: [UInt8]) throws -> ImageHeader { try ImageHeader(bytes, "image") }

    @Test(arguments: [
        [], [0], Array("#!".utf8), Array("#!/bin/sh\necho".utf8), Array("SIF_MAGIC".utf8),
        [UInt8](repeating: 0xFF, count: 4096), Array("hsq".utf8),
        Array("#!".utf8) + [UInt8](repeating: 65, count: 4000) + [10],
    ])
    func anythingElseIsUnrecognised(_ bytes: [UInt8]) throws {
        #expect(try header(bytes) == .unrecognised)
    }

    @Test func aSIFIsReadAsItWasWritten() throws {
        var writer = SIFWriter()
        writer.partition([1, 2, 3])
        guard case .sif(let found) = try header(writer.file) else {
            Issue.record("no SIF")
            return
        }
        #expect(found.launchLine == "#!/usr/bin/env run-singularity")
        #expect(found.architecture == "x86_64")
        #expect(found.uuid == "01020304-0506-0708-090a-0b0c0d0e0f10")
        #expect(found.made == 1_600_000_000)
        #expect(found.count == 48)
        #expect(found.descriptors == 4096)
    }

    @Test(arguments: [
        ("00", nil), ("01", "i386"), ("04", "aarch64"), ("06", "ppc64le"), ("11", "s390x"),
        ("99", nil), ("", nil), ("zz", nil),
    ])
    func architecturesHaveTheirNames(digits: String, name: String?) throws {
        var writer = SIFWriter()
        writer.architecture = digits
        #expect(try SIFHeader(writer.file, "i").architecture == name)
    }

    @Test(arguments: [(-62_135_596_800, nil), (0, nil), (-1, -1), (7, 7)] as [(Int64, Int64?)])
    func aReproducibleBuildHidesItsTime(made: Int64, found: Int64?) throws {
        var writer = SIFWriter()
        (writer.made, writer.uuid) = (made, [UInt8](repeating: 0, count: 16))
        let header = try SIFHeader(writer.file, "i")
        #expect(header.made == found)
        #expect(header.uuid == nil)
    }

    @Test(
        arguments: [
            (113, Absence.Reason.unsupported), (-1, .malformed), (Int64.max, .unsupported),
        ] as [(Int64, Absence.Reason)])
    func moreDescriptorsThanAreReadAreRefused(count: Int64, reason: Absence.Reason) throws {
        var bytes = SIFWriter().file
        for place in 0..<8 { bytes[88 + place] = UInt8(truncatingIfNeeded: count >> (8 * place)) }
        let error = #expect(throws: Absence.self) { try SIFHeader(bytes, "i") }
        #expect(error?.reason == reason)
    }

    @Test func aSIFThatWasCutInItsHeaderIsMalformed() throws {
        let file = SIFWriter().file
        for length in 42..<104 {
            let error = #expect(throws: Absence.self) { try header(Array(file.prefix(length))) }
            #expect(error?.reason == .malformed, "\(length)")
        }
    }

    @Test func descriptorsAreReadAsTheyWereWritten() throws {
        var writer = SIFWriter()
        writer.partition([], filesystem: 4, role: 1, architecture: "00")
        writer.partition([1, 2, 3], architecture: "04")
        writer.partition([], filesystem: 77, role: 9)
        writer.signature((1...20).map { $0 })
        writer.signature([UInt8](repeating: 0, count: 20))
        let table = ByteRecord(writer.file[4096...], of: "t")
        let found = try SIFDescriptor.all(in: table, count: 48)
        #expect(found.map(\.id) == [1, 2, 3, 4, 5])
        #expect(found[1].offset == 32_768)
        #expect(found[1].length == 3)
        let words = found.compactMap { object in
            if case .partition(let partition) = object.content { partition.inWords } else { nil }
        }
        #expect(words == ["system raw", "primary squashfs aarch64", "role-9 filesystem-77 x86_64"])
        #expect(
            found[3].content == .signature("0102030405060708090A0B0C0D0E0F1011121314"))
        #expect(found[4].content == .signature(nil))
    }

    @Test func flippedDescriptorsNeverCrash() throws {
        var writer = SIFWriter()
        writer.partition([1])
        let bytes = writer.file
        for place in 4096..<(4096 + 585) {
            for value in [UInt8(0), 0x7F, 0xFF] {
                var damaged = bytes
                damaged[place] = value
                let table = ByteRecord(damaged[4096...], of: "t")
                do {
                    #expect(try SIFDescriptor.all(in: table, count: 1).count <= 1)
                } catch { #expect(error.reason == .malformed) }
            }
        }
        let short = ByteRecord(bytes[4096..<4600], of: "t")
        #expect(throws: Absence.self) { try SIFDescriptor.all(in: short, count: 1) }
    }

    @Test(.enabled(if: ImageStage.hasSquashfs, "\(ImageStage.needsSquashfs)"))
    func aSquashfsStandsBehindALaunchLineToo() throws {
        let bytes = try ImageStage().squashfs()
        let line = "#!/usr/bin/env run-singularity"
        for (front, launchLine) in [("", ""), (line + "\n", line)] {
            guard
                case .squashfs(let block, let at, let found) = try header(
                    Array(front.utf8) + bytes.prefix(4000))
            else {
                Issue.record("no squashfs behind \(front)")
                return
            }
            #expect(at == front.utf8.count)
            #expect(found == launchLine)
            #expect(block.compressor == "gzip")
        }
    }

    private static let plain = "^resize_inode,^dir_index,^ext_attr"

    @Test(
        .enabled(if: ImageStage.hasExt, "\(ImageStage.needsExt)"),
        arguments: [
            (["-t", "ext3", "-O", plain], nil), (["-t", "ext2"], "no journal"),
            (["-t", "ext4"], "features 0x2c0"),
        ] as [([String], String?)])
    func onlyAnExt3IsTaken(options: [String], obstacle: String?) throws {
        let bytes = try ImageStage().ext(options)
        for front in ["", "#!/usr/bin/env run-singularity\n"] {
            guard
                case .ext3(let block, let at, _) = try header(
                    Array(front.utf8) + bytes.prefix(4000))
            else {
                Issue.record("no ext for \(options)")
                return
            }
            #expect(at == front.utf8.count)
            #expect(block.obstacle == obstacle)
            #expect(block.made > 1_600_000_000)
        }
    }

    @Test(
        arguments: [
            (3, false, "i386"), (62, false, "x86_64"), (183, false, "aarch64"), (22, true, "s390x"),
            (21, true, "ppc64"), (21, false, "ppc64le"), (243, false, "riscv64"),
        ] as [(UInt8, Bool, String)])
    func programsTellTheirMachine(machine: UInt8, big: Bool, name: String) throws {
        let bytes = Array(ImageStage.elf(machine, big: big).prefix(64))
        #expect(try ELFHeader.architecture(of: bytes, "sh") == name)
    }

    @Test(arguments: [[], [0x7F, 0x45], Array("#!/bin/busybox sh and more".utf8)] as [[UInt8]])
    func whatIsNoProgramIsMalformed(_ bytes: [UInt8]) {
        let error = #expect(throws: Absence.self) {
            try ELFHeader.architecture(of: bytes, "sh")
        }
        #expect(error?.reason == .malformed)
    }

    @Test(arguments: [
        ("x86_64", "x86_64", true), ("i386", "x86_64", true), ("i386", "i686", true),
        ("x86_64", "i686", false), ("aarch64", "x86_64", false), ("arm", "aarch64", true),
        ("ppc64", "ppc64le", false),
    ])
    func a32BitSiblingRunsToo(architecture: String, machine: String, runs: Bool) {
        #expect(ELFHeader.runs(architecture, on: machine) == runs)
    }
}
