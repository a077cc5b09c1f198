/// How often the node is looked at.
public struct Periods: Hashable, Sendable {
    /// Between two looks by every probe.
    public var full: Duration
    /// Between two looks at what costs next to nothing.
    public var brief: Duration
    /// Between two starts of containers; nil for never.
    public var smoke: Duration?
    /// So many looks because of changes may follow each other at once, and one more each
    /// such time; autofs alone changes the mount table all day.
    public var changes: (atOnce: Int, each: Duration) { (4, .seconds(120)) }

    /// Between two looks of a kind; nil where none is made by the clock alone.
    subscript(look: Look) -> Duration? {
        switch look {
        case .full: full
        case .brief: brief
        case .smoke: smoke
        case .files, .mounts, .rights: nil
        }
    }

    /// An hour, five minutes, a day.
    public static let usual = Periods(
        full: .seconds(3600), brief: .seconds(300), smoke: .seconds(86_400))

    /// Periods from their parts.
    public init(full: Duration, brief: Duration, smoke: Duration?) {
        (self.full, self.brief, self.smoke) = (full, brief, smoke)
    }
}
