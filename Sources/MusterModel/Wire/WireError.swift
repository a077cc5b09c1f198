/// Why bytes or values are no document of the wire form.
public struct WireError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The member, what was found, what was needed.
    public let description: String

    /// An error that names the member first.
    public init(_ description: String) { self.description = description }
}

extension WireError {
    /// The JSON value in bytes that claim to be a document.
    /// - Throws: ``WireError`` where they are too many or no JSON.
    static func value(
        in bytes: [UInt8], of document: String, atMost: Int
    ) throws(WireError) -> JSONValue {
        try self.document(in: bytes, of: document, atMost: atMost).value
    }

    /// The same together with its bytes.
    /// - Throws: ``WireError`` where they are too many or no JSON.
    static func document(
        in bytes: [UInt8], of document: String, atMost: Int
    ) throws(WireError) -> JSONDocument {
        guard bytes.count <= atMost else {
            throw WireError("\(document): \(bytes.count) bytes, needed at most \(atMost)")
        }
        do { return try JSONReader.document(in: bytes) } catch {
            throw WireError("\(document): \(error)")
        }
    }
}
