/// Parts of bytes with names, one behind the other: how the service's processes hand
/// each other what the one in the middle need not read.
///
/// `name size\n` and so many bytes, as often as there are parts.
public struct Frames: Hashable, Sendable {
    /// One part.
    public struct Part: Hashable, Sendable {
        /// What it is; lower-case letters.
        public let name: String
        /// The bytes themselves.
        public let bytes: [UInt8]
    }

    /// More bytes than all of a node's facts.
    public static let bytesAtMost = 16 << 20
    private static let partsAtMost = 4096
    private static let nameAtMost = 32

    /// In the order of writing.
    public private(set) var parts: [Part] = []

    /// No parts yet.
    public init() {}

    /// The parts in `bytes`; nil where they are cut off or no frames.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count <= Self.bytesAtMost else { return nil }
        var rest = bytes[...]
        while !rest.isEmpty {
            guard parts.count < Self.partsAtMost,
                let end = rest.prefix(Self.nameAtMost + 20).firstIndex(of: UInt8(ascii: "\n"))
            else { return nil }
            let words = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ")
            rest = rest[rest.index(after: end)...]
            guard words.count == 2, let size = Int(words[1]), size >= 0, size <= rest.count,
                words[0].utf8.count <= Self.nameAtMost
            else { return nil }
            parts.append(Part(name: String(words[0]), bytes: Array(rest.prefix(size))))
            rest = rest.dropFirst(size)
        }
    }

    /// One more part.
    public mutating func add(_ name: StaticString, _ bytes: [UInt8]) {
        parts.append(Part(name: "\(name)", bytes: bytes))
    }

    /// The bytes of the first part of that name.
    public subscript(_ name: String) -> [UInt8]? { parts.first { $0.name == name }?.bytes }

    /// The bytes of every part of that name.
    public func all(_ name: String) -> [[UInt8]] { parts.filter { $0.name == name }.map(\.bytes) }

    /// As they are handed over.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(parts.reduce(0) { $0 + $1.bytes.count + Self.nameAtMost })
        for part in parts {
            bytes += Array("\(part.name) \(part.bytes.count)\n".utf8)
            bytes += part.bytes
        }
        return bytes
    }
}
