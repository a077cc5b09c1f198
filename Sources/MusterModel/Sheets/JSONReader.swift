/// Reads JSON whose numbers are integers, within bounds, refusing what the
/// canonical form cannot hold: floats, duplicate members, deep nesting.
public struct JSONReader {
    /// Nesting beyond this is refused before anything is built from it.
    public static let depthAtMost = 32

    let bytes: UnsafeBufferPointer<UInt8>
    var at = 0
    /// Whether all that was read stands as ``JSONValue/canonicalBytes`` would write it.
    var isCanonical = true
    /// Where the values of the outermost members stand.
    private var places: [String: Range<Int>] = [:]

    /// The one value in `text`.
    /// - Throws: ``Malformed`` with the first byte that does not fit.
    public static func value(
        in text: some Sequence<UInt8>
    ) throws(Malformed) -> JSONValue {
        let bytes = text as? [UInt8] ?? Array(text)
        return try read(bytes).value
    }

    /// The one value in `bytes` together with them, so that what is only passed on need
    /// not be written again.
    /// - Throws: ``Malformed`` with the first byte that does not fit.
    public static func document(in bytes: [UInt8]) throws(Malformed) -> JSONDocument {
        let (value, reader) = try read(bytes)
        return JSONDocument(value, bytes, places: reader.isCanonical ? reader.places : [:])
    }

    /// Some elements of the one array in `bytes`, and how many it has. Whatever else stands
    /// in it is passed over: brackets are counted, and nothing is built.
    ///
    /// - Parameter places: of the elements that are wanted, ascending.
    /// - Throws: ``Malformed`` with the first byte that does not fit, as far as it is looked at.
    public static func elements(
        in bytes: [UInt8], at places: [Int]
    ) throws(Malformed) -> (count: Int, elements: [JSONValue]) {
        try read(bytes) { (reader) throws(Malformed) in try reader.elements(at: places) }.value
    }

    private static func read(
        _ bytes: [UInt8]
    ) throws(Malformed) -> (value: JSONValue, reader: JSONReader) {
        try read(bytes) { (reader) throws(Malformed) in try reader.value(depth: 0) }
    }

    private static func read<Value>(
        _ bytes: [UInt8], by body: (inout JSONReader) throws(Malformed) -> Value
    ) throws(Malformed) -> (value: Value, reader: JSONReader) {
        let result = bytes.withUnsafeBufferPointer { bytes in
            Result { () throws(Malformed) in
                var reader = JSONReader(bytes: bytes)
                let value = try body(&reader)
                reader.skipSpace()
                if reader.at < bytes.count { throw reader.malformed("more text after the value") }
                return (value, reader)
            }
        }
        return try result.get()
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    func malformed(_ detail: String) -> Malformed { Malformed(offset: at, detail: detail) }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            at += 1
            isCanonical = false
        }
    }

    mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: byte) else { return false }
        at += 1
        return true
    }

    private mutating func value(depth: Int) throws(Malformed) -> JSONValue {
        if depth > Self.depthAtMost { throw malformed("nested deeper than \(Self.depthAtMost)") }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .integer(try integer())
        }
    }

    private mutating func word(
        _ word: StaticString, _ value: JSONValue
    ) throws(Malformed) -> JSONValue {
        let isThere = word.withUTF8Buffer { word in
            at + word.count <= bytes.count
                && word.elementsEqual(UnsafeBufferPointer(rebasing: bytes[at..<at + word.count]))
        }
        guard isThere else { throw malformed("no such word") }
        at += word.utf8CodeUnitCount
        return value
    }

    private mutating func integer() throws(Malformed) -> Int64 {
        let start = at
        let isNegative = take("-")
        let first = at
        // Counted down, because that side reaches one further.
        var number: Int64 = 0
        var isWhole = true
        while let byte = next, (48...57).contains(byte) {
            let (tens, high) = number.multipliedReportingOverflow(by: 10)
            let (sum, low) = tens.subtractingReportingOverflow(Int64(byte - 48))
            isWhole = isWhole && !high && !low
            number = sum
            at += 1
        }
        if let byte = next, byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e") {
            throw malformed("a number that is not an integer")
        }
        let count = at - first
        guard isWhole, count > 0, count == 1 || bytes[first] != UInt8(ascii: "0"),
            isNegative || number != .min
        else {
            at = start
            throw malformed("neither a value nor an integer of 64 bits")
        }
        if isNegative, number == 0 { isCanonical = false }
        return isNegative ? number : -number
    }

    private mutating func array(depth: Int) throws(Malformed) -> JSONValue {
        at += 1
        var elements: [JSONValue] = []
        skipSpace()
        if take("]") { return .array([]) }
        while true {
            elements.append(try value(depth: depth + 1))
            skipSpace()
            if take("]") { return .array(elements) }
            guard take(",") else { throw malformed("no comma between elements") }
        }
    }

    private mutating func elements(
        at places: [Int]
    ) throws(Malformed) -> (count: Int, elements: [JSONValue]) {
        skipSpace()
        guard take("[") else { throw malformed("no array") }
        var elements: [JSONValue] = []
        var count = 0
        skipSpace()
        if take("]") { return (0, []) }
        while true {
            if elements.count < places.count, places[elements.count] == count {
                elements.append(try value(depth: 1))
            } else {
                pass()
            }
            count += 1
            skipSpace()
            if take("]") { return (count, elements) }
            guard take(",") else { throw malformed("no comma between elements") }
        }
    }

    /// Goes to the comma or bracket behind an element.
    private mutating func pass() {
        var depth = 0
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                at += 1
                while let byte = next, byte != UInt8(ascii: "\"") {
                    at += byte == UInt8(ascii: "\\") ? 2 : 1
                }
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                if depth == 0 { return }
                depth -= 1
            case UInt8(ascii: ",") where depth == 0: return
            default: break
            }
            at += 1
        }
    }

    private mutating func object(depth: Int) throws(Malformed) -> JSONValue {
        at += 1
        var members: [String: JSONValue] = [:]
        var last: String?
        skipSpace()
        if take("}") { return .object([:]) }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw malformed("a member without a name") }
            let name = try string()
            skipSpace()
            guard take(":") else { throw malformed("no colon behind \"\(name)\"") }
            if let last, isCanonical { isCanonical = last.precedesCanonically(name) }
            last = name
            let start = at
            let value = try value(depth: depth + 1)
            guard members.updateValue(value, forKey: name) == nil else {
                throw malformed("a second member \"\(name)\"")
            }
            if depth == 0 { places[name] = start..<at }
            skipSpace()
            if take("}") { return .object(members) }
            guard take(",") else { throw malformed("no comma between members") }
        }
    }
}
