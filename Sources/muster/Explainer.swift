import MusterChecks
import MusterModel

/// Everything that `muster explain` knows, by the names that reports print.
struct Explainer {
    private let library: ChecksLibrary
    private let vocabulary: Vocabulary
    /// The facts that have a word for a value, by name.
    private let values: [String: [FactCard]]

    /// What there is to judge by, and what probes may observe.
    init(library: ChecksLibrary, vocabulary: Vocabulary) {
        self.library = library
        self.vocabulary = vocabulary
        var values: [String: [FactCard]] = [:]
        for fact in vocabulary.allFacts.sorted(by: { $0.name < $1.name }) {
            for word in fact.values { values[word, default: []].append(fact) }
        }
        self.values = values
    }

    /// Everything that goes by the name `id`; nothing for a stranger. A subject in
    /// brackets, or behind `@` as of a second route of one kind, is left out.
    func texts(on id: String) -> [String] {
        let whole = named(id)
        if !whole.isEmpty { return whole }
        let plain = Self.withoutSubject(id)
        return plain == id ? [] : named(plain)
    }

    /// The known name that was probably meant.
    func nearest(to id: String) -> String? { library.nearest(to: id, among: names) }

    /// Every name that has an explanation of its own.
    var names: Set<String> {
        Set(vocabulary.probes.map(\.id) + vocabulary.allFacts.map(\.name.text))
            .union(vocabulary.allSubjects.map(\.kind))
            .union(library.profiles.flatMap(\.checks).map(\.id))
            .union(library.profiles.map(\.id))
            .union(library.profiles.flatMap { Array($0.limits.keys) })
            .union(library.advisories.map(\.id)).union(Glossary.tables.flatMap(\.keys))
    }

    private func named(_ id: String) -> [String] {
        var texts: [String] = []
        if let probe = vocabulary.probes.first(where: { $0.id == id }) {
            texts.append(Explanation.of(probe))
        }
        if let fact = FactName(id).flatMap(vocabulary.card) ?? fact(ofMetric: id) {
            texts.append(Explanation.of(fact, subject: vocabulary.subject(fact.name.kind)))
        }
        if let subject = vocabulary.subject(id) { texts.append(Explanation.of(subject)) }
        let found = library.checks(id)
        if let (_, check) = found.first { texts.append(Explanation.of(check, in: found)) }
        if let profile = library.profile(id) {
            texts.append(Explanation.of(profile, with: library.advisories))
        }
        if let limit = Explanation.of(limit: id, in: library.profiles) { texts.append(limit) }
        texts += library.advisories.filter { $0.id.lowercased() == id.lowercased() }
            .map(Explanation.of)
        texts += library.waivers.filter { $0.check == id || $0.name == id }.map {
            "waiver of \($0.name) until \($0.until)\n  \($0.reason) (\($0.owner))"
        }
        texts += [Glossary.meaning(of: id)].compactMap(\.self)
        if let facts = values[id] { texts.append(Explanation.of(value: id, of: facts)) }
        return texts
    }

    /// The fact behind a metric `muster_fact_cvmfs_cache_limit_bytes`.
    private func fact(ofMetric name: String) -> FactCard? {
        let prefix = "muster_fact_"
        guard name.hasPrefix(prefix) else { return nil }
        let rest = name.dropFirst(prefix.count)
        return vocabulary.allFacts.first { fact in
            let plain = String(fact.name.text.map { $0 == "." || $0 == "-" ? "_" : $0 })
            return ["", "_bytes", "_seconds"].contains { rest == plain + $0 }
        }
    }

    /// `cvmfs.repository.quota` of `cvmfs.repository[atlas.cern.ch].quota`, and
    /// `apptainer-cvmfs` of `apptainer-cvmfs@/cvmfs/…`.
    private static func withoutSubject(_ id: String) -> String {
        if let open = id.firstIndex(of: "["), let close = id.lastIndex(of: "]"), open < close {
            return String(id[..<open] + id[id.index(after: close)...])
        }
        guard let at = id.firstIndex(of: "@") else { return id }
        return String(id[..<at])
    }
}

extension FactCard {
    /// The words that its description tells as values: `a, b or c`, `a: meaning`; a word
    /// of ordinary prose between commas is among them.
    fileprivate var values: Set<String> {
        guard [.string, .list, .integer].contains(kind) else { return [] }
        let separated = [" or ", " and ", " (", ". "].reduce(description) {
            $0.replacing($1, with: ",")
        }
        let items = separated.split { ",;:()".contains($0) }.compactMap { item -> String? in
            let words = item.split(separator: " ")
            guard words.count == 1, let word = words.first else { return nil }
            return word.hasSuffix(".") ? String(word.dropLast()) : String(word)
        }
        return Set(items.filter { !$0.isEmpty })
    }
}
