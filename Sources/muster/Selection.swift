import ArgumentParser
import MusterModel

/// Which probes run and which checks are judged: `--only` and `--except`, each a
/// list of probe and check ids.
struct Selection {
    private let only: Set<String>
    private let except: Set<String>

    /// A selection; every name has to be a probe of `vocabulary` or a check.
    /// - Throws: a usage error that names the stranger.
    init(only: [String], except: [String], among checks: [Check], _ vocabulary: Vocabulary) throws {
        let known = Set(vocabulary.probes.map(\.id) + checks.map(\.id))
        for name in only + except where !known.contains(name) {
            throw ValidationError(
                "\(name): no probe and no check; see `muster probes` and `muster checks list`")
        }
        self.only = Set(only)
        self.except = Set(except)
    }

    /// Whether a check is judged: it is named, or every probe it needs is; and
    /// neither it nor a probe it needs is excepted.
    func takes(_ check: Check) -> Bool {
        guard !except.contains(check.id), except.isDisjoint(with: check.areas) else { return false }
        // A check on advisories alone names no fact: no list of probes is about it.
        let isCovered = !check.areas.isEmpty && check.areas.isSubset(of: only)
        return only.isEmpty || only.contains(check.id) || isCovered
    }

    /// Whether a probe runs: it is named, or a judged check needs it; for a check that
    /// is named by itself also what its remedy speaks of.
    func takes(probe: String, for checks: [Check]) -> Bool {
        if except.contains(probe) { return false }
        return only.isEmpty || only.contains(probe)
            || checks.contains { check in
                check.areas.contains(probe)
                    || only.contains(check.id) && check.remedyAreas.contains(probe)
            }
    }

    /// The profiles with the selected checks alone; one of which nothing is left is
    /// not judged, because nothing would speak against it.
    /// - Throws: a usage error where no check at all is left.
    func reduced(_ profiles: [Profile]) throws -> [Profile] {
        let left = profiles.map { $0.reduced(to: takes) }.filter { !$0.checks.isEmpty }
        guard !left.isEmpty else {
            throw ValidationError(
                "\(inWords): no check is left to judge by; name one of `muster checks list`, or a "
                    + "probe of `muster probes` that some check needs alone")
        }
        return left
    }

    /// In words, where anything was left out; `profiles` are those that were asked.
    func remarks(on profiles: [Profile]) -> [String] {
        if only.isEmpty, except.isEmpty { return [] }
        let bare = profiles.filter { !$0.checks.contains(where: takes) }.map(\.id)
        let rest = bare.map { "\($0) is not judged: none of its checks was selected" }
        return ["judged in part: \(inWords)"] + rest
    }

    private var inWords: String {
        [("only", only), ("except", except)].filter { !$0.1.isEmpty }
            .map { "--\($0.0) \($0.1.sorted().joined(separator: ","))" }.joined(separator: " ")
    }
}
