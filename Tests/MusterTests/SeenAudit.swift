import Foundation
import LaunchKit

/// What the tests of `muster check --format json` read of a report.
struct SeenAudit: Decodable {
    struct Vantage: Decodable {
        let place: String
        let user: Int
    }

    struct Source: Decodable {
        let text: String
        let date: String
    }

    struct Fact: Decodable, Hashable {
        let name: String
        let subject: String?
        let origin: String
        let missing: String?
        let value: Value?

        /// Texts, numbers and flags as text; `nil` for lists.
        struct Value: Decodable, Hashable {
            let text: String

            init(from decoder: any Decoder) throws {
                let box = try decoder.singleValueContainer()
                if let flag = try? box.decode(Bool.self) {
                    text = flag ? "yes" : "no"
                } else if let number = try? box.decode(Int64.self) {
                    text = "\(number)"
                } else if let words = try? box.decode([String].self) {
                    text = words.joined(separator: " ")
                } else {
                    text = try box.decode(String.self)
                }
            }
        }
    }

    struct Evidence: Decodable {
        let fact: Fact
        let wanted: String
    }

    struct Finding: Decodable {
        let check: String
        let subject: String?
        let outcome: String
        let reason: String
        let remedy: String?
        let evidence: [Evidence]
        let sources: [Source]

        /// Whether something speaks against the node.
        var isOpen: Bool { ["fail", "warn", "unknown"].contains(outcome) }
    }

    struct Judgement: Decodable {
        let profile: String
        let dated: String
        let verdict: String
        let findings: [Finding]
    }

    struct Section: Decodable {
        let facts: [Fact]
    }

    struct Facts: Decodable {
        let sections: [Section]
        let gauges: [Fact]
    }

    let vantage: Vantage
    let verdicts: [String: String]
    let judgements: [Judgement]
    let facts: Facts

    /// Stable facts and gauges.
    var allFacts: [Fact] { facts.sections.flatMap(\.facts) + facts.gauges }

    /// Every finding of every profile.
    var findings: [Finding] { judgements.flatMap(\.findings) }

    /// The findings of one check, on one subject where that is given.
    func findings(of check: String, on subject: String? = nil) -> [Finding] {
        findings.filter { $0.check == check && (subject == nil || $0.subject == subject) }
    }

    /// The report of a call that ended with a verdict.
    init(_ end: Launch.End) throws {
        self = try JSONDecoder().decode(SeenAudit.self, from: Data(end.output.utf8))
    }

    /// An audit of a fixture machine, or of the copy of one.
    static func of(machine: String, _ words: [String]) throws -> SeenAudit {
        try SeenAudit(
            try Launch.run(
                [
                    Launch.program("muster"), "check", "--root", machine, "--date", "2026-11-23",
                    "--format", "json",
                ] + words))
    }
}
