internal import MusterModel

extension StringProtocol {
    /// The text for a plugin's output. `|` would begin performance data, and
    /// monitoring's web pages have shown `<` as markup; both become look-alikes.
    var pluginText: String {
        printable.escaped {
            switch $0 {
            case "|": "¦"
            case "<": "‹"
            case ">": "›"
            default: nil
            }
        }
    }
}

/// One value of performance data: `'label'=value[UOM];[warn];[crit];[min];[max]`
/// (Monitoring Plugins Development Guidelines, "Performance data").
struct PerformanceDatum {
    /// Name of the series; `'` and `=` are not allowed in one.
    let label: String
    /// The number with its unit.
    let value: String
    /// The range that is not worth a warning.
    var warning = ""
    /// The range that is not critical.
    var critical = ""

    /// As it stands in the output; nothing measured here is below nothing.
    var text: String {
        let name = label.printable.escaped { "'=|".unicodeScalars.contains($0) ? "_" : nil }
        return "'\(name)'=\(value);\(warning);\(critical);0;"
    }
}
