/// What a fact is compared with: written in the check, named so that profiles can
/// override it, or taken from other facts.
public indirect enum Limit: Hashable, Sendable {
    /// A value written in the check.
    case value(FactValue)
    /// A limit of the profile, by name.
    case named(String)
    /// Another fact of the same subject or of the node, scaled.
    case fact(FactName, times: Scale)
    /// The sum of a fact over all subjects of its kind, scaled.
    case sum(FactName, roster: FactName, times: Scale)
}

/// A factor as an exact fraction, so that judging needs no floating point; with a
/// kind where the factor carries a unit: `system.cores × 20 GB` is bytes.
public struct Scale: Hashable, Sendable {
    /// Above the line.
    public let numerator: Int64
    /// Below the line, at least 1.
    public let denominator: Int64
    /// The kind that a scaled integer becomes; nil keeps the fact's own.
    public let kind: FactKind?

    /// A fraction; a denominator below 1 is our own mistake.
    public init(_ numerator: Int64, over denominator: Int64 = 1, kind: FactKind? = nil) {
        precondition(denominator > 0, "a scale is divided by a positive number")
        self.numerator = numerator
        self.denominator = denominator
        self.kind = kind
    }

    /// The factor 1.
    public static let one = Scale(1)

    /// `number × numerator ÷ denominator`, towards zero; nil beyond Int64.
    public func applied(to number: Int64) -> Int64? {
        let (product, over) = number.multipliedReportingOverflow(by: numerator)
        return over ? nil : product / denominator
    }
}
