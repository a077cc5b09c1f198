import ArgumentParser
import MusterModel

/// What the exit code of `muster check` tells.
enum ExitRule: String, ExpressibleByArgument, CaseIterable {
    /// Nothing: 0 whenever the audit ran.
    case never
    /// The worst verdict; 64 and above where there is none.
    case verdict
    /// The verdict as monitoring plugins tell it: everything that is not one is
    /// UNKNOWN, with a line on standard output, because that is what is read.
    case nagios

    /// UNKNOWN of the monitoring plugins.
    static let unknown: Int32 = 3

    /// The code for a verdict; nil where no profile was asked.
    func code(for verdict: Verdict?) -> Int32 {
        switch self {
        case .never: 0
        case .verdict: verdict?.exitCode ?? 0
        case .nagios: verdict?.exitCode ?? Self.unknown
        }
    }

    /// Whether a call asks for the codes of monitoring plugins, as far as can be
    /// told of one that did not even parse. The last of several options counts.
    static func isNagios(_ arguments: [String]) -> Bool {
        guard arguments.first == "check" else { return false }
        var (rule, format): (String?, String?)
        for (index, word) in arguments.enumerated() {
            let next = arguments.dropFirst(index + 1).first
            if word == "--exit-code" { rule = next }
            if word == "--format" { format = next }
            if word.hasPrefix("--exit-code=") { rule = String(word.dropFirst(12)) }
            if word.hasPrefix("--format=") { format = String(word.dropFirst(9)) }
        }
        if let rule, ExitRule(rawValue: rule) != nil { return rule == "nagios" }
        return format == OutputFormat.nagios.rawValue || rule == "nagios"
    }
}
