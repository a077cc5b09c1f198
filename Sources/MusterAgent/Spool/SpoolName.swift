internal import MusterModel

/// How files of a spool are called: sixteen digits of the sequence, the kind, and what
/// has become of it. The folder's listing is the spool's whole memory.
struct SpoolName: Hashable, Sendable {
    /// What has become of a report.
    enum Fate: String, Hashable, Sendable, CaseIterable {
        /// It waits for a collector.
        case pending = ""
        /// A collector has it. The highest name stays, so that no number comes again.
        case done = ".done"
        /// It does not read any more, and no report has declared that yet.
        case damaged = ".damaged"
        /// The same, declared.
        case damagedTold = ".damaged.told"
        /// A collector will never take it, and no report has declared that yet.
        case refused = ".refused"
        /// The same, declared.
        case refusedTold = ".refused.told"

        /// Why its number is a gap that no report has declared yet; nil where it is none.
        var debt: Gap.Reason? {
            switch self {
            case .damaged: .damaged
            case .refused: .refused
            default: nil
            }
        }

        /// The same after a report has declared it.
        var told: Fate {
            switch self {
            case .damaged: .damagedTold
            case .refused: .refusedTold
            default: self
            }
        }
    }

    /// The report's number.
    let sequence: Int64
    /// How much is lost with it.
    let kind: SpoolEntry.Kind
    /// What has become of it.
    let fate: Fate

    private static let digits = 16

    init(_ sequence: Int64, _ kind: SpoolEntry.Kind, _ fate: Fate = .pending) {
        (self.sequence, self.kind, self.fate) = (sequence, kind, fate)
    }

    /// The name in `text`; nil where it is none of a spool's.
    init?(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == Self.digits,
            parts[0].utf8.allSatisfy({ (48...57).contains($0) }),
            let sequence = Int64(parts[0]), sequence > 0
        else { return nil }
        let words = parts[1].prefix { $0 != "." }
        guard let kind = SpoolEntry.Kind(rawValue: String(words)),
            let fate = Fate(rawValue: String(parts[1].dropFirst(words.count)))
        else { return nil }
        self.init(sequence, kind, fate)
    }

    /// As it stands in the folder.
    var text: String {
        let number = String(sequence)
        let zeros = String(repeating: "0", count: max(0, Self.digits - number.count))
        return "\(zeros)\(number).\(kind.rawValue)\(fate.rawValue)"
    }

    /// The name of a file that is not finished; nothing ever reads one.
    static func draft(of name: String) -> String { ".\(name).draft" }

    /// Whether a name is that of an unfinished file.
    static func isDraft(_ name: String) -> Bool { name.hasPrefix(".") && name.hasSuffix(".draft") }
}
