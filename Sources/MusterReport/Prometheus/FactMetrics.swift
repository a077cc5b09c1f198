internal import MusterModel

/// The facts that are numbers, a metric each: sizes in bytes, spans in seconds,
/// counts, and of the gauges also yes and no.
struct FactMetrics {
    /// In the order of their names.
    let families: [MetricFamily]

    init(of report: AuditReport, _ vocabulary: Vocabulary, seriesAtMost: Int) {
        var byMetric: [String: (fact: FactName, facts: [Fact])] = [:]
        let gauges = Set(report.gauges.map(\.key))
        for fact in report.facts {
            guard let metric = Self.metric(fact, isGauge: gauges.contains(fact.key)) else {
                continue
            }
            // Two names that differ in `-` and `.` alone are one metric; the first has it.
            var entry = byMetric[metric] ?? (fact.key.name, [])
            if entry.fact == fact.key.name { entry.facts.append(fact) }
            byMetric[metric] = entry
        }
        families = byMetric.sorted { $0.key < $1.key }.map { metric, entry in
            let help = vocabulary.card(of: entry.fact)?.description ?? ""
            var family = MetricFamily(metric, help.isEmpty ? "The fact \(entry.fact)." : help)
            for fact in entry.facts.sorted(by: { $0.key < $1.key }).prefix(seriesAtMost) {
                guard let number = fact.reading.value?.number else { continue }
                if let subject = fact.key.subject {
                    family.add(number, ["subject": subject])
                } else {
                    family.add(number)
                }
            }
            return family
        }
    }

    /// `muster_fact_cvmfs_cache_limit_bytes`; nil for what is no number.
    private static func metric(_ fact: Fact, isGauge: Bool) -> String? {
        let unit: String
        switch fact.reading.value {
        case .integer: unit = ""
        case .bytes: unit = "_bytes"
        case .duration: unit = "_seconds"
        case .bool where isGauge: unit = ""
        default: return nil
        }
        let name = fact.key.name.text.escaped { $0 == "." || $0 == "-" ? "_" : nil }
        return "muster_fact_\(name)\(unit)"
    }
}

extension FactValue {
    /// The value as a sample, in base units; nil for what is no number.
    fileprivate var number: String? {
        switch self {
        case .bool(let value): value ? "1" : "0"
        case .integer(let value): String(value)
        case .bytes(let value): String(value.count)
        case .duration(let value): value.decimalSeconds
        default: nil
        }
    }
}
