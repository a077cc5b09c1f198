extension Evaluator {
    /// The value a limit stands for here; nil where it is unknown.
    func resolve(_ limit: Limit) -> FactValue? {
        switch limit {
        case .value(let value): return value
        case .named(let name): return limits[name]?.value
        case .fact(let name, let scale): return fact(name).reading.value?.scaled(by: scale)
        case .sum(let name, let roster, let scale):
            return sum(of: name, roster: roster)?.scaled(by: scale)
        }
    }

    /// What is asked, in words: `at least 15000`, `one of builtin, module`.
    func inWords(_ comparison: Comparison) -> String {
        switch comparison {
        case .equals(let value): value.description
        case .oneOf(let values): values.map(\.description).joined(separator: " or ")
        case .atLeast(let limit): "at least \(inWords(limit))"
        case .atMost(let limit): "at most \(inWords(limit))"
        case .below(let limit): "below \(inWords(limit))"
        case .matches(let glob): "like \(glob.pattern)"
        case .contains(let part): "with \(part)"
        case .exists(let wanted): wanted ? "present" : "not present"
        case .covers(let paths): "all of \(paths.sorted().joined(separator: ", "))"
        }
    }

    /// The value of a limit, with the fact it comes from.
    func inWords(_ limit: Limit) -> String {
        let value = resolve(limit)?.description ?? "unknown"
        switch limit {
        case .value: return value
        case .named(let name):
            // A built-in file goes by its profile's name, which every finding has.
            guard let file = limits[name]?.setIn, file.contains("/") else { return value }
            return "\(value) (limit \(name) by \(file))"
        case .fact(let name, _): return "\(value) (from \(name))"
        case .sum(let name, _, _): return "\(value) (sum of \(name))"
        }
    }

    private func sum(of name: FactName, roster: FactName) -> FactValue? {
        guard case .success(let subjects) = book.subjects(in: roster) else { return nil }
        let values = subjects.map { book.fact(FactKey(name, of: $0)).reading.value }
        guard let first = values.first else { return .integer(0) }
        var total: Int64 = 0
        for value in values {
            guard let number = value?.number, value?.kind == first?.kind else { return nil }
            let (next, over) = total.addingReportingOverflow(number)
            if over { return nil }
            total = next
        }
        return first.flatMap { FactValue(.integer(total), kind: $0.kind) }
    }
}
