import ArgumentParser
import MusterChecks
import MusterModel
import MusterProbes

/// What a check, a fact, a probe, a profile, a limit, an advisory or a word means, from
/// the cards and check files themselves.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explains everything that a report says: checks, facts, words, codes.",
        discussion: """
            Knows every check, fact, probe, profile, limit, advisory, waiver, route and kind of \
            subject by its id, also with the subject as reports show it, \
            cvmfs.repository[atlas.cern.ch]; and every word of a report: verdicts, outcomes, \
            levels, reasons of a missing fact, vantages, formats, exit codes, causes of a failed \
            start, metrics and attributes.
            """)

    @Argument(
        help: "What to explain: userns.attempt, cvmfs.cache.limit, kernel, CVE-2023-30549, unfit.",
        completion: Completions.explained)
    var ids: [String]

    @Option(
        help: ArgumentHelp("Read more check files from a folder.", valueName: "folder"),
        completion: .directory)
    var checks: String?

    @OptionGroup var probes: ProbesOption

    func run() throws {
        let vocabulary = try probes.load().vocabulary
        let explainer = Explainer(
            library: try Policy.library(checks: checks, waivers: nil, vocabulary),
            vocabulary: vocabulary)
        let texts = ids.map { (id: $0, texts: explainer.texts(on: $0)) }
        let strangers = texts.filter(\.texts.isEmpty).map(\.id)
        guard strangers.isEmpty else {
            throw ValidationError(
                strangers.map {
                    let hint = explainer.nearest(to: $0).map { "; did you mean \($0)?" } ?? ""
                    return "\($0): nothing of this name is in a report\(hint)"
                }.joined(separator: "\n"))
        }
        try Terminal.show(lines: texts.flatMap(\.texts))
    }
}
