extension Finding {
    /// The check's id with the subject in brackets: `cvmfs.mounted[atlas.cern.ch]`.
    public var name: String { subject.map { "\(check)[\($0)]" } ?? check }

    /// `FAIL`, `HUNG`, `UNKNOWN`, `WARN`, `WAIVED`, `PASS` or `INAPPLICABLE`.
    public var label: String { isHung ? "HUNG" : outcome.rawValue.uppercased() }

    /// Whether anybody has to know: neither passed nor inapplicable.
    public var isOpen: Bool { outcome.isOpen }
}

extension Evidence {
    /// `cvmfs.cache.limit: 4,000 MiB (/etc/cvmfs/default.conf)`; the origin is left
    /// out where the reading already names it.
    public var found: String {
        let reading = fact.reading.description
        let isNamed = fact.origin.isEmpty || reading.contains(fact.origin)
        return "\(fact.key): \(reading)" + (isNamed ? "" : " (\(fact.origin))")
    }
}

extension Judgement {
    /// The verdict with what speaks against it: `READY`, `UNFIT 1, 1 unknown`,
    /// `DEGRADED 2 warnings`, `READY in part` where checks were left out.
    public var summary: String {
        let (failed, unknown, warned) = (count(of: .fail), count(of: .unknown), count(of: .warn))
        let counts = [
            failed > 0 ? "\(failed)" : nil,
            unknown > 0 ? "\(unknown) unknown" : nil,
            warned > 0 ? "\(warned) warning\(warned == 1 ? "" : "s")" : nil,
        ].compactMap(\.self)
        let verdict = self.verdict.rawValue.uppercased() + (isPartial ? " in part" : "")
        let separator = isPartial ? ": " : " "
        return counts.isEmpty
            ? verdict : verdict + separator + counts.joined(separator: ", ")
    }

    /// How many findings came to `outcome`.
    public func count(of outcome: Outcome) -> Int {
        findings.count { $0.outcome == outcome }
    }
}
