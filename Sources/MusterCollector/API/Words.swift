internal import Foundation
internal import Hummingbird

/// The words of a request, each as its parameter wants it.
struct Words: Sendable {
    private let values: [String: String]

    /// Why a request is not understood.
    struct Mistake: Error, Hashable {
        /// For whoever asks.
        let words: String
    }

    /// The words of a request for these parameters.
    /// - Throws: ``Mistake`` at the first that is unknown, there twice, or does not fit.
    init(
        _ request: Request, _ context: CollectorContext, _ parameters: [Parameter],
        isStrict: Bool = true
    ) throws(Mistake) {
        var values: [String: String] = [:]
        let known = Dictionary(
            uniqueKeysWithValues: parameters.filter { !$0.isInPath }.map { ($0.name, $0) })
        for pair in (request.uri.query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.plain(parts[0])
            let value = try Self.plain(parts.count > 1 ? parts[1] : "")
            guard let parameter = known[name] else {
                if isStrict { throw Mistake(words: "\(name.prefix(60)): no such parameter") }
                continue
            }
            // What a form leaves empty is not said.
            if value.isEmpty, !isStrict { continue }
            if let objection = parameter.objection(to: value) { throw Mistake(words: objection) }
            guard values.updateValue(value, forKey: name) == nil else {
                throw Mistake(words: "\(name): is there twice")
            }
        }
        for parameter in parameters where parameter.isInPath {
            let value = try Self.plain(context.parameters.get(parameter.name).map { $0[...] } ?? "")
            if value.isEmpty { throw Mistake(words: "\(parameter.name): needed one") }
            if let objection = parameter.objection(to: value) { throw Mistake(words: objection) }
            values[parameter.name] = value
        }
        for parameter in parameters where values[parameter.name] == nil {
            if parameter.isRequired { throw Mistake(words: "\(parameter.name): needed one") }
            values[parameter.name] = parameter.usual
        }
        self.values = values
    }

    /// A text; nil where it was not said and has no usual.
    subscript(_ name: String) -> String? { values[name] }

    /// A text that is there.
    func text(_ name: String) -> String { values[name] ?? "" }

    /// A number that is there.
    func number(_ name: String) -> Int { values[name].flatMap { Int($0) } ?? 0 }

    private static func plain(_ text: Substring) throws(Mistake) -> String {
        guard let plain = text.replacing("+", with: " ").removingPercentEncoding else {
            throw Mistake(words: "no UTF-8 behind the percent signs")
        }
        return plain
    }
}
