extension AuditReport {
    /// Name and version of a report's body on the wire; the number rises when a member
    /// is removed or changes its meaning, never when one is added.
    public static let wireFormat = "muster-wire-report/2"

    /// The body of an envelope (`docs/reference/wire.md`): what was seen, its sections by
    /// digest alone, and what the node made of it, as its claim.
    ///
    /// - Parameters:
    ///   - id: under which it is sent.
    ///   - seconds: when the audit was made, since 1970.
    ///   - gauges: the report's own; their frame travels beside the body.
    ///   - gaps: the reports before it that will never arrive.
    public func wireBody(
        as id: ReportID, at seconds: Int64, gauges: FramedGauges, declaring gaps: [Gap] = []
    ) -> JSONValue {
        var members: [String: JSONValue] = [
            "format": .string(Self.wireFormat), "id": id.json, "muster": .string(version),
            "time": .integer(seconds), "date": .string(date.description),
            "identity": identity.json, "vantage": wireVantage, "sheet": wireSheet,
            "gauges": gauges.json,
            "policy": policy.json,
            "claims": .array(judgements.map(\.claim)), "gaps": .array(gaps.map(\.json)),
            "took_milliseconds": .integer(took.wholeMilliseconds),
            "waited_milliseconds": .integer(waited.time.wholeMilliseconds),
            "troubles": .array(troubles.map(JSONValue.string)),
            "remarks": .array(remarks.map(JSONValue.string)),
        ]
        if let queue = belonging.queue { members["queue"] = .string(queue.text) }
        let told = belonging.told
        if !told.isEmpty { members["told_by"] = .object(told.mapValues(JSONValue.string)) }
        return .object(members)
    }

    private var wireVantage: JSONValue {
        .object([
            "place": .string(sheet.vantage.place.rawValue),
            "user": .integer(Int64(sheet.vantage.user)), "sign": .string(sheet.vantage.sign),
        ])
    }

    /// What the digest is made of, and the digest.
    private var wireSheet: JSONValue {
        guard case .object(var members) = sheet.json else { return .null }
        members["sha256"] = .string(sheet.digest.text)
        return .object(members)
    }
}

extension Judgement {
    /// Verdict and what speaks against it; what is not named passed or does not apply.
    fileprivate var claim: JSONValue {
        let against = findings.filter { $0.outcome != .pass && $0.outcome != .inapplicable }
        return .object([
            "profile": .string(profile), "dated": .string(dated.description),
            "verdict": .string(verdict.rawValue), "partial": .bool(isPartial),
            "findings": .array(against.map(\.claim)),
        ])
    }
}

extension Finding {
    fileprivate var claim: JSONValue {
        var members: [String: JSONValue] = [
            "check": .string(check), "level": .string(level.rawValue),
            "outcome": .string(outcome.rawValue), "hung": .bool(isHung),
        ]
        if let subject { members["subject"] = .string(subject) }
        return .object(members)
    }
}

extension Duration {
    fileprivate var wholeMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
