internal import MusterModel

/// The Nagios plugin API (Nagios Core 4 documentation, "Nagios Plugin API"): exit
/// code, a line of text, performance data behind a bar, more text below.
struct NagiosOutput: PluginReader {
    private let probe: ExternalProbe
    private(set) var book = PluginBook()
    var troubles: [String] = []

    /// Longer first lines are no summary.
    private static let textAtMost = 1_024

    private static let states = ["ok", "warning", "critical", "unknown"]

    init(_ probe: ExternalProbe) { self.probe = probe }

    mutating func read(_ end: ProgramEnd) throws(Absence) {
        guard Self.states.indices.contains(Int(end.exit)) else {
            throw Absence(.malformed, "ended with exit code \(end.exit), needed 0 to 3")
        }
        let (text, data) = Self.parts(of: end.output)
        if let name = ExternalProbe.stateName(probe.card.id) {
            _ = book.note(FactKey(name), .value(.string(Self.states[Int(end.exit)])))
        }
        if let name = ExternalProbe.textName(probe.card.id) {
            _ = book.note(
                FactKey(name), .value(.string(String(text.prefix(Self.textAtMost)).printable)))
        }
        let found = PerformanceData(data)
        for measure in probe.measures {
            do {
                let value = try measure.value(in: found)
                _ = book.note(FactKey(measure.fact.name), .value(value))
            } catch {
                _ = book.note(FactKey(measure.fact.name), .missing(error))
                if error.reason == .malformed { troubles.append(error.detail) }
            }
        }
    }

    /// The first line's text, and all performance data: what stands behind its bar,
    /// and everything behind the first bar of the lines below.
    static func parts(of output: String) -> (text: String, data: String) {
        let lines = output.parts(by: "\n", maxSplits: 1, keepingEmpty: true)
        let first = (lines.first ?? "").parts(by: "|", maxSplits: 1, keepingEmpty: true)
        var data = first.count > 1 ? String(first[1]) : ""
        if lines.count > 1 {
            let below = lines[1].parts(by: "|", maxSplits: 1, keepingEmpty: true)
            if below.count > 1 { data += " " + below[1] }
        }
        return (String((first.first ?? "").trimmingSpace), data)
    }
}

extension ExternalProbe.Measure {
    /// The measure's value, from the words behind its label.
    /// - Throws: absent where the label is missing or the plugin could not tell;
    ///   malformed where the number or its unit does not fit.
    func value(in data: PerformanceData) throws(Absence) -> FactValue {
        let found = data.values.filter { $0.label == label }
        guard let text = found.first?.text else {
            throw Absence(.absent, "no performance data of \(label.excerpt)")
        }
        guard found.count == 1 else {
            throw Absence(.malformed, "performance data of \(label.excerpt) twice")
        }
        if text == "U" { throw Absence(.absent, "\(label.excerpt): the plugin could not tell") }
        let number = text.prefix { "+-.,".contains($0) || ("0"..."9").contains($0) }
        let unit = text.dropFirst(number.count)
        guard unit.isBytewise(self.unit) else {
            throw Absence(
                .malformed,
                "\(label.excerpt) in \(String(unit).excerpt), needed \(self.unit.excerpt)")
        }
        guard let decimal = Decimal(String(number)), let scaled = decimal.scaled(by: scale),
            let value = FactValue(.integer(scaled), kind: fact.kind)
        else { throw Absence(.malformed, "\(label.excerpt): \(text.excerpt) is no such number") }
        return value
    }
}

/// `'label'=value[UOM];[warn];[crit];[min];[max]`, several with blanks between.
struct PerformanceData: Sendable {
    /// One label with its value and unit as written.
    struct Value: Hashable, Sendable {
        let label: String
        let text: String
    }

    /// In the order given.
    private(set) var values: [Value] = []

    /// What reads; an item that does not ends it, because nobody knows where the
    /// next begins.
    init(_ text: String) {
        var rest = Substring(text)[...]
        while true {
            rest = rest.drop { $0.isWhitespace }
            guard !rest.isEmpty, let label = Self.label(&rest), rest.first == "=" else { return }
            let words = rest.dropFirst().prefix { !$0.isWhitespace }
            rest = rest.dropFirst(words.count + 1)
            let value = words.parts(by: ";", keepingEmpty: true).first ?? ""
            values.append(Value(label: label, text: String(value)))
        }
    }

    /// A label up to its equals sign; in quotes with two for one.
    private static func label(_ rest: inout Substring) -> String? {
        guard rest.first == "'" else {
            let label = rest.prefix { $0 != "=" && !$0.isWhitespace }
            rest = rest.dropFirst(label.count)
            return label.isEmpty ? nil : String(label)
        }
        rest = rest.dropFirst()
        var label = ""
        while let letter = rest.popFirst() {
            if letter != "'" {
                label.append(letter)
            } else if rest.first == "'" {
                label.append(letter)
                rest = rest.dropFirst()
            } else {
                return label
            }
        }
        return nil
    }
}

/// A number with decimals, exactly.
private struct Decimal {
    /// Digits beyond this are noise of a floating point number.
    private static let placesAtMost = 9

    private let digits: Int64
    private let places: Int64

    /// A sign, digits, and digits behind a point or, in some languages, a comma.
    init?(_ text: String) {
        let isNegative = text.hasPrefix("-")
        let plain = text.drop { $0 == "-" || $0 == "+" }
        guard text.count - plain.count <= 1 else { return nil }
        let parts = plain.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        guard (1...2).contains(parts.count), let whole = parts.first, !whole.isEmpty,
            parts.allSatisfy({ $0.allSatisfy { ("0"..."9").contains($0) } })
        else { return nil }
        let behind = parts.count == 2 ? parts[1].prefix(Self.placesAtMost) : ""
        guard let number = Int64(whole + behind) else { return nil }
        digits = isNegative ? -number : number
        places = (0..<behind.count).reduce(Int64(1)) { power, _ in power * 10 }
    }

    /// Times the scale, cut towards zero; nil beyond what Int64 holds.
    func scaled(by scale: Scale) -> Int64? {
        let product = Int128(digits) * Int128(scale.numerator)
        return Int64(exactly: product / (Int128(places) * Int128(scale.denominator)))
    }
}
