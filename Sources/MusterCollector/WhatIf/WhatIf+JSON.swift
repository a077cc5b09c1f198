internal import Foundation
public import MusterModel

extension WhatIf {

    /// Its members, in the words of the document.
    public var json: JSONValue {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let data = try? encoder.encode(self)
        return data.flatMap { try? JSONReader.value(in: Array($0)) } ?? .null
    }
}
