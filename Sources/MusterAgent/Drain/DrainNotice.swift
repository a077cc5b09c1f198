internal import CLinux
internal import Glibc

/// What a batch system's scripts read, a word a line: `/run/muster/drain/state`.
///
/// It says until when it is good: what is older, or not there, or cannot be read says
/// nothing, and nothing is to change for it.
public struct DrainNotice: Hashable, Sendable {
    /// Name and version of the form; the first line.
    public static let format = "muster-drain/1"
    /// More than any notice has, bytes.
    public static let bytesAtMost = 16_384
    /// The file's name in its folder.
    public static let name = "state"

    /// When the look was, and until when it is good, seconds since 1970.
    public let looked: Int64, until: Int64
    /// What is to be done.
    public let state: Drain.State
    /// Why; the same as long as one drain lasts.
    public let reason: String
    /// The profiles for which the node is drained, sorted.
    public let drained: [String]
    /// The other pinned profiles, sorted.
    public let kept: [String]

    /// What a drain comes to after a look.
    public init(_ drain: Drain, looked: Int64, until: Int64) {
        (self.looked, self.until) = (looked, until)
        (state, reason, drained) = (drain.state, drain.reason, drain.holders)
        kept = drain.courses.filter { !$0.value.isDrained }.map(\.key).sorted()
    }

    /// As it stands in the file.
    public var bytes: [UInt8] {
        let head = [
            Self.format, "looked=\(looked)", "until=\(until)", "state=\(state.rawValue)",
            "reason=\(reason)",
        ]
        let lines = head + drained.map { "drain=\($0)" } + kept.map { "keep=\($0)" }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    /// The notice in such bytes; nil for anything else.
    public init?(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard bytes.count <= Self.bytesAtMost, lines.first == "muster-drain/1", lines.last == ""
        else { return nil }
        var values: [String: [String]] = [:]
        for line in lines.dropFirst().dropLast() {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            values[String(parts[0]), default: []].append(String(parts[1]))
        }
        guard let looked = values["looked"]?.first.flatMap({ Int64($0) }),
            let until = values["until"]?.first.flatMap({ Int64($0) }), until >= looked,
            let state = values["state"]?.first.flatMap(Drain.State.init(rawValue:)),
            let reason = values["reason"]?.first
        else { return nil }
        (self.looked, self.until, self.state, self.reason) = (looked, until, state, reason)
        (drained, kept) = (values["drain"] ?? [], values["keep"] ?? [])
        guard drained.isEmpty == (state != .drain) else { return nil }
    }
}

extension DrainNotice {
    /// The notice that hangs in a folder; nil where there is none that reads. The folder is
    /// another account's: no link is followed, and nothing but a file is read.
    public init?(in folder: String) {
        let file = muster_openat(
            AT_FDCWD, "\(folder)/\(Self.name)", O_RDONLY | muster_o_nofollow | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size <= Self.bytesAtMost
        else { return nil }
        var bytes = [UInt8](repeating: 0, count: Self.bytesAtMost)
        let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
        self.init(Array(bytes.prefix(max(0, count))))
    }
}
