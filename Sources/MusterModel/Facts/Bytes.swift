/// A number of bytes; negative only for "no limit" values that a source writes so.
public struct Bytes: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The number itself.
    public let count: Int64

    /// That many bytes.
    public init(_ count: Int64) { self.count = count }

    /// `count` mebibytes (1,048,576 bytes each), kept within Int64.
    public static func mebibytes(_ count: Int64) -> Bytes { Bytes(count, times: 1 << 20) }

    /// `count` times `factor`, clamped to what Int64 holds.
    public init(_ count: Int64, times factor: Int64) {
        let (product, over) = count.multipliedReportingOverflow(by: factor)
        self.count = over ? ((count < 0) == (factor < 0) ? .max : .min) : product
    }

    /// Units that files and people write: powers of ten and of two.
    public static let units: [(name: String, size: Int64)] = [
        ("B", 1), ("kB", 1_000), ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000),
        ("TB", 1_000_000_000_000), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30),
        ("TiB", 1 << 40),
    ]

    /// The size in a text such as `20 GB`, `4000 MiB` or `64B`; a unit is needed.
    public init?(_ text: String) {
        let number = text.prefix { $0.isASCII && $0.isNumber }
        let name = text.dropFirst(number.count).drop { $0 == " " }
        guard let count = Int64(number), let unit = Self.units.first(where: { $0.name == name })
        else { return nil }
        self.init(count, times: unit.size)
    }

    /// Shortest exact form in a unit that people read: `20 GB`, `4,000 MiB`,
    /// cut to a tenth of the largest fitting decimal unit where neither is exact, so
    /// that a size below a limit never reads like the limit.
    public var description: String {
        let exact = ["TB", "GB", "TiB", "GiB", "MiB", "MB", "KiB"]
        for name in exact {
            guard let unit = Self.units.first(where: { $0.name == name }) else { continue }
            if count != 0, count % unit.size == 0, abs(count / unit.size) < 100_000 {
                return "\((count / unit.size).grouped) \(name)"
            }
        }
        for name in ["TB", "GB", "MB", "kB"] {
            guard let unit = Self.units.first(where: { $0.name == name }) else { continue }
            let tenths = count / (unit.size / 10)
            if abs(tenths) >= 10 {
                return tenths % 10 == 0 || abs(tenths) >= 1000
                    ? "\((tenths / 10).grouped) \(name)"
                    : "\((tenths / 10).grouped).\(abs(tenths % 10)) \(name)"
            }
        }
        return "\(count) B"
    }

    /// By size.
    public static func < (left: Bytes, right: Bytes) -> Bool { left.count < right.count }
}

extension Int64 {
    /// The number with commas between groups of three digits.
    public var grouped: String {
        let digits = String(magnitude)
        var out = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { out.append(",") }
            out.append(digit)
        }
        return self < 0 ? "-" + out : out
    }
}
