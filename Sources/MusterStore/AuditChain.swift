internal import MusterModel

/// How entries of the audit log hang together.
public enum AuditChain {
    /// What the first entry stands on.
    static let root = Digest(of: Array("muster-audit/1".utf8)).text

    /// The digest of an entry that stands on another.
    static func digest(
        on previous: String, number: Int64, at: Int64, who: String, deed: String,
        document: String
    ) -> String {
        let entry = JSONValue.object([
            "previous": .string(previous), "number": .integer(number), "at": .integer(at),
            "who": .string(who), "deed": .string(deed), "document": .string(document),
        ])
        return Digest(of: entry.canonicalBytes).text
    }

    /// The first entry that is not as it was written, or does not stand where it stood;
    /// nil where all do. A log that somebody cut off at its end is whole: compare its last
    /// digest with one that was written down elsewhere.
    ///
    /// - Parameters:
    ///   - entries: in their order.
    ///   - before: number and digest of the entry before them; nil for the first.
    public static func fault(
        in entries: [AuditEntry], behind before: (number: Int64, digest: String)? = nil
    ) -> Int64? {
        var (number, previous) = before ?? (0, root)
        for entry in entries {
            let digest = digest(
                on: previous, number: entry.number, at: entry.at, who: entry.who,
                deed: entry.deed, document: entry.document)
            guard entry.number == number + 1, entry.digest == digest else { return number + 1 }
            (number, previous) = (entry.number, digest)
        }
        return nil
    }
}
