internal import MusterChecks
internal import MusterModel
internal import MusterProbes

/// Whether a node can bind what an image has no place for: what the check
/// `runtime.bind-points` finds there, so that nobody tells otherwise than the findings do.
struct BindPointRule: Sendable {
    /// What a node comes to.
    enum Answer: Hashable, Sendable { case needed, made, routeless, unknown }

    private static let check = "runtime.bind-points"
    private static let builtIn = ChecksLibrary(
        CheckFile.builtIn, vocabulary: ProbeCatalogue.vocabulary
    ).checks(check).first?.check

    private let docket: Docket
    private let circumstances: Circumstances
    /// The probes whose facts decide.
    let areas: Set<String>

    /// The rule as a bench has it, else as it is built in.
    init(of bench: Bench, on date: CalendarDate) {
        let check =
            bench.profiles.lazy.flatMap(\.checks).first { $0.id == Self.check } ?? Self.builtIn
        let profile = Profile(
            id: Self.check, title: "", dated: date, limits: [:],
            checks: check.map { [$0] } ?? [])
        docket = Docket([profile])
        circumstances = Circumstances(date: date)
        areas = Set(profile.factsAsked(with: []).map(\.area)).union(["runtime", "userns"])
    }

    /// What nodes with these facts come to.
    func answer(_ book: FactBook) -> Answer {
        guard let open = docket.rulings(on: book, in: circumstances)[0].open.first else {
            return .made
        }
        if open.outcome == .unknown { return .unknown }
        switch WorkingRoutes(book).any {
        case .works: return .needed
        case .fails: return .routeless
        case .unknown: return .unknown
        }
    }
}
