/// Where a requirement comes from; no threshold stands without one.
public struct Source: Hashable, Sendable {
    /// The document and the place in it, for a person.
    public let text: String
    /// When it said so.
    public let date: CalendarDate

    /// A dated source.
    public init(_ text: String, _ date: CalendarDate) {
        self.text = text
        self.date = date
    }
}
