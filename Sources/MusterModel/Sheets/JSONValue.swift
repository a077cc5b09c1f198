/// JSON without floating point: what sections, reports and recordings consist of.
public enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// The canonical bytes (RFC 8785 for values without floats): members sorted
    /// by UTF-16 code units, no white space, the shortest escapes.
    public var canonicalBytes: [UInt8] {
        var writer = CanonicalWriter()
        writer.write(self)
        return writer.bytes
    }

    /// The canonical bytes as text.
    public var canonicalText: String { String(decoding: canonicalBytes, as: UTF8.self) }

    /// A member of an object; nil for anything else.
    public subscript(_ name: String) -> JSONValue? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    /// The text, where it is a string.
    public var text: String? { if case .string(let text) = self { text } else { nil } }

    /// The number, where it is one.
    public var number: Int64? { if case .integer(let number) = self { number } else { nil } }

    /// The elements, where it is an array.
    public var elements: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }
}

/// Appends canonical JSON to a buffer.
struct CanonicalWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: write("null" as StaticString)
        case .bool(let flag): write(flag ? "true" : "false" as StaticString)
        case .integer(let number): bytes += String(number).utf8
        case .string(let text): write(text)
        case .array(let elements):
            list(elements, open: "[", close: "]") { $0.write($1) }
        case .object(let members):
            let sorted = members.sorted { $0.key.precedesCanonically($1.key) }
            list(sorted, open: "{", close: "}") {
                $0.write($1.key)
                $0.bytes.append(UInt8(ascii: ":"))
                $0.write($1.value)
            }
        }
    }

    private mutating func write(_ word: StaticString) {
        word.withUTF8Buffer { bytes += $0 }
    }

    private mutating func list<Element>(
        _ elements: [Element], open: Unicode.Scalar, close: Unicode.Scalar,
        each: (inout CanonicalWriter, Element) -> Void
    ) {
        bytes.append(UInt8(ascii: open))
        var isFirst = true
        for element in elements {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            each(&self, element)
        }
        bytes.append(UInt8(ascii: close))
    }

    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        let isPlain =
            text.utf8.withContiguousStorageIfAvailable { utf8 in
                guard utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) else {
                    return false
                }
                bytes.append(contentsOf: utf8)
                return true
            } ?? false
        if !isPlain { for byte in text.utf8 { write(byte) } }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func write(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
        case 0x08: write("\\b" as StaticString)
        case 0x09: write("\\t" as StaticString)
        case 0x0A: write("\\n" as StaticString)
        case 0x0C: write("\\f" as StaticString)
        case 0x0D: write("\\r" as StaticString)
        case ..<0x20:
            write("\\u00" as StaticString)
            bytes += [Digest.digits[Int(byte >> 4)], Digest.digits[Int(byte & 15)]]
        default: bytes.append(byte)
        }
    }
}

extension String {
    /// Whether a member of this name stands before another: by UTF-16 code units, which
    /// is the order of bytes as long as no code unit is half a pair.
    func precedesCanonically(_ other: String) -> Bool {
        let order: Bool?? = utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable { left.precedesAsUTF16($0) } ?? nil
        }
        return (order ?? nil) ?? utf16.lexicographicallyPrecedes(other.utf16)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether the text stands before another by UTF-16 code units; nil where the first
    /// bytes that differ begin characters of which bytes do not tell.
    fileprivate func precedesAsUTF16(_ other: UnsafeBufferPointer<UInt8>) -> Bool? {
        let shared = Swift.min(count, other.count)
        for place in 0..<shared where self[place] != other[place] {
            guard self[place] < 0xEE, other[place] < 0xEE else { return nil }
            return self[place] < other[place]
        }
        return count < other.count
    }
}
