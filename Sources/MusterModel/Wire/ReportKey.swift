/// What tells the reports of one node apart: the part of a ``ReportID`` that answers
/// repeat.
public struct ReportKey: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// 32 hexadecimal digits.
    public let incarnation: String
    /// From 1 on.
    public let sequence: Int64

    /// The key of an id.
    public init(_ id: ReportID) {
        incarnation = id.incarnation
        sequence = id.sequence
    }

    /// A key from its parts; nil where one is not of its form.
    public init?(_ incarnation: String, _ sequence: Int64) {
        guard ReportID.isIncarnation(incarnation), sequence > 0 else { return nil }
        (self.incarnation, self.sequence) = (incarnation, sequence)
    }

    /// The key in a result of an answer; nil where there is none.
    init?(json: JSONValue) {
        guard let incarnation = json["incarnation"]?.text, let number = json["sequence"]?.number,
            ReportID.isIncarnation(incarnation), number > 0
        else { return nil }
        self.incarnation = incarnation
        sequence = number
    }

    /// Both, with a slash between.
    public var description: String { "\(incarnation)/\(sequence)" }

    /// By sequence: in the order in which a node made them.
    public static func < (left: ReportKey, right: ReportKey) -> Bool {
        (left.sequence, left.incarnation) < (right.sequence, right.incarnation)
    }
}
