import Foundation
import LaunchKit

/// What tests read of `muster check --format json`.
struct SeenReport {
    struct Fact: Hashable {
        let key: String
        let value: String?
        let missing: String?
        let origin: String

        /// One line for a golden text.
        var line: String { "\(key) = \(value ?? "(\(missing ?? "?"))")   <- \(origin)" }
    }

    private let json: [String: Any]

    init(_ text: String) throws {
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        json = value as? [String: Any] ?? [:]
    }

    var verdicts: [String: String] { json["verdicts"] as? [String: String] ?? [:] }

    var troubles: [String] { json["troubles"] as? [String] ?? [] }

    /// The check of the first finding that speaks against the worst profile; `none`
    /// where every profile is ready.
    var topBlocker: String {
        let judgements = json["judgements"] as? [[String: Any]] ?? []
        let findings = judgements.flatMap { $0["findings"] as? [[String: Any]] ?? [] }
        for outcome in ["fail", "unknown", "warn"] {
            let found = findings.first { $0["outcome"] as? String == outcome }
            if let id = found?["check"] as? String { return id }
        }
        return "none"
    }

    /// All facts, stable ones and gauges.
    var facts: [Fact] {
        let all = json["facts"] as? [String: Any] ?? [:]
        let sections = all["sections"] as? [[String: Any]] ?? []
        let stable = sections.flatMap { $0["facts"] as? [[String: Any]] ?? [] }
        return (stable + (all["gauges"] as? [[String: Any]] ?? [])).map(Self.fact)
    }

    /// The digest of each section, by probe.
    var digests: [String: String] {
        let all = json["facts"] as? [String: Any] ?? [:]
        let sections = all["sections"] as? [[String: Any]] ?? []
        return Dictionary(
            uniqueKeysWithValues: sections.map {
                ($0["probe"] as? String ?? "", $0["sha256"] as? String ?? "")
            })
    }

    subscript(_ key: String) -> String? { facts.first { $0.key == key }?.value }

    private static func fact(_ json: [String: Any]) -> Fact {
        let name = json["name"] as? String ?? ""
        let words = name.split(separator: ".")
        let key =
            (json["subject"] as? String).map { "\(words[0]).\(words[1])[\($0)].\(words[2])" } ?? name
        return Fact(
            key: key, value: json["value"].map(text), missing: json["missing"] as? String,
            origin: json["origin"] as? String ?? "")
    }

    private static func text(_ value: Any) -> String {
        switch value {
        case let list as [Any]: "[" + list.map(text).joined(separator: ", ") + "]"
        case let number as NSNumber where CFBooleanLike.isFlag(number): number.boolValue ? "yes" : "no"
        default: "\(value)"
        }
    }
}

/// Tells JSON's true from its 1.
private enum CFBooleanLike {
    static func isFlag(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}

extension Fixture {
    func report() throws -> SeenReport { try SeenReport(try check("json").output) }
}
