internal import Foundation
internal import MusterModel

extension JSONValue {
    /// A codable value of ours; null where it is none that JSON has.
    init(encoding value: some Encodable) { self.init(value, by: JSONEncoder()) }

    /// The same with its members in the words of our documents: `since_milliseconds`.
    init(snakeCased value: some Encodable) {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        self.init(value, by: encoder)
    }

    private init(_ value: some Encodable, by encoder: JSONEncoder) {
        let data = try? encoder.encode(value)
        self = data.flatMap { try? JSONReader.value(in: Array($0)) } ?? .null
    }
}
