internal import MusterModel

extension ExternalProbe {
    /// Asks `node` to run the program and takes its output apart.
    ///
    /// Whatever the program does, every fact of the card is noted, and no other.
    func observe(_ node: any NodeView) async -> ProbeOutcome {
        do throws(Absence) {
            let end = try await node.plugin(PluginOrder(self))
            var reader = reader
            do throws(Absence) {
                try reader.read(end)
            } catch {
                return ProbeOutcome(facts: all(missing: error), troubles: told(error, end.errors))
            }
            return outcome(reader.book, reader.troubles)
        } catch {
            return ProbeOutcome(facts: all(missing: error), troubles: told(error))
        }
    }

    private var reader: any PluginReader {
        switch dialect {
        case .muster: MusterLines(card)
        case .nagios: NagiosOutput(self)
        }
    }

    /// Why there is no result, and what the program said about it; the latter stays
    /// out of the facts, because it moves. A machine that does not run is no trouble.
    private func told(_ absence: Absence, _ errors: String = "") -> [String] {
        if absence.reason == .notTried { return [] }
        let line = errors.parts(by: "\n").first { !$0.trimmingSpace.isEmpty }
        let said = line.map { "; it said: \(String($0.prefix(200)).printable)" } ?? ""
        return ["\(card.id): \(absence.detail)\(said)"]
    }

    private var origin: String { program.first ?? card.id }

    /// The kinds of subject whose facts have one.
    private var kinds: Set<String> { Set(card.subjects.map(\.kind)) }

    private func all(missing absence: Absence) -> [Fact] {
        card.facts.filter { !kinds.contains($0.name.kind) }
            .map { Fact(FactKey($0.name), .missing(absence), from: origin) }
    }

    /// The facts that were given, absences for the others, and the rosters.
    private func outcome(_ book: PluginBook, _ troubles: [String]) -> ProbeOutcome {
        let silence = Absence(.malformed, "\(origin): said nothing of this fact")
        var facts: [FactKey: Reading] = book.readings
        for subject in card.subjects {
            let names = book.subjects[subject.kind] ?? []
            facts[FactKey(subject.roster.name)] = .value(.list(names.sorted()))
            for fact in card.facts where fact.name.kind == subject.kind {
                for key in names.map({ FactKey(fact.name, of: $0) }) {
                    facts[key] = facts[key] ?? .missing(silence)
                }
            }
        }
        for fact in card.facts where !kinds.contains(fact.name.kind) {
            let key = FactKey(fact.name)
            facts[key] = facts[key] ?? .missing(silence)
        }
        return ProbeOutcome(
            facts: facts.sorted { $0.key < $1.key }
                .map { Fact($0.key, $0.value, from: origin) },
            troubles: troubles.map { "\(card.id): \($0)" })
    }
}

/// Takes the output of a program in one dialect apart.
protocol PluginReader {
    /// What was given so far.
    var book: PluginBook { get }
    /// What was wrong with single facts.
    var troubles: [String] { get set }

    /// Reads the whole output.
    /// - Throws: malformed where nothing of it counts.
    mutating func read(_ end: ProgramEnd) throws(Absence)
}

/// The facts that a program gave, each once.
struct PluginBook: Sendable {
    /// More subjects of one kind than a node has of anything that sites look after.
    static let subjectsAtMost = 200

    /// Values and absences.
    private(set) var readings: [FactKey: Reading] = [:]
    /// The subjects among them by kind.
    private(set) var subjects: [String: Set<String>] = [:]
    private var twice: Set<FactKey> = []

    /// Writes a fact down; given twice it is not believed at all.
    /// - Returns: whether it was the first.
    mutating func note(_ key: FactKey, _ reading: Reading) -> Bool {
        if let subject = key.subject { subjects[key.name.kind, default: []].insert(subject) }
        guard readings[key] == nil else {
            readings[key] = .missing(Absence(.malformed, "\(key): given twice"))
            return false
        }
        readings[key] = reading
        return true
    }
}
