public import MusterModel

/// Turns an audit's report into one text: a format of `muster check --format`.
public protocol Renderer: Sendable {
    /// The format's public name.
    static var name: String { get }

    /// The whole text, ending with a line feed.
    func render(_ report: AuditReport) -> String
}
