import ArgumentParser
import MusterChecks
import MusterModel
import MusterProbes

/// What a check, a fact, a probe, a profile, a limit, an advisory or a word means, from
/// the cards and check files themselves.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract:
            "Explains a check, fact, probe, profile, limit, advisory or word of a verdict.")

    @Argument(help: "Its id: userns.attempt, cvmfs.cache.limit, kernel, CVE-2023-30549.")
    var id: String

    @Option(help: ArgumentHelp("Read more check files from a folder.", valueName: "folder"))
    var checks: String?

    @OptionGroup var probes: ProbesOption

    func run() throws {
        let vocabulary = try probes.load().vocabulary
        let library = try Policy.library(checks: checks, waivers: nil, vocabulary)
        let texts = Self.texts(on: id, library, vocabulary)
        guard texts.isEmpty else { return try Terminal.show(lines: texts) }
        let nearest = library.nearest(to: id, among: Self.words(library, vocabulary))
        let hint = nearest.map { "; did you mean \($0)?" } ?? ""
        throw ValidationError(
            "\(id): no check, fact, probe, profile, limit, advisory or word of a verdict\(hint)")
    }

    /// Everything that goes by the name `id`.
    private static func texts(
        on id: String, _ library: ChecksLibrary, _ vocabulary: Vocabulary
    ) -> [String] {
        var texts: [String] = []
        if let probe = vocabulary.probes.first(where: { $0.id == id }) {
            texts.append(Explanation.of(probe))
        }
        if let fact = FactName(id).flatMap(vocabulary.card) {
            texts.append(Explanation.of(fact, subject: vocabulary.subject(fact.name.kind)))
        }
        if let subject = vocabulary.subject(id) { texts.append(Explanation.of(subject)) }
        let found = library.checks(id)
        if let (_, check) = found.first { texts.append(Explanation.of(check, in: found)) }
        if let profile = library.profile(id) { texts.append(Explanation.of(profile)) }
        if let limit = Explanation.of(limit: id, in: library.profiles) { texts.append(limit) }
        texts += library.advisories.filter { $0.id == id.uppercased() }.map(Explanation.of)
        texts += library.waivers.filter { $0.check == id || $0.name == id }.map {
            "waiver of \($0.name) until \($0.until)\n  \($0.reason) (\($0.owner))"
        }
        return texts + [Glossary.meaning(of: id)].compactMap(\.self)
    }

    /// Every name that could have been meant.
    private static func words(_ library: ChecksLibrary, _ vocabulary: Vocabulary) -> Set<String> {
        Set(vocabulary.probes.map(\.id) + vocabulary.allFacts.map(\.name.text))
            .union(vocabulary.allSubjects.map(\.kind))
            .union(library.profiles.flatMap(\.checks).map(\.id))
            .union(library.profiles.map(\.id))
            .union(library.profiles.flatMap { Array($0.limits.keys) })
            .union(library.advisories.map(\.id)).union(Glossary.words.keys)
    }
}
