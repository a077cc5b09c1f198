/// The facts of one sheet and its gauges, for looking up.
public struct FactBook: Sendable {
    /// What a subject is and how it is called.
    private struct Topic: Hashable {
        let kind: String
        let subject: String
    }

    private let facts: [FactKey: Fact]
    private let added: [FactKey: Fact]
    private let topics: Set<Topic>
    private let areas: Set<String>
    private let watchList: WatchList
    /// Why gauges are not here that may be there.
    private var lack: Absence?

    /// All facts of `sheet` together with `gauges`.
    public init(_ sheet: Sheet, gauges: [Fact]) {
        self.init(
            sheet.sections.flatMap(\.facts) + gauges, areas: Set(sheet.sections.map(\.probe)),
            watchList: sheet.watchList)
    }

    /// Facts of some areas of a sheet.
    ///
    /// - Parameters:
    ///   - areas: the probes that ran, whose facts are all here.
    ///   - watchList: what they were asked to look at.
    public init(_ all: [Fact], areas: Set<String>, watchList: WatchList) {
        facts = Dictionary(all.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        topics = Set(
            facts.keys.compactMap { key in
                key.subject.map { Topic(kind: key.name.kind, subject: $0) }
            })
        added = [:]
        (self.areas, self.watchList) = (areas, watchList)
    }

    private init(_ book: FactBook, adding added: [FactKey: Fact]) {
        (facts, topics, areas, watchList) = (book.facts, book.topics, book.areas, book.watchList)
        self.added = added
    }

    /// The same with these facts beside them; what is known already stays.
    public func adding(_ gauges: [Fact]) -> FactBook {
        var all = added
        all.reserveCapacity(all.count + gauges.count)
        for gauge in gauges where facts[gauge.key] == nil && all[gauge.key] == nil {
            all[gauge.key] = gauge
        }
        return FactBook(self, adding: all)
    }

    /// The same with a node's gauges; where those are not to be had, whatever is not known
    /// is missing for that reason, and never for not being there.
    public func adding(_ gauges: Result<[Fact], Absence>) -> FactBook {
        switch gauges {
        case .success(let facts): return adding(facts)
        case .failure(let absence):
            var book = self
            book.lack = absence
            return book
        }
    }

    /// The fact for `key`; where there is none, a fact that says why: its probe
    /// did not run, nobody watched the subject, or the probe had nothing to say.
    public func fact(_ key: FactKey) -> Fact {
        if let fact = facts[key] ?? added[key] { return fact }
        let absence =
            if !areas.contains(key.name.area) {
                Absence(.notTried, "the probe \(key.name.area) did not run")
            } else if let lack {
                lack
            } else if let subject = key.subject, !isKnown(subject, of: key.name.kind) {
                Absence(.notWatched, "nobody asked for \(subject)")
            } else {
                Absence(.absent, "\(key): not found")
            }
        return Fact(key, .missing(absence), from: "")
    }

    /// The subjects that a roster fact names, or why they are not known.
    public func subjects(in roster: FactName) -> Result<[String], Absence> {
        switch fact(FactKey(roster)).reading {
        case .value(.list(let names)): .success(names)
        case .value: .failure(Absence(.malformed, "\(roster) is no list"))
        case .missing(let absence): .failure(absence)
        }
    }

    private func isKnown(_ subject: String, of kind: String) -> Bool {
        watchList.subjects[kind]?.contains(subject) == true
            || topics.contains(Topic(kind: kind, subject: subject))
            || added.keys.contains { $0.subject == subject && $0.name.kind == kind }
    }
}
