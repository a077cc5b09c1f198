extension Evaluator {
    /// Whether a reading gives what is asked; a missing one is unknown, except
    /// that `exists` knows a thing that is absent or unsupported.
    func holds(_ comparison: Comparison, _ reading: Reading) -> Truth {
        guard case .value(let value) = reading else {
            return holdsWithout(reading.absence, comparison)
        }
        switch comparison {
        case .equals(let wanted): return equal(value, wanted)
        case .oneOf(let wanted): return Truth.any(wanted.map { equal(value, $0) })
        case .atLeast(let limit): return order(value, limit).map { Truth($0 >= 0) } ?? .unknown
        case .atMost(let limit): return order(value, limit).map { Truth($0 <= 0) } ?? .unknown
        case .below(let limit): return order(value, limit).map { Truth($0 < 0) } ?? .unknown
        case .matches(let glob):
            return value.texts.map { Truth($0.allSatisfy(glob.matches)) } ?? .unknown
        case .contains(let part): return contains(value, part)
        case .exists(let wanted): return Truth(wanted)
        case .covers(let paths): return covers(value, paths)
        }
    }

    private func holdsWithout(_ absence: Absence?, _ comparison: Comparison) -> Truth {
        guard case .exists(let wanted) = comparison, let reason = absence?.reason,
            reason == .absent || reason == .unsupported
        else { return .unknown }
        return Truth(!wanted)
    }

    private func equal(_ value: FactValue, _ wanted: FactValue) -> Truth {
        guard value.kind == wanted.kind else { return .unknown }
        guard case .version(let version) = value, case .version(let limit) = wanted else {
            return Truth(value == wanted)
        }
        guard version.isComparable, limit.isComparable else {
            return Truth(version.text == limit.text)
        }
        return Truth(version.compared(toLimit: limit) == 0)
    }

    private func contains(_ value: FactValue, _ part: String) -> Truth {
        switch value {
        case .list(let texts): Truth(texts.contains(part))
        case .paths(let paths): Truth(paths.contains(part))
        case .string(let text): Truth(text.firstRange(of: part) != nil)
        default: .unknown
        }
    }

    /// Compares folder by folder; a slash at the end means nothing.
    private func covers(_ value: FactValue, _ wanted: Set<String>) -> Truth {
        guard value.kind == .list || value.kind == .paths, let texts = value.texts else {
            return .unknown
        }
        let folders = texts.filter { $0.hasPrefix("/") }.map { $0.split(separator: "/") }
        return Truth(
            wanted.allSatisfy { path in
                let parts = path.split(separator: "/")
                return path.hasPrefix("/") && folders.contains { parts.starts(with: $0) }
            })
    }

    /// Below 0, 0 or above 0; nil where the two do not compare or the limit is
    /// itself unknown.
    private func order(_ value: FactValue, _ limit: Limit) -> Int? {
        guard let wanted = resolve(limit) else { return nil }
        switch (value, wanted) {
        case (.version(let left), .version(let right)):
            return left.isComparable && right.isComparable ? left.compared(toLimit: right) : nil
        case (.duration(let left), .duration(let right)):
            return left < right ? -1 : left == right ? 0 : 1
        case (.date(let left), .date(let right)):
            return left < right ? -1 : left == right ? 0 : 1
        default:
            // Zero is the same in every unit; the sum over no subjects has none.
            guard value.kind == wanted.kind || wanted == .integer(0),
                let left = value.number, let right = wanted.number
            else { return nil }
            return left < right ? -1 : left == right ? 0 : 1
        }
    }
}

extension FactValue {
    /// The texts that a pattern is held against; nil where the value has none.
    fileprivate var texts: [String]? {
        switch self {
        case .string(let text): [text]
        case .version(let version): [version.text]
        case .list(let texts): texts
        case .paths(let paths): paths.sorted()
        default: nil
        }
    }

    /// The number of an integer or a size.
    var number: Int64? {
        switch self {
        case .integer(let number): number
        case .bytes(let bytes): bytes.count
        default: nil
        }
    }

    /// The value scaled; nil where it is no number or goes beyond Int64.
    func scaled(by scale: Scale) -> FactValue? {
        switch self {
        case .duration(let span):
            return scale.applied(to: span.milliseconds).map { .duration(.milliseconds($0)) }
        case .integer, .bytes:
            guard let number, let scaled = scale.applied(to: number) else { return nil }
            return FactValue(.integer(scaled), kind: scale.kind ?? kind)
        default: return scale == .one ? self : nil
        }
    }
}
