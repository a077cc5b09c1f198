internal import Foundation
public import MusterModel

extension ReadinessReport {
    /// Why a document is no report.
    public struct Unreadable: Error, Hashable, Sendable, CustomStringConvertible {
        /// In a sentence.
        public let description: String
    }

    /// Its members, in the words of the document.
    public var json: JSONValue {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let data = try? encoder.encode(self)
        return data.flatMap { try? JSONReader.value(in: Array($0)) } ?? .null
    }

    /// The report in a document.
    /// - Throws: ``Unreadable`` with what does not fit.
    public init(reading bytes: [UInt8]) throws(Unreadable) {
        do { _ = try JSONReader.value(in: bytes) } catch {
            throw Unreadable(description: "the report: \(error)")
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let report: Self
        do { report = try decoder.decode(Self.self, from: Data(bytes)) } catch {
            throw Unreadable(description: "the report: a member is missing or of another type")
        }
        guard report.format == Self.format else {
            throw Unreadable(
                description: "the report: \(report.format.printable), needed \(Self.format)")
        }
        self = report
    }
}
