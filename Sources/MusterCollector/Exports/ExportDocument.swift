internal import Foundation
public import MusterModel

/// A document of the collector that programs read: its form in its first member, names as
/// JSON has them.
public protocol ExportDocument: Codable, Hashable, Sendable {
    /// The form; the number changes with its meaning, not with more members.
    static var form: String { get }
    /// The form of this one.
    var format: String { get }
}

/// Why a document is none of ours.
public struct UnreadableDocument: Error, Hashable, Sendable, CustomStringConvertible {
    /// In a sentence.
    public let description: String
}

extension ExportDocument {
    /// Its members, in the words of the document.
    public var json: JSONValue {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let data = try? encoder.encode(self)
        return data.flatMap { try? JSONReader.value(in: Array($0)) } ?? .null
    }

    /// The one in a document.
    /// - Throws: ``UnreadableDocument`` with what does not fit.
    public init(reading bytes: [UInt8]) throws(UnreadableDocument) {
        do { _ = try JSONReader.value(in: bytes) } catch {
            throw UnreadableDocument(description: "the answer: \(error)")
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let read: Self
        do { read = try decoder.decode(Self.self, from: Data(bytes)) } catch {
            throw UnreadableDocument(
                description: "the answer: no \(Self.form): a member is missing or of another type")
        }
        guard read.format == Self.form else {
            throw UnreadableDocument(
                description: "the answer: \(read.format.printable), needed \(Self.form)")
        }
        self = read
    }
}
