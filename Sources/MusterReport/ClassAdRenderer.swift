public import MusterModel

/// The report as attributes of a machine's ClassAd, for HTCondor's STARTD_CRON:
/// `MUSTER_Ready_atlas` and why not. The `-` at the end publishes them at once.
public struct ClassAdRenderer: Renderer {
    /// `classad`.
    public static let name = "classad"

    /// Reasons of one profile; more are counted.
    public static let reasonsAtMost = 20

    /// Bytes of one reason: twenty stay below the 8 KiB that HTCondor reads of one
    /// line.
    private static let reasonAtMost = 240

    private let time: UTCTime

    /// A renderer for an audit made at `time`.
    public init(at time: UTCTime) { self.time = time }

    /// Lines of `attribute = value`, ended by `-`.
    public func render(_ report: AuditReport) -> String {
        var lines = [
            "MUSTER_Version = \(report.version.literal)",
            "MUSTER_AuditTime = \(time.seconds)",
            "MUSTER_Site = \(report.site.map { $0.shortened(to: 253).literal } ?? "undefined")",
            "MUSTER_Vantage = \(report.sheet.vantage.description.literal)",
            "MUSTER_Verdict = \(report.verdict?.rawValue.literal ?? "undefined")",
            "MUSTER_Profiles = \(list(report.profiles.map(\.profile)))",
            "MUSTER_Troubles = \(report.troubles.count)",
        ]
        if let queue = report.belonging.queue {
            lines.append("MUSTER_Queue = \(queue.text.literal)")
        }
        var names: Set<String> = []
        for judgement in report.profiles {
            lines += self.lines(of: judgement, named: name(of: judgement, beside: &names))
        }
        return lines.map { $0 + "\n" }.joined() + "-\n"
    }

    private func lines(of judgement: Judgement, named name: String) -> [String] {
        let against = judgement.findings.filter { $0.isOpen && $0.outcome != .waived }
        let reasons = against.prefix(Self.reasonsAtMost).map { finding in
            "\(finding.label.lowercased()) \(finding.name): \(finding.title)"
                .printable.shortened(toBytes: Self.reasonAtMost)
        }
        let left = against.count - reasons.count
        return [
            "MUSTER_Verdict_\(name) = \(judgement.verdict.rawValue.literal)",
            "MUSTER_Ready_\(name) = \(judgement.isReady)",
            "MUSTER_Partial_\(name) = \(judgement.isPartial)",
            "MUSTER_Dated_\(name) = \(judgement.dated.description.literal)",
            "MUSTER_Failed_\(name) = \(judgement.count(of: .fail))",
            "MUSTER_Unknown_\(name) = \(judgement.count(of: .unknown))",
            "MUSTER_Warned_\(name) = \(judgement.count(of: .warn))",
            "MUSTER_Reasons_\(name) = \(list(reasons + (left > 0 ? ["and \(left) more"] : [])))",
        ]
    }

    private func list(_ texts: [String]) -> String {
        texts.isEmpty ? "{ }" : "{ \(texts.map(\.literal).joined(separator: ", ")) }"
    }

    /// The profile as the end of an attribute's name: letters, digits and `_`, unlike
    /// any before it. Attributes do not tell upper from lower case.
    private func name(of judgement: Judgement, beside names: inout Set<String>) -> String {
        let letters = judgement.profile.escaped {
            $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
                ? nil : "_"
        }
        var (name, number) = (letters, 1)
        while !names.insert(name.lowercased()).inserted {
            number += 1
            name = "\(letters)_\(number)"
        }
        return name
    }
}

extension Judgement {
    /// Whether jobs may come, as ClassAds tell it: degraded nodes fulfil what is
    /// required; of undetermined ones, and of what was not judged, nobody knows.
    fileprivate var isReady: String {
        switch verdict {
        case .ready, .degraded: isPartial ? "undefined" : "true"
        case .unfit: "false"
        case .undetermined: "undefined"
        }
    }
}

extension String {
    /// A string literal. Old and new ClassAds disagree about the backslash, so
    /// neither it nor a double quote is ever inside.
    fileprivate var literal: String {
        let text = printable.escaped {
            switch $0 {
            case "\"": "'"
            case "\\": "/"
            default: nil
            }
        }
        return "\"\(text)\""
    }
}
