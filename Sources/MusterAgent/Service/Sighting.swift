public import MusterModel

/// What one look of an observer saw: facts, not yet judged.
public struct Sighting: Hashable, Sendable {
    /// Name and version of the form.
    public static let format = "muster-look/1"

    /// What was looked at.
    public let look: Look
    /// Where the observer stood.
    public let vantage: Vantage
    /// Stable facts, a section for each probe that looked.
    public let sections: [Section]
    /// Facts that move by themselves.
    public let gauges: [Fact]
    /// Own time, and time in other people's programs.
    public let took: Duration, waited: Duration
    /// What went wrong with the look itself.
    public let troubles: [String]

    /// What an audit saw, as the answer to a look.
    public init(_ look: Look, _ report: AuditReport) {
        self.look = look
        vantage = report.sheet.vantage
        sections = report.sheet.sections
        gauges = report.gauges
        (took, waited, troubles) = (report.took, report.waited.time, report.troubles)
    }

    /// The sighting in frames; nil where they are none.
    public init?(_ frames: Frames) {
        guard let about = frames["look"].flatMap({ try? JSONReader.value(in: $0) }),
            about["format"]?.text == Self.format,
            let look = about["look"]?.text.flatMap(Look.init(rawValue:)),
            let vantage = Vantage(json: about["vantage"]),
            let facts = frames["gauges"].flatMap({ try? JSONReader.value(in: $0) })?.elements,
            let troubles = about["troubles"]?.elements?.compactMap(\.text)
        else { return nil }
        let sections = frames.all("section").compactMap(Section.init(reading:))
        let gauges = facts.compactMap(Fact.init(json:))
        guard sections.count == frames.all("section").count, gauges.count == facts.count else {
            return nil
        }
        (self.look, self.vantage, self.sections) = (look, vantage, sections)
        (self.gauges, self.troubles) = (gauges, troubles)
        took = .milliseconds(about["took_milliseconds"]?.number ?? 0)
        waited = .milliseconds(about["waited_milliseconds"]?.number ?? 0)
    }

    /// As it is handed over.
    public var frames: Frames {
        var frames = Frames()
        var place: [String: JSONValue] = ["sign": .string(vantage.sign)]
        if case .object(let members) = vantage.json { place.merge(members) { $1 } }
        frames.add(
            "look",
            JSONValue.object([
                "format": .string(Self.format), "look": .string(look.rawValue),
                "vantage": .object(place), "took_milliseconds": .integer(took.milliseconds),
                "waited_milliseconds": .integer(waited.milliseconds),
                "troubles": .array(troubles.map(JSONValue.string)),
            ]).canonicalBytes)
        for section in sections { frames.add("section", section.bytes) }
        frames.add("gauges", JSONValue.array(gauges.map(\.json)).canonicalBytes)
        return frames
    }
}
