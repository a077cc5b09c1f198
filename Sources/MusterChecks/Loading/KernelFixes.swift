internal import MusterModel

/// The fixed kernel packages of an advisory, by distribution and release, as
/// conditions.
///
/// A row counts for the kernels of its own series alone: a 6.11 from elsewhere on a
/// release that ships 5.14 is not above its fix, it is another kernel.
struct KernelFixes {
    private let rows: [(isMeant: Predicate, isBelow: Predicate)]

    /// The table in `fixes`; nil where no row is about a distribution.
    init?(_ fixes: [Advisory.Fix]) {
        rows = fixes.compactMap(Self.row)
        if rows.isEmpty { return nil }
    }

    /// A kernel below its distribution's fix, and every kernel that no row is about.
    var affected: Predicate {
        .any(rows.map { .all([$0.isMeant, $0.isBelow]) } + [elsewhere])
    }

    /// What nobody can tell by the version.
    var doubt: Advisory.Doubt {
        Advisory.Doubt(
            when: elsewhere,
            because: "no fixed kernel is written down for this distribution and series, and a "
                + "distribution fixes older versions; see its own security tracker")
    }

    private var elsewhere: Predicate { .not(.any(rows.map(\.isMeant))) }

    private static func row(
        _ fix: Advisory.Fix
    ) -> (isMeant: Predicate, isBelow: Predicate)? {
        let words = fix.product.split(separator: " ")
        guard words.count == 2, let release = Int64(words[1]), fix.version.upstream.count >= 2,
            let id = FactName("system.os.id"), let os = FactName("system.os.version"),
            let package = FactName("kernel.release.package")
        else { return nil }
        let (major, minor) = (fix.version.upstream[0], fix.version.upstream[1])
        func limit(_ text: String) -> Limit { .value(.version(Version(text))) }
        let isMeant: [Predicate] = [
            .fact(id, .equals(.string(String(words[0])))),
            .fact(os, .atLeast(limit("\(release)"))),
            .fact(os, .below(limit("\(release + 1)"))),
            .fact(package, .atLeast(limit("\(major).\(minor)"))),
            .fact(package, .below(limit("\(major).\(minor + 1)"))),
        ]
        return (.all(isMeant), .fact(package, .below(.value(.version(fix.version)))))
    }
}
