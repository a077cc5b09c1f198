/// What is judged otherwise where a profile is replaced by another version of itself.
public struct ProfileChange: Sendable {
    /// Checks of which nothing that was found holds any more.
    public let gone: Set<String>
    /// Checks that have to be looked at again, or for the first time.
    public let fresh: Profile

    /// From one version to another; without the first everything is new.
    ///
    /// - Parameter isAdvised: whether other advisories are published than before, so that
    ///   checks that ask for them are others, too.
    public init(from old: Profile?, to new: Profile, isAdvised: Bool) {
        let before = old.map(Self.deciding) ?? []
        let after = Self.deciding(new)
        func isMoved(_ part: Deciding) -> Bool { isAdvised && part.asksAdvisories }
        let kept = Set(before).intersection(after).filter { !isMoved($0) }
        gone = Set(before.filter { !kept.contains($0) }.map(\.check))
        let asked = Set(after.filter { !kept.contains($0) }.map(\.check))
        fresh = Profile(
            id: new.id, title: new.title, dated: new.dated, limits: new.limits,
            checks: new.checks.filter { asked.contains($0.id) })
    }

    /// What of a check decides what it comes to; its words do not.
    private struct Deciding: Hashable {
        let check: String
        let level: Check.Level
        let each: Check.Each?
        let when: Predicate?
        let require: Predicate
        let limits: [String: FactValue]
        let asksAdvisories: Bool
    }

    private static func deciding(_ profile: Profile) -> [Deciding] {
        profile.checks.map { check in
            let names = [check.require, check.when].compactMap(\.self)
                .reduce(into: Set()) { $0.formUnion($1.limitNames) }
            return Deciding(
                check: check.id, level: check.level, each: check.each, when: check.when,
                require: check.require,
                limits: profile.limits.filter { names.contains($0.key) }.mapValues(\.value),
                asksAdvisories: check.asksAdvisories)
        }
    }

    /// Every check that is judged otherwise, by id.
    public var checks: [String] { gone.union(fresh.checks.map(\.id)).sorted() }
}

extension OpenFinding {
    /// The verdict that this finding alone would give.
    public var verdict: Verdict {
        switch outcome {
        case Outcome.fail.rawValue: .unfit
        case Outcome.waived.rawValue: .ready
        case Outcome.warn.rawValue: .degraded
        default: level == .required ? .undetermined : .degraded
        }
    }
}

extension Finding {
    /// Whether it is open because nobody asked the node for the subject.
    public var isUnwatched: Bool {
        outcome == .unknown
            && evidence.contains { $0.fact.reading.absence?.reason == .notWatched }
    }
}
