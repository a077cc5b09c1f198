import MusterChecks
import MusterModel

/// Cards, checks, profiles, advisories and limits as text.
enum Explanation {
    /// A probe with what it reads and yields.
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

    /// A fact, and the kind of thing that it is about.
    static func of(_ fact: FactCard, subject: SubjectCard?) -> String {
        var lines = ["fact \(fact.name), \(words(fact.kind))", "  \(fact.description)"]
        if fact.keeping == .gauge {
            lines.append("  A gauge: it moves by itself and is no part of a sheet.")
        }
        if let subject { lines.append("  One for every \(subject.kind): \(subject.description)") }
        return lines.joined(separator: "\n")
    }

    /// A kind of subject.
    static func of(_ subject: SubjectCard) -> String {
        "subject \(subject.kind)\n  \(subject.description)\n  All of them: \(subject.roster.name)"
    }

    /// A check, with the level that each profile gives it.
    static func of(_ check: Check, in profiles: [(profile: Profile, check: Check)]) -> String {
        let levels = Dictionary(grouping: profiles, by: \.check.level)
        let asked = Check.Level.allCases.compactMap { level in
            levels[level].map { "\(level.rawValue) in " + $0.map(\.profile.id).inWords }
        }
        var lines = [
            "check \(check.id), \(asked.joined(separator: "; "))", "  \(check.title)",
            "  why       \(check.reason)",
        ]
        var seen: Set<String> = []
        lines += profiles.compactMap(\.check.amendment).filter { seen.insert($0).inserted }
            .map { "  level     \($0)" }
        lines += check.remedies.map { "  change    \($0.change)" }
        lines += check.sources.map { "  source    \($0.text), \($0.date)" }
        lines.append("  probes    \(check.areas.sorted().joined(separator: ", "))")
        return lines.joined(separator: "\n")
    }

    /// An advisory with its fixed versions.
    static func of(_ advisory: Advisory) -> String {
        var lines = [
            "advisory \(advisory.id), about \(advisory.about)", "  \(advisory.title)",
        ]
        lines += advisory.fixed.map { "  fixed     \($0.product): \($0.version)" }
        if let doubt = advisory.doubt { lines.append("  unsure    \(doubt.because)") }
        lines.append("  change    \(advisory.remedy)")
        if let link = advisory.link { lines.append("  link      \(link)") }
        lines.append("  source    \(advisory.source.text), \(advisory.source.date)")
        return lines.joined(separator: "\n")
    }

    /// A profile in short, with the digest of all that decides its verdict.
    static func of(_ profile: Profile, with advisories: [Advisory]) -> String {
        let asked = profile.isDefault ? "judged by default" : "judged when asked"
        let required = profile.checks.count { $0.level == .required }
        return """
            profile \(profile.id), \(profile.dated), \(asked)
              \(profile.title)
              checks    \(profile.checks.count), of which \(required) are required
              sha256    \(profile.digest(with: advisories))
              list      muster checks list \(profile.id)
            """
    }

    /// A limit, with its value in every profile that has it.
    static func of(limit name: String, in profiles: [Profile]) -> String? {
        let holders = profiles.compactMap { profile in
            profile.limits[name].map { (id: profile.id, limit: $0) }
        }
        guard !holders.isEmpty else { return nil }
        var seen: Set<Profile.NamedLimit> = []
        let values = holders.map(\.limit).filter { seen.insert($0).inserted }
        let lines = values.flatMap { limit in
            [
                "  \(limit.value) in " + holders.filter { $0.limit == limit }.map(\.id).inWords
                    + (limit.setIn.map { ", set in \($0)" } ?? ""),
                "    source  \(limit.source.text), \(limit.source.date)",
            ]
        }
        return (["limit \(name)"] + lines).joined(separator: "\n")
    }

    /// A word that facts have for a value, with the facts' own descriptions.
    static func of(value word: String, of facts: [FactCard]) -> String {
        let lines = facts.prefix(factsAtMost).map { "  of \($0.name): \($0.description)" }
        let left = facts.count - lines.count
        return (["value \(word)"] + lines + (left > 0 ? ["  and of \(left) more facts"] : []))
            .joined(separator: "\n")
    }

    /// More facts with the same value are counted.
    private static let factsAtMost = 6

    private static func words(_ kind: FactKind) -> String {
        kind.unit.map { "\(kind.rawValue) in \($0)" } ?? kind.rawValue
    }
}

extension [String] {
    /// `a`, `a and b`, `a, b and c`.
    fileprivate var inWords: String {
        guard let last, count > 1 else { return first ?? "" }
        return "\(dropLast().joined(separator: ", ")) and \(last)"
    }
}
