public import MusterChecks
internal import MusterModel
internal import MusterProbes

/// By what sites might be judged instead: files, thresholds, checks that are not asked.
public struct Proposal: Hashable, Sendable {
    /// Check files. One that states a profile stands in for the one in force; one of
    /// advisories is published beside the others.
    public var files: [CheckFile] = []
    /// Thresholds by name, with their values as a file would have them.
    public var limits: [String: String] = [:]
    /// Checks that nobody asks.
    public var without: Set<String> = []

    /// Nothing.
    public init() {}

    /// In words, for whoever reads what follows.
    public var words: [String] {
        files.map(\.name) + limits.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            + without.sorted().map { "without \($0)" }
    }
}

extension Bench {
    /// The bench as it would be.
    /// - Throws: ``Mistakes``: what in a file is wrong, which threshold or check nobody knows.
    public func changed(by proposal: Proposal) throws(Mistakes) -> Bench {
        let (files, _, version) = try Self.files(in: document)
        // Exceptions were read when they came into force; whom they are for, and whether they
        // still fit, is no answer to a proposal.
        let kept = files.filter { !$0.statesWaivers }.replaced(by: proposal.files)
        let bench = try Bench(kept, [], version: version, [])
        var mistakes: [String] = []
        let limits = proposal.limits.reduce(into: [String: FactValue]()) { limits, pair in
            let known = bench.profiles.compactMap { $0.limits[pair.key]?.value.kind }
            if let kind = known.first, let value = FactValue(written: pair.value, kind: kind) {
                limits[pair.key] = value
            } else {
                mistakes.append(bench.objection(to: pair, kind: known.first))
            }
        }
        let checks = Set(bench.profiles.flatMap(\.checks).map(\.id))
        for check in proposal.without.subtracting(checks).sorted() {
            mistakes.append(
                "\(check.printable): no profile asks such a check"
                    + Spelling.hint(for: check, among: checks))
        }
        guard mistakes.isEmpty else { throw Mistakes(lines: mistakes) }
        return bench.replacing(
            bench.profiles.map {
                $0.setting(limits, by: "the proposal").without(proposal.without)
            }, excepting: self)
    }

    private func objection(to pair: (key: String, value: String), kind: FactKind?) -> String {
        guard let kind else {
            let all = Set(profiles.flatMap(\.limits.keys)).sorted()
            return "\(pair.key.printable): no profile has such a limit, needed one of "
                + all.joined(separator: ", ") + Spelling.hint(for: pair.key, among: all)
        }
        return "\(pair.key): \(pair.value.printable), needed \(kind.example)"
    }
}
