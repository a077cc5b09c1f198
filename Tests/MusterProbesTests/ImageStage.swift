import Foundation
import MusterModel

@testable import MusterProbes

/// A root folder for images, and the tools that make images of it.
final class ImageStage {
    /// Whether the tools are there; tests without them say why they are skipped.
    static let hasSquashfs = FileManager.default.isExecutableFile(atPath: "/usr/bin/mksquashfs")
    static let needsSquashfs = "needs mksquashfs, of squashfs-tools"
    static let hasExt = ["/sbin/mke2fs", "/usr/sbin/mke2fs"].contains {
        FileManager.default.isExecutableFile(atPath: $0)
    }
    static let needsExt = "needs mke2fs, of e2fsprogs"

    /// An AlmaLinux on x86_64 as far as anybody looks: `/bin` is a link, the shell a
    /// link to another program, os-release a link upwards.
    let tree: ScratchTree
    /// The folder that holds the image's root as `/root`, and images.
    var folder: String { tree.root }

    static let osRelease = "NAME=\"AlmaLinux\"\nID=\"almalinux\"\nVERSION_ID=\"9.4\"\n"

    init() throws {
        tree = try ScratchTree()
        for folder in ["cvmfs", "proc", "scratch", "etc/grid-security/certificates"] {
            try tree.folder("/root/\(folder)")
        }
        try tree.link("/root/bin", to: "usr/bin")
        try tree.link("/root/usr/bin/sh", to: "/usr/bin/dash")
        try write(Self.elf(62), to: "/root/usr/bin/dash")
        try tree.file("/root/usr/lib/os-release", Self.osRelease)
        try tree.link("/root/etc/os-release", to: "../usr/lib/os-release")
        try tree.link("/root/self", to: "self")
        // More names than one metadata block holds.
        for number in 0..<600 {
            try tree.file("/root/usr/share/a-rather-long-name-of-a-file-\(number)", "\(number)")
        }
    }

    /// The beginning of an ELF program for a machine.
    static func elf(_ machine: UInt8, big: Bool = false) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 300_000)
        bytes.replaceSubrange(0..<6, with: [0x7F, 0x45, 0x4C, 0x46, 2, big ? 2 : 1])
        bytes[big ? 19 : 18] = machine
        // Something that compresses badly, so that blocks have their full size.
        var state: UInt32 = 1
        for index in 64..<bytes.count {
            state = state &* 1_664_525 &+ 1_013_904_223
            bytes[index] = UInt8(state >> 24)
        }
        return bytes
    }

    @discardableResult
    func write(_ bytes: [UInt8], to path: String) throws -> String {
        let place = try tree.file(path)
        try Data(bytes).write(to: URL(filePath: place))
        return place
    }

    /// A squashfs of the root folder.
    func squashfs(_ options: [String] = [], name: String = "/image.sqfs") throws -> [UInt8] {
        let place = folder + name
        try run(
            ["mksquashfs", folder + "/root", place, "-noappend", "-quiet", "-no-progress"]
                + options)
        return try bytes(of: name)
    }

    /// An ext image of the root folder.
    func ext(_ options: [String]) throws -> [UInt8] {
        let place = try tree.file("/image.ext")
        guard truncate(place, 8 << 20) == 0 else { throw Absence(.malformed, place) }
        try run(["mke2fs", "-q", "-F", "-d", folder + "/root"] + options + [place])
        return try bytes(of: "/image.ext")
    }

    func bytes(of path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: folder + path)))
    }

    private func run(_ words: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Absence(.malformed, "\(words[0]) ended with \(process.terminationStatus)")
        }
    }
}

/// An image in memory.
struct BytesInMemory: ImageBytes {
    var bytes: [UInt8]
    let source = "image"

    func bytes(at offset: Int64, count: Int) throws(Absence) -> [UInt8] {
        guard offset >= 0, count >= 0 else { throw Absence(.malformed, source) }
        return Array(bytes.dropFirst(Int(min(offset, 1 << 40))).prefix(count))
    }
}
