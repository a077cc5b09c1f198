internal import MusterModel

/// A colour of the terminal, by meaning.
enum Paint: String {
    /// Unfit, fail.
    case bad = "1;31"
    /// Hung, unknown, undetermined.
    case unsure = "35"
    /// Warn, degraded.
    case warning = "33"
    /// Ready.
    case good = "32"
    /// Waived and everything that only accompanies.
    case quiet = "2"

    /// The text between the ANSI sequence of the colour and the reset (ECMA-48, SGR).
    func applied(to text: String) -> String { "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" }
}

extension Verdict {
    /// How a terminal shows the verdict.
    var paint: Paint {
        switch self {
        case .ready: .good
        case .degraded: .warning
        case .undetermined: .unsure
        case .unfit: .bad
        }
    }
}

extension Judgement {
    /// How a terminal shows the verdict: green is for the whole of a profile.
    var paint: Paint? { isPartial && verdict == .ready ? nil : verdict.paint }
}

extension Outcome {
    /// How a terminal shows the outcome.
    var paint: Paint {
        switch self {
        case .fail: .bad
        case .unknown: .unsure
        case .warn: .warning
        case .waived, .inapplicable: .quiet
        case .pass: .good
        }
    }
}
