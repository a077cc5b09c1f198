internal import MusterModel

/// Which kind of image a file is, from its first bytes.
enum ImageHeader: Hashable, Sendable {
    case sif(SIFHeader)
    /// Behind a launch line of so many bytes.
    case squashfs(SquashfsSuperblock, at: Int, launchLine: String)
    case ext3(ExtSuperblock, at: Int, launchLine: String)
    /// None that a runtime knows.
    case unrecognised

    /// As many bytes are looked at.
    static let bytesNeeded = 4096

    /// The line in front of images of Singularity 2
    /// (`#!/usr/bin/env run-singularity`); longer ones are none.
    private static let launchLineAtMost = 128

    /// Recognises the image that begins with `bytes`.
    /// - Throws: malformed or unsupported where it begins as one and does not go on
    ///   so.
    init(_ bytes: [UInt8], _ source: String) throws(Absence) {
        if bytes.count >= 42, bytes[32..<42].elementsEqual(SIFHeader.magic) {
            self = .sif(try SIFHeader(bytes, source))
            return
        }
        let (line, start) = Self.launchLine(bytes)
        if bytes.dropFirst(start).starts(with: SquashfsSuperblock.magic) {
            let block = try SquashfsSuperblock(
                Array(bytes.dropFirst(start).prefix(SquashfsSuperblock.size)), source)
            self = .squashfs(block, at: start, launchLine: line)
        } else if ExtSuperblock.begins(in: bytes, at: start) {
            self = .ext3(try ExtSuperblock(bytes, at: start, source), at: start, launchLine: line)
        } else {
            self = .unrecognised
        }
    }

    /// The launch line, and where the image behind it begins.
    private static func launchLine(_ bytes: [UInt8]) -> (String, Int) {
        guard bytes.starts(with: Array("#!".utf8)),
            let end = bytes.prefix(launchLineAtMost).firstIndex(of: UInt8(ascii: "\n"))
        else { return ("", 0) }
        return (String(decoding: bytes[..<end], as: UTF8.self).printable, end + 1)
    }
}
