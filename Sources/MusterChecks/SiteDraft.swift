public import MusterModel

/// A site's own check file, begun from one node as it is: what to ask of the others.
///
/// It includes the baseline, lists its limits beside what the node has, commented out,
/// and asks for what the node has: cache, repositories, binds, route. Every check carries
/// its examples, so that `muster checks test` says something at once.
public struct SiteDraft: Hashable, Sendable {
    /// More repositories or binds than this are for the administrator to choose from.
    private static let namesAtMost = 64

    /// The whole file.
    public let text: String

    /// A draft named `name`; nil where that is no id of a profile.
    ///
    /// - Parameters:
    ///   - report: the audit of the node.
    ///   - baseline: the profile to include, with its limits.
    ///   - demanded: the folders that the site's queues bind.
    public init?(
        name: String, from report: AuditReport, including baseline: Profile?, demanded: [String]
    ) {
        var reader = NodeReader(file: name)
        let node = YAMLNode(content: .scalar(name, plain: true), mark: .start)
        guard reader.id(node, "a profile's id") == name else { return nil }
        let book = FactBook(report.sheet, gauges: report.gauges)
        let writer = DraftWriter(name: name, date: report.date, book: book)
        var text = writer.head(from: report.sheet.vantage, including: baseline)
        text += "\nchecks:"
        text += writer.route()
        text += writer.cache()
        text += writer.repositories(atMost: Self.namesAtMost)
        text += writer.binds(Array(Set(demanded).sorted().prefix(Self.namesAtMost)))
        self.text = text
    }
}
