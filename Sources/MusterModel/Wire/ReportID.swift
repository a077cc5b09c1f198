/// What makes one report of one node unlike every other, for ever.
public struct ReportID: Hashable, Sendable {
    /// The grid site that the sender claims; a collector takes the credential's.
    public let site: String?
    /// The node inside its site: its host name.
    public let node: String
    /// 32 hexadecimal digits, random, made when a sender begins to count: a payload
    /// for each run, the service where its state directory is empty.
    public let incarnation: String
    /// From 1 on; never used twice within an incarnation.
    public let sequence: Int64

    /// An id; nil where a part is not of its form.
    public init?(site: String?, node: String, incarnation: String, sequence: Int64) {
        guard !node.isEmpty, node.utf8.count <= 255, node == node.printable,
            site.map({ Belonging.objection(to: $0) == nil }) ?? true,
            Self.isIncarnation(incarnation), sequence > 0
        else { return nil }
        self.site = site
        self.node = node
        self.incarnation = incarnation
        self.sequence = sequence
    }

    /// The id in a JSON value; nil where it is none.
    public init?(json: JSONValue?) {
        guard let node = json?["node"]?.text, let incarnation = json?["incarnation"]?.text,
            let sequence = json?["sequence"]?.number
        else { return nil }
        if let site = json?["site"], site.text == nil { return nil }
        self.init(
            site: json?["site"]?.text, node: node, incarnation: incarnation, sequence: sequence)
    }

    /// Its members; `site` where it is known.
    public var json: JSONValue {
        var members: [String: JSONValue] = [
            "node": .string(node), "incarnation": .string(incarnation),
            "sequence": .integer(sequence),
        ]
        if let site { members["site"] = .string(site) }
        return .object(members)
    }

    /// A new incarnation from the kernel's random numbers.
    public static func newIncarnation() -> String {
        (0..<16).map { _ in UInt8.random(in: .min ... .max).hexadecimal }.joined()
    }

    /// Whether a text is of the form of an incarnation.
    static func isIncarnation(_ text: String) -> Bool {
        text.utf8.count == 32
            && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }
}
