internal import Foundation
public import MusterModel

/// A document that a collector makes and its own programs read again.
public protocol CollectorDocument: Codable {
    /// The form; its number changes with its meaning, not with more members.
    static var format: String { get }
    /// The form that it says it has.
    var format: String { get }
}

/// Why bytes are no document of a form.
public struct UnreadableDocument: Error, Hashable, Sendable, CustomStringConvertible {
    /// In a sentence.
    public let description: String
}

extension CollectorDocument {
    /// Its members, in the words of the document.
    public var json: JSONValue { JSONValue(snakeCased: self) }

    /// The document in bytes from elsewhere.
    /// - Throws: ``UnreadableDocument`` with what does not fit.
    public init(reading bytes: [UInt8]) throws(UnreadableDocument) {
        do { _ = try JSONReader.value(in: bytes) } catch {
            throw UnreadableDocument(description: "the answer: \(error)")
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let document: Self
        do { document = try decoder.decode(Self.self, from: Data(bytes)) } catch {
            throw UnreadableDocument(
                description: "the answer is no \(Self.format): a member is missing or of another "
                    + "type")
        }
        guard document.format == Self.format else {
            throw UnreadableDocument(
                description: "the answer: \(document.format.printable), needed \(Self.format)")
        }
        self = document
    }
}
