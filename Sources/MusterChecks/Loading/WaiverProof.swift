internal import MusterModel

/// What waivers are held against: the checks that exist and the subjects that they
/// name.
struct WaiverProof {
    private let checks: [String: [Check]]

    /// The proof by all checks of all files.
    init(_ written: some Sequence<WrittenCheck>) {
        checks = Dictionary(grouping: written.map(\.check), by: \.id)
    }

    /// What is wrong with a waiver: nobody knows its check, or the check is never about
    /// its subject. Which subjects a node has is only known there.
    func objection(to written: WrittenWaiver) -> ChecksError? {
        let waiver = written.waiver
        guard let meant = checks[waiver.check] else {
            return ChecksError(
                written.file, written.mark, .unknownWord,
                "a waiver of \"\(waiver.check)\", which is no check"
                    + Spelling.hint(for: waiver.check, among: checks.keys))
        }
        guard let subject = waiver.subject else { return nil }
        let selections = meant.compactMap(\.each?.among)
        if selections.isEmpty {
            return ChecksError(
                written.file, written.mark, .scope,
                "a waiver of \(waiver.check) for \"\(subject)\", a check about the node as a whole"
            )
        }
        var listed: [String] = []
        for selection in selections {
            guard case .listed(let names) = selection else { return nil }
            listed += names
        }
        if listed.contains(subject) { return nil }
        return ChecksError(
            written.file, written.mark, .unknownWord,
            "a waiver of \(waiver.check) for \"\(subject)\", which it never looks at"
                + Spelling.hint(for: subject, among: listed))
    }
}
