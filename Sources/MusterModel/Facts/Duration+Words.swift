extension Duration {
    /// Whole milliseconds, the rest cut off; the nearest that Int64 holds.
    public var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, over) = seconds.multipliedReportingOverflow(by: 1000)
        let (sum, beyond) = whole.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
        return over || beyond ? (seconds < 0 ? .min : .max) : sum
    }

    /// For a person: `41 ms`, `1.2 s`, `3 min 12 s`, `2 h 5 min`, `3 d 4 h`.
    public var inWords: String {
        let all = milliseconds
        if all < 1000 { return "\(all) ms" }
        let seconds = all / 1000
        switch seconds {
        case ..<10 where all % 1000 >= 100: return "\(seconds).\(all % 1000 / 100) s"
        case ..<60: return "\(seconds) s"
        case ..<3600: return "\(seconds / 60) min \(seconds % 60) s"
        case ..<86_400: return "\(seconds / 3600) h \(seconds % 3600 / 60) min"
        default: return "\(seconds / 86_400) d \(seconds % 86_400 / 3600) h"
        }
    }

    /// The span in a text such as `30 s`, `500 ms`, `2 min`, `1 h`, `7 d`; a unit
    /// is needed. Nil for anything else, and beyond ten thousand years.
    public init?(words text: String) {
        let number = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(number.count).drop { $0 == " " }
        let sizes: [Substring: Int64] = [
            "ms": 1, "s": 1000, "min": 60_000, "h": 3_600_000, "d": 86_400_000,
        ]
        guard let count = Int64(number), let size = sizes[unit] else { return nil }
        guard count <= 315_569_520_000_000 / size else { return nil }
        self = .milliseconds(count * size)
    }
}
