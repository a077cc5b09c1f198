extension Profile {
    /// Name and version of the form that ``digest(with:)`` is over. Another form is another
    /// name: what was pinned under the old one then fits no more, and nothing is done for it.
    public static let digestFormat = "muster-profile/1"

    /// What a person pins who lets something depend on the verdict: the digest of everything
    /// here that decides it. Titles, reasons, sources, remedies and dates do not; the order
    /// of checks does not either.
    ///
    /// - Parameter advisories: all there are; those that its checks ask about count, as a
    ///   new one can make a node unfit that was ready.
    public func digest(with advisories: [Advisory]) -> Digest {
        Digest(of: deciding(with: advisories).canonicalBytes)
    }

    /// Everything that decides, as canonical JSON.
    func deciding(with advisories: [Advisory]) -> JSONValue {
        let selections = checks.flatMap(\.selections)
        let asked = advisories.filter { advisory in selections.contains { $0.names(advisory) } }
        return .object([
            "format": .string(Self.digestFormat),
            "profile": .string(id),
            "checks": .array(checks.sorted { $0.id < $1.id }.map(\.deciding)),
            "left_out": .array(leftOut.sorted().map(JSONValue.string)),
            "limits": .object(limits.mapValues { $0.value.deciding }),
            "advisories": .array(asked.sorted { $0.id < $1.id }.map(\.deciding)),
        ])
    }
}

extension Check {
    /// What decides of one check: all but its words.
    fileprivate var deciding: JSONValue {
        var members: [String: JSONValue] = [
            "id": .string(id), "level": .string(level.rawValue), "require": require.deciding,
        ]
        if let when { members["when"] = when.deciding }
        if let each {
            members["each"] = .object([
                "kind": .string(each.kind), "roster": .string(each.roster.text),
                "among": each.among.deciding,
            ])
        }
        return .object(members)
    }

    /// Which advisories its predicates ask about.
    fileprivate var selections: [AdvisorySelection] {
        ([require] + [when].compactMap(\.self)).flatMap(\.selections)
    }
}

extension Advisory {
    fileprivate var deciding: JSONValue {
        var members: [String: JSONValue] = [
            "id": .string(id), "about": .string(about), "when": when.deciding,
        ]
        if let doubt { members["doubt"] = doubt.when.deciding }
        return .object(members)
    }
}

extension AdvisorySelection {
    fileprivate func names(_ advisory: Advisory) -> Bool {
        switch self {
        case .about(let kind): advisory.about == kind
        case .ids(let ids, _): ids.contains(advisory.id)
        }
    }
}
