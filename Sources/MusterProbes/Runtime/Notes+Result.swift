internal import MusterModel

extension Notes {
    /// A value that was settled before, or the reason why there is none.
    mutating func note(
        _ card: FactCard, of subject: String? = nil, settled: Result<FactValue, Absence>,
        from origin: String
    ) {
        switch settled {
        case .success(let value): note(card, of: subject, value, from: origin)
        case .failure(let absence): note(card, of: subject, missing: absence, from: origin)
        }
    }
}
