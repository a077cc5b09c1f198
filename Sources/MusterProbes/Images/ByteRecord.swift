internal import MusterModel

/// Bytes of a fixed layout in little-endian order, where every look stays within
/// them: what stands in an untrusted header.
struct ByteRecord: Sendable {
    /// The bytes; offsets count from their beginning.
    let bytes: [UInt8]
    /// What they are, for messages: `/images/x.sif: header`.
    let source: String

    /// A record of bytes from `source`.
    init(_ bytes: some Sequence<UInt8>, of source: String) {
        self.bytes = Array(bytes)
        self.source = source
    }

    /// The whole number at an offset.
    /// - Throws: malformed where the record ends before.
    func number<Number: FixedWidthInteger>(
        _ type: Number.Type, at offset: Int
    ) throws(Absence) -> Number {
        let part = try part(offset, Number.bitWidth / 8)
        return part.reversed().reduce(Number.zero) { $0 << 8 | Number(truncatingIfNeeded: $1) }
    }

    /// `count` bytes at an offset.
    /// - Throws: malformed where the record ends before.
    func part(_ offset: Int, _ count: Int) throws(Absence) -> ArraySlice<UInt8> {
        guard offset >= 0, count >= 0, offset <= bytes.count, count <= bytes.count - offset else {
            throw Absence(
                .malformed,
                "\(source): \(bytes.count) bytes, needed \(count) at \(offset)")
        }
        return bytes[offset..<(offset + count)]
    }

    /// The text at an offset, up to a zero byte or the field's end.
    /// - Throws: malformed where the record ends before.
    func text(_ offset: Int, _ count: Int) throws(Absence) -> String {
        String(decoding: try part(offset, count).prefix { $0 != 0 }, as: UTF8.self)
    }
}

extension Sequence<UInt8> {
    /// Two hexadecimal digits a byte, lower case.
    var hexadecimal: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
