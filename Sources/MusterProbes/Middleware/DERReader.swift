/// Reads elements of ASN.1 in their distinguished encoding (X.690), one after the
/// other, without ever looking behind the bytes that are there.
///
/// The bytes may be the beginning of something longer: the length of an element that
/// goes on behind them is cut to what is there.
struct DERReader {
    /// Tags that revocation lists have.
    enum Tag {
        static let integer: UInt8 = 0x02
        static let sequence: UInt8 = 0x30
        static let utcTime: UInt8 = 0x17
        static let generalizedTime: UInt8 = 0x18
    }

    /// One element.
    struct Element {
        /// Its tag.
        let tag: UInt8
        /// Its content.
        let content: ArraySlice<UInt8>
    }

    private var rest: ArraySlice<UInt8>

    /// A reader of the elements in `bytes`.
    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The tag of the next element.
    var nextTag: UInt8? { rest.first }

    /// The next element; nil at the end and for a header that is none.
    mutating func next() -> Element? {
        var head = rest
        guard let tag = head.popFirst(), let first = head.popFirst() else { return nil }
        var length = Int(first)
        if first >= 0x80 {
            // Four bytes are four gigabytes; without any the length is open, which
            // the distinguished encoding does not have.
            let count = Int(first & 0x7F)
            guard (1...4).contains(count), head.count >= count else { return nil }
            length = 0
            for _ in 0..<count { length = length << 8 | Int(head.removeFirst()) }
        }
        let content = head.prefix(length)
        rest = head.dropFirst(length)
        return Element(tag: tag, content: content)
    }
}
