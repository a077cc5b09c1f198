internal import CLinux
internal import Glibc
internal import MusterModel

/// The checked program of an external probe: an open descriptor of what the
/// kernel is to execute, and the words it is given.
///
/// For a script that is its interpreter, checked by the same rule, with the
/// script's path as its argument: the script keeps its own name in `$0`, and no
/// descriptor is left open for it. Nobody but a trusted owner could exchange the
/// script in between, because every folder on the way was checked.
struct PluginProgram: ~Copyable {
    /// What is executed.
    let descriptor: Descriptor
    /// The program's name as it sees it, then its arguments.
    let words: [String]

    /// As deep as the kernel follows interpreters that are scripts.
    private static let depthAtMost = 4
    /// As much of a first line as kernels since 5.1 read (BINPRM_BUF_SIZE).
    private static let lineAtMost = 256

    /// Opens and checks the program of `order`, after the card file that asks for it.
    /// - Throws: why it may not be run.
    static func open(
        _ order: PluginOrder, stops: @escaping @Sendable (String) -> Mount?
    ) throws(Absence) -> PluginProgram {
        let walk = TrustedWalk(for: order.rights, stops: stops)
        try believe(order.card, walk)
        var (path, words) = (order.words.first ?? "", order.words)
        for _ in 0...depthAtMost {
            let found = try walk.open(path)
            try judge(found)
            guard let interpreter = try interpreter(of: found) else {
                return PluginProgram(descriptor: found.descriptor, words: words)
            }
            words = interpreter + [found.path] + words.dropFirst()
            path = interpreter.first ?? ""
        }
        throw Absence(.malformed, "\(path): an interpreter of an interpreter of an interpreter")
    }

    /// A card that others could have written would let them choose the program.
    private static func believe(_ card: String, _ walk: TrustedWalk) throws(Absence) {
        do { _ = try walk.open(card) } catch {
            throw Absence(.forbidden, "the card is not trusted: \(error.detail)")
        }
    }

    private static func judge(_ found: borrowing TrustedWalk.Found) throws(Absence) {
        let (it, path) = (found.attributes, found.path)
        guard it.kind == .file else {
            throw Absence(.malformed, "\(path): a \(it.kind.rawValue), needed a file")
        }
        guard it.mode & 0o6000 == 0 else {
            throw Absence(.forbidden, "\(path): setuid or setgid, needed a program without")
        }
        guard it.mode & 0o111 != 0, muster_may_execute(found.descriptor.number) != 0 else {
            throw Absence(.forbidden, "\(path): not executable")
        }
        let name = "/proc/self/fd/\(found.descriptor.number)"
        if muster_getxattr(name, "security.capability", nil, 0) > 0 {
            throw Absence(.forbidden, "\(path): has file capabilities, needed a program without")
        }
    }

    /// The words behind `#!`; nil where the file is no script. A program that only
    /// root may read is not read and the kernel left to say what it is.
    private static func interpreter(
        of found: borrowing TrustedWalk.Found
    ) throws(Absence) -> [String]? {
        guard let file = try? found.descriptor.reopened(O_RDONLY | O_NONBLOCK, as: found.path)
        else { return nil }
        var buffer = [UInt8](repeating: 0, count: lineAtMost)
        let count = buffer.withUnsafeMutableBytes { read(file.number, $0.baseAddress, $0.count) }
        let bytes = buffer[..<max(0, count)]
        guard bytes.starts(with: Array("#!".utf8)) else { return nil }
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else {
            throw Absence(.malformed, "\(found.path): a first line without an end")
        }
        let line = Substring(decoding: bytes[2..<end], as: UTF8.self).trimmingSpace
        let parts = line.split(maxSplits: 1, whereSeparator: { $0 == " " || $0 == "\t" })
        guard let path = parts.first, path.isAbsolute else {
            throw Absence(.malformed, "\(found.path): no interpreter with an absolute path")
        }
        return parts.map { String($0.trimmingSpace) }
    }
}
