public import MusterModel

/// What the service knew of the node after its last look: the facts of every probe,
/// whichever look they came from, and what they were judged as.
public struct Memory: Hashable, Sendable {
    /// Name and version of the form.
    public static let format = "muster-memory/1"

    /// By probe.
    public var sections: [String: Section] = [:]
    /// By key.
    public var gauges: [Fact] = []
    /// Where the last look by every probe stood.
    public var vantage: Vantage?
    /// By profile.
    public var verdicts: [String: String] = [:]
    /// What did neither pass nor not apply: profile and finding to outcome.
    public var findings: [String: String] = [:]
    /// What went wrong with looks, by look.
    public var troubles: [String: [String]] = [:]
    /// What was decided about drains.
    public var drain = Drain()

    /// Nothing yet.
    public init() {}

    /// The memory in bytes; nil where they are none, so that the next look is the first.
    public init?(_ bytes: [UInt8]) {
        guard let frames = Frames(bytes),
            let about = frames["memory"].flatMap({ try? JSONReader.value(in: $0) }),
            about["format"]?.text == Self.format,
            let facts = frames["gauges"].flatMap({ try? JSONReader.value(in: $0) })?.elements
        else { return nil }
        let read = frames.all("section").compactMap(Section.init(reading:))
        sections = Dictionary(read.map { ($0.probe, $0) }, uniquingKeysWith: { _, last in last })
        gauges = facts.compactMap(Fact.init(json:))
        vantage = Vantage(json: about["vantage"])
        verdicts = Self.texts(about["verdicts"])
        findings = Self.texts(about["findings"])
        if case .object(let members)? = about["troubles"] {
            troubles = members.mapValues { $0.elements?.compactMap(\.text) ?? [] }
        }
        drain = about["drain"].flatMap(Drain.init(json:)) ?? Drain()
    }

    /// As it is kept.
    public var bytes: [UInt8] {
        var members: [String: JSONValue] = [
            "format": .string(Self.format),
            "verdicts": .object(verdicts.mapValues(JSONValue.string)),
            "findings": .object(findings.mapValues(JSONValue.string)),
            "troubles": .object(troubles.mapValues { .array($0.map(JSONValue.string)) }),
        ]
        if let vantage { members["vantage"] = vantage.json }
        if drain != Drain() { members["drain"] = drain.json }
        var frames = Frames()
        frames.add("memory", JSONValue.object(members).canonicalBytes)
        for section in sections.values.sorted(by: { $0.probe < $1.probe }) {
            frames.add("section", section.bytes)
        }
        frames.add("gauges", JSONValue.array(gauges.map(\.json)).canonicalBytes)
        return frames.bytes
    }

    /// Takes in what a look saw: its probes' facts replace what was known of them.
    ///
    /// - Parameter rights: what root saw, for facts that the look was forbidden to see.
    public mutating func take(_ sighting: Sighting, filledBy rights: Sighting? = nil) {
        let roots = Section.facts(rights?.sections ?? [])
        if sighting.look.isWhole || vantage == nil { vantage = sighting.vantage }
        for section in sighting.sections { sections[section.probe] = section.filled(by: roots) }
        let probes = Set(sighting.sections.map(\.probe))
        gauges = gauges.filter { !probes.contains($0.key.name.area) } + sighting.gauges
        troubles[sighting.look.rawValue] =
            sighting.troubles.isEmpty ? nil : sighting.troubles
    }

    /// Forgets probes that nobody has any more.
    public mutating func keep(only probes: Set<String>) {
        sections = sections.filter { probes.contains($0.key) }
        gauges = gauges.filter { probes.contains($0.key.name.area) }
    }

    private static func texts(_ json: JSONValue?) -> [String: String] {
        guard case .object(let members)? = json else { return [:] }
        return members.compactMapValues(\.text)
    }
}

extension Section {
    /// Facts by key.
    fileprivate static func facts(_ sections: [Section]) -> [FactKey: Fact] {
        Dictionary(
            sections.flatMap(\.facts).map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The section with facts of root's in place of those that an ordinary user may not see.
    ///
    /// All else stays what the ordinary user saw: jobs are ordinary users.
    fileprivate func filled(by roots: [FactKey: Fact]) -> Section {
        guard !roots.isEmpty else { return self }
        return Section(
            probe: probe,
            facts: facts.map { $0.isForbidden ? roots[$0.key] ?? $0 : $0 })
    }
}

extension Fact {
    fileprivate var isForbidden: Bool {
        if case .missing(let absence) = reading { absence.reason == .forbidden } else { false }
    }
}
