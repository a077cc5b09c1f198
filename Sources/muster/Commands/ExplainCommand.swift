import ArgumentParser
import MusterChecks
import MusterModel
import MusterProbes

/// What a check, a fact or a probe means, from the cards and check files
/// themselves.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Explains a check, a fact, a probe or an advisory.")

    @Argument(help: "Its id: userns.attempt, cvmfs.cache.limit, kernel, CVE-2023-30549.")
    var id: String

    @Option(help: ArgumentHelp("Read more check files from a folder.", valueName: "folder"))
    var checks: String?

    func run() throws {
        let vocabulary = ProbeCatalogue.vocabulary
        let library = try Policy.library(checks: checks, waivers: nil)
        var texts: [String] = []
        if let probe = vocabulary.probes.first(where: { $0.id == id }) {
            texts.append(Explanation.of(probe))
        }
        if let fact = FactName(id).flatMap(vocabulary.card) {
            texts.append(Explanation.of(fact, subject: vocabulary.subject(fact.name.kind)))
        }
        if let subject = vocabulary.subject(id) { texts.append(Explanation.of(subject)) }
        let found = library.checks(id)
        if let (_, check) = found.first {
            texts.append(Explanation.of(check, in: found.map(\.profile)))
        }
        texts += library.advisories.filter { $0.id == id }.map(Explanation.of)
        guard !texts.isEmpty else {
            let nearest = library.nearestCheck(to: id).map { "; did you mean \($0)?" } ?? ""
            throw ValidationError("\(id): no check, fact, probe or advisory\(nearest)")
        }
        try Terminal.show(lines: texts)
    }
}

/// Cards and checks as text.
enum Explanation {
    static func of(_ probe: ProbeCard) -> String {
        var lines = ["probe \(probe.id)", "  \(probe.question)"]
        lines += probe.sources.map { "  reads     \($0)" }
        if probe.mayBlock { lines.append("  in an observer: what it touches may never answer") }
        if let privilege = probe.privilege { lines.append("  privilege \(privilege)") }
        lines += probe.facts.sorted { $0.name < $1.name }.map {
            "  " + Columns.row($0.name.text, words($0.kind))
        }
        return lines.joined(separator: "\n")
    }

    static func of(_ fact: FactCard, subject: SubjectCard?) -> String {
        var lines = ["fact \(fact.name), \(words(fact.kind))", "  \(fact.description)"]
        if fact.keeping == .gauge {
            lines.append("  A gauge: it moves by itself and is no part of a sheet.")
        }
        if let subject { lines.append("  One for every \(subject.kind): \(subject.description)") }
        return lines.joined(separator: "\n")
    }

    static func of(_ subject: SubjectCard) -> String {
        "subject \(subject.kind)\n  \(subject.description)\n  All of them: \(subject.roster.name)"
    }

    static func of(_ check: Check, in profiles: [Profile]) -> String {
        var lines = [
            "check \(check.id), \(check.level.rawValue) in "
                + profiles.map(\.id).joined(separator: ", "),
            "  \(check.title)", "  why       \(check.reason)",
        ]
        lines += check.remedies.map { "  change    \($0.change)" }
        lines += check.sources.map { "  source    \($0.text), \($0.date)" }
        lines.append("  probes    \(check.areas.sorted().joined(separator: ", "))")
        return lines.joined(separator: "\n")
    }

    static func of(_ advisory: Advisory) -> String {
        """
        advisory \(advisory.id), about \(advisory.about)
          \(advisory.title)
          change    \(advisory.remedy)
          source    \(advisory.source.text), \(advisory.source.date)
        """
    }

    private static func words(_ kind: FactKind) -> String {
        kind.unit.map { "\(kind.rawValue) in \($0)" } ?? kind.rawValue
    }
}
