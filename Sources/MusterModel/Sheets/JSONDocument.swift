/// A JSON value together with the bytes that it was read from.
public struct JSONDocument: Hashable, Sendable {
    /// What the bytes say.
    public let value: JSONValue
    /// The bytes as they were read.
    public let bytes: [UInt8]
    /// Where the outermost members stand, if the bytes are canonical.
    private let places: [String: Range<Int>]

    init(_ value: JSONValue, _ bytes: [UInt8], places: [String: Range<Int>]) {
        (self.value, self.bytes, self.places) = (value, bytes, places)
    }

    /// A member of an object; nil for anything else.
    public subscript(_ name: String) -> JSONValue? { value[name] }

    /// The canonical bytes of a member: cut out where they stand so, written otherwise;
    /// nil where there is none.
    public func canonicalBytes(of name: String) -> [UInt8]? {
        if let place = places[name] { return Array(bytes[place]) }
        return value[name]?.canonicalBytes
    }
}
