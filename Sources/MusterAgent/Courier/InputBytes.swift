internal import Glibc

/// What comes out of a descriptor, in bounds.
public struct InputBytes: ~Copyable {
    private let descriptor: Int32
    private var kept: [UInt8] = []

    /// The bytes of a descriptor, which stays the caller's.
    public init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// The bytes up to the first line's end, which is taken and not given; nil where
    /// there is none within `count` bytes.
    public mutating func line(atMost count: Int) -> [UInt8]? {
        while true {
            if let end = kept.prefix(count + 1).firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(kept[..<end])
                kept.removeFirst(end + 1)
                return line
            }
            guard kept.count <= count, take() else { return nil }
        }
    }

    /// Everything to the end; nil where that is more than `count` bytes.
    public consuming func rest(atMost count: Int) -> [UInt8]? {
        while kept.count <= count {
            if !take() { return kept }
        }
        return nil
    }

    /// Reads once; false at the end.
    private mutating func take() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = buffer.withUnsafeMutableBytes {
                read(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            kept += buffer[..<count]
            return true
        }
    }
}
