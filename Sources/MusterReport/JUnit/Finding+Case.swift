internal import MusterModel

extension Finding {
    /// How a test case ends that did not just pass.
    enum CaseKind: String {
        case failure, error, skipped
    }

    /// How the finding ends as a test case; nil where it passed. A required check
    /// that fails is a failure, one that nobody could tell an error; what leaves
    /// the node usable is skipped.
    var caseKind: CaseKind? {
        switch outcome {
        case .pass: nil
        case .fail: .failure
        case .unknown: level == .required ? .error : .skipped
        case .warn, .waived, .inapplicable: .skipped
        }
    }
}

extension Judgement {
    /// How many findings end so.
    func cases(of kind: Finding.CaseKind) -> Int { findings.count { $0.caseKind == kind } }
}
