internal import MusterModel

/// A metric with all its samples, in the Prometheus text format 0.0.4.
package struct MetricFamily {
    /// What a reader may do with its numbers.
    package enum Kind: String {
        /// They go up and down; everything that one audit tells is one.
        case gauge
        /// They only rise, but where the program starts anew.
        case counter
    }

    private let name: String
    private let help: String
    private let kind: Kind
    private var samples: [String] = []
    private var seen: Set<String> = []

    /// A metric without samples yet.
    package init(_ name: String, _ help: String, kind: Kind = .gauge) {
        (self.name, self.help, self.kind) = (name, help, kind)
    }

    /// The same labels twice make a reader refuse the whole file; the first stays.
    package mutating func add(_ value: String, _ labels: KeyValuePairs<String, String> = [:]) {
        let pairs = labels.map { "\($0)=\"\($1.labelText)\"" }.joined(separator: ",")
        guard seen.insert(pairs).inserted else { return }
        samples.append("\(name)\(pairs.isEmpty ? "" : "{\(pairs)}") \(value)\n")
    }

    /// HELP, TYPE and the samples; nothing where there are no samples.
    package var text: String {
        if samples.isEmpty { return "" }
        let line = help.printable.escaped { $0 == "\\" ? "\\\\" : nil }
        return "# HELP \(name) \(line)\n# TYPE \(name) \(kind.rawValue)\n" + samples.joined()
    }
}

extension String {
    /// More scalars than this make no label any clearer.
    private static let labelAtMost = 200

    /// A label's value: printable, bounded, `\` and `"` escaped.
    fileprivate var labelText: String {
        shortened(to: Self.labelAtMost).escaped { $0 == "\\" || $0 == "\"" ? "\\\($0)" : nil }
    }
}

extension Duration {
    /// Seconds with milliseconds as a decimal number: `0.041`.
    var decimalSeconds: String {
        let all = milliseconds
        let rest = String(String(1000 + all.magnitude % 1000).dropFirst())
        return "\(all < 0 ? "-" : "")\(all.magnitude / 1000).\(rest)"
    }
}
