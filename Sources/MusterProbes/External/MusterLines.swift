internal import MusterModel

/// Muster's own dialect: one JSON object a line, one fact each.
///
/// `{"fact": "site-x.a.b", "value": 5}`, with `"subject"` where the fact is about
/// one of several; or `{"fact": …, "absent": "reason", "detail": "…"}`.
struct MusterLines: PluginReader {
    /// Longer lines hold no fact.
    static let lineAtMost = 16 << 10
    /// More lines are a log, not a result.
    static let linesAtMost = 1_000
    /// Longer texts are documents.
    static let textAtMost = 4_096
    /// Elements of a list.
    static let elementsAtMost = 1_000
    /// Troubles beyond these say nothing new.
    static let troublesAtMost = 5
    /// Longer names are no names of subjects.
    private static let subjectAtMost = 256

    private let cards: [FactName: FactCard]
    private let kinds: Set<String>
    private(set) var book = PluginBook()
    var troubles: [String] = []

    init(_ card: ProbeCard) {
        let rosters = Set(card.subjects.map(\.roster.name))
        cards = Dictionary(
            card.facts.filter { !rosters.contains($0.name) }.map { ($0.name, $0) },
            uniquingKeysWith: { first, _ in first })
        kinds = Set(card.subjects.map(\.kind))
    }

    mutating func read(_ end: ProgramEnd) throws(Absence) {
        guard end.exit == 0 else {
            throw Absence(.malformed, "ended with exit code \(end.exit), needed 0")
        }
        var number = 0
        for line in end.output.parts(by: "\n", keepingEmpty: true) {
            number += 1
            if line.trimmingSpace.isEmpty { continue }
            guard number <= Self.linesAtMost else {
                throw Absence(.malformed, "more than \(Self.linesAtMost) lines")
            }
            guard line.utf8.count <= Self.lineAtMost else {
                throw Absence(.malformed, "line \(number): more than \(Self.lineAtMost >> 10) KiB")
            }
            try read(line, number)
        }
    }

    /// A line that does not read spoils the whole: nobody knows what it cut off. A
    /// line that reads and does not fit costs its own fact.
    private mutating func read(_ line: Substring, _ number: Int) throws(Absence) {
        // What the pipe's bytes become where they are no UTF-8.
        guard !line.unicodeScalars.contains("\u{FFFD}") else {
            throw Absence(.malformed, "line \(number): not UTF-8")
        }
        let json: JSONValue
        do {
            json = try JSONReader.value(in: line.utf8)
        } catch {
            throw Absence(.malformed, "line \(number): \(error), needed a JSON object")
        }
        guard case .object(let members) = json, let text = members["fact"]?.text else {
            throw Absence(.malformed, "line \(number): needed an object with \"fact\"")
        }
        guard let name = FactName(text), let card = cards[name] else {
            tell("line \(number): \(text.excerpt) is not on the card; dropped")
            return
        }
        do throws(Absence) {
            let key = FactKey(name, of: try subject(members, of: name))
            guard book.subjects[name.kind]?.count ?? 0 < PluginBook.subjectsAtMost else {
                throw Absence(.malformed, "more than \(PluginBook.subjectsAtMost) subjects")
            }
            let reading: Reading
            do throws(Absence) { reading = try self.reading(members, card) } catch {
                reading = .missing(error)
                tell("line \(number): \(error.detail)")
            }
            if !book.note(key, reading) { tell("line \(number): \(key) again; not believed") }
        } catch {
            tell("line \(number): \(error.detail); dropped")
        }
    }

    private mutating func tell(_ trouble: String) {
        if troubles.count < Self.troublesAtMost { troubles.append(trouble) }
    }

    private func subject(
        _ members: [String: JSONValue], of name: FactName
    ) throws(Absence) -> String? {
        guard kinds.contains(name.kind) else {
            guard members["subject"] == nil else {
                throw Absence(.malformed, "\(name): has no subject")
            }
            return nil
        }
        guard let subject = members["subject"]?.text, !subject.isEmpty,
            subject.utf8.count <= Self.subjectAtMost, subject.isBytewise(subject.printable)
        else {
            throw Absence(.malformed, "\(name): needed a \"subject\", a short printable text")
        }
        return subject
    }

    /// The value, or what the program itself says is missing.
    private func reading(
        _ members: [String: JSONValue], _ card: FactCard
    ) throws(Absence) -> Reading {
        let known: Set = ["fact", "subject", "value", "unit", "absent", "detail"]
        if let strange = members.keys.sorted().first(where: { !known.contains($0) }) {
            throw Absence(.malformed, "\(card.name): unknown member \(strange.excerpt)")
        }
        if let reason = members["absent"] { return .missing(try absence(reason, members, card)) }
        guard let json = members["value"], members["detail"] == nil else {
            throw Absence(
                .malformed, "\(card.name): needed a \"value\", or \"absent\" and \"detail\"")
        }
        if let unit = members["unit"], unit.text != card.kind.unit {
            throw Absence(
                .malformed, "\(card.name): another unit, needed \(card.kind.unit ?? "none")")
        }
        guard let value = FactValue(json, kind: card.kind) ?? FactValue(withUnit: json, card.kind),
            value.isBounded
        else {
            throw Absence(.malformed, "\(card.name): needed \(card.kind.rawValue), bounded")
        }
        return .value(value)
    }

    private func absence(
        _ reason: JSONValue, _ members: [String: JSONValue], _ card: FactCard
    ) throws(Absence) -> Absence {
        guard let reason = reason.text.flatMap(Absence.Reason.init(rawValue:)),
            members["value"] == nil, let detail = members["detail"]?.text
        else {
            let known = Absence.Reason.allCases.map(\.rawValue).joined(separator: ", ")
            throw Absence(
                .malformed, "\(card.name): needed \"absent\" as one of \(known), and \"detail\"")
        }
        return Absence(reason, String(detail.prefix(Self.textAtMost / 4)).printable)
    }
}

extension FactValue {
    /// A size or span written with its unit: `20 GB`, `30 s`.
    fileprivate init?(withUnit json: JSONValue, _ kind: FactKind) {
        guard let text = json.text else { return nil }
        switch kind {
        case .bytes:
            guard let bytes = Bytes(text) else { return nil }
            self = .bytes(bytes)
        case .duration:
            guard let span = Duration(words: text) else { return nil }
            self = .duration(span)
        default: return nil
        }
    }

    /// Whether a program may say that much, and a version has a number, a path a
    /// beginning.
    fileprivate var isBounded: Bool {
        func isShort(_ text: String) -> Bool { text.utf8.count <= MusterLines.textAtMost }
        switch self {
        case .bool, .integer, .bytes, .duration, .date: return true
        case .string(let text): return isShort(text)
        case .version(let version): return isShort(version.text) && version.isComparable
        case .list(let texts):
            return texts.count <= MusterLines.elementsAtMost && texts.allSatisfy(isShort)
        case .paths(let paths):
            return paths.count <= MusterLines.elementsAtMost
                && paths.allSatisfy { isShort($0) && $0.isAbsolute }
        }
    }
}
