import ArgumentParser
import MusterAgent
import MusterModel
import MusterReport

/// The files of the spool, a line each.
struct SpoolListCommand: ParsableCommand {
    /// How the list is written.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }

    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the reports that wait, and those set aside.")

    @OptionGroup var spool: SpoolOption

    @Option(help: "How: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format = Format.text

    func run() throws {
        try spool.survey { survey in
            var waiting = (count: 0, bytes: 0, declared: 0)
            var incarnation = ""
            try survey.visit { item in
                if item.state == .waits {
                    waiting.count += 1
                    waiting.bytes += item.size
                    waiting.declared += item.gaps.reduce(0) { $0 + Int($1.last - $1.first + 1) }
                }
                let heading = item.incarnation != incarnation && !item.incarnation.isEmpty
                incarnation = item.incarnation
                try Terminal.show(
                    lines: format == .json
                        ? [item.json.canonicalText]
                        : (heading ? ["incarnation \(incarnation)"] : []) + [item.line])
            }
            guard format == .text else { return }
            try Terminal.show(
                lines: [
                    "\(waiting.count) reports wait, \(Bytes(Int64(waiting.bytes))); "
                        + "they declare \(waiting.declared) others as gone"
                ])
        }
    }
}

extension SpoolSurvey.Item {
    /// In at most 80 columns: number, kind, state, size, time, gaps or what is wrong.
    fileprivate var line: String {
        guard let sequence, let kind else { return "\(state.rawValue)  \(name)" }
        let when = made.map { UTCTime(secondsSince1970: $0).description } ?? "-"
        let gaps = gaps.isEmpty ? "" : "declares " + gaps.map(\.words).joined(separator: ", ")
        let words = [
            String(sequence).padded(8), kind.rawValue.padded(8), state.rawValue.padded(8),
            Bytes(Int64(size)).description.padded(10), when.padded(21), objection ?? gaps,
        ]
        return words.joined(separator: " ").trimmed
    }

    /// Its members.
    fileprivate var json: JSONValue {
        var members: [String: JSONValue] = [
            "incarnation": .string(incarnation), "file": .string(name),
            "state": .string(state.rawValue), "size_bytes": .integer(Int64(size)),
            "gaps": .array(gaps.map(\.json)),
            "sections": .array(sections.map(JSONValue.string)),
        ]
        if let sequence { members["sequence"] = .integer(sequence) }
        if let kind { members["kind"] = .string(kind.rawValue) }
        if let made { members["made_seconds"] = .integer(made) }
        if let objection { members["objection"] = .string(objection) }
        return .object(members)
    }
}

extension Gap {
    /// `12` or `12-15`, with the reason.
    fileprivate var words: String {
        (first == last ? "\(first)" : "\(first)-\(last)") + " \(reason.rawValue)"
    }
}

extension String {
    /// With blanks behind it up to a width.
    fileprivate func padded(_ width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }

    /// Without blanks at its end.
    fileprivate var trimmed: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
