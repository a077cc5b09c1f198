internal import MusterModel

/// The routes of a node on which Apptainer or Singularity start a container, as far as its
/// facts tell.
struct WorkingRoutes: Sendable {
    /// What can be said of a route.
    enum Answer: Hashable, Sendable { case works, fails, unknown }

    /// Answers by the route's name, `apptainer-unprivileged`. A second one of its kind
    /// answers for both where it works.
    let answers: [String: Answer]
    /// Whether the routes themselves are known.
    let isKnown: Bool

    /// The flavours whose options are those of the pilot's `container_options`.
    private static let flavours: Set<String> = [
        "apptainer", "singularity", "singularity-ce", "singularitypro",
    ]

    /// The routes in a book.
    init(_ book: FactBook) {
        guard let roster = FactName("runtime.routes.list"),
            case .success(let names) = book.subjects(in: roster)
        else {
            (answers, isKnown) = ([:], false)
            return
        }
        var answers: [String: Answer] = [:]
        for name in names {
            guard let answer = Self.answer(of: name, book) else { continue }
            let kind = String(name.prefix { $0 != "@" })
            answers[kind] = answers[kind] == .works ? .works : answer
        }
        (self.answers, isKnown) = (answers, true)
    }

    /// The routes that work.
    var working: Set<String> { Set(answers.filter { $0.value == .works }.keys) }

    /// Whether one works; unknown where that cannot be told of any.
    var any: Answer {
        if !working.isEmpty { return .works }
        return !isKnown || answers.values.contains(.unknown) ? .unknown : .fails
    }

    /// Nil for the route of another program.
    private static func answer(of route: String, _ book: FactBook) -> Answer? {
        func reading(_ name: String, _ subject: String?) -> FactValue? {
            FactName(name).flatMap { book.fact(FactKey($0, of: subject)).reading.value }
        }
        guard case .string(let flavour)? = reading("runtime.route.flavour", route) else {
            let isOurs = route.hasPrefix("apptainer") || route.hasPrefix("singularity")
            return isOurs ? .unknown : nil
        }
        guard flavours.contains(flavour) else { return nil }
        var parts = [reading("runtime.route.enabled", route)]
        switch reading("runtime.route.mode", route) {
        case .string("setuid")?: break
        case .string?: parts.append(reading("userns.attempt.works", nil))
        default: parts.append(nil)
        }
        if parts.contains(.bool(false)) { return .fails }
        return parts.allSatisfy { $0 == .bool(true) } ? .works : .unknown
    }
}
