import MusterModel

@testable import MusterChecks

/// Small check files for tests.
enum Samples {
    /// A profile around limits and the lines of one check, whose first line is
    /// line 9.
    static func profile(
        _ check: String, id: String = "p", includes: String = "[]",
        limits: String = "{few: {value: 5, source: {text: t, date: 2026-01-01}}}"
    ) -> String {
        """
        format: muster-checks/1
        profile: \(id)
        title: a profile
        dated: 2026-11-23
        includes: \(includes)
        limits: \(limits)
        checks:
          # the check begins here
        \(check)
        """
    }

    /// A check with one requirement, which stands in line 15 from column 14.
    static func check(_ require: String, id: String = "a.b", more: String = "") -> String {
        """
          - id: \(id)
            title: a title
            level: required
            reason: because
            remedy: do it
            source: {text: a page, date: 2026-01-02}
            require: \(require)
        \(more)
        """
    }

    /// A minimal advisories file about routes.
    static let advisories = """
        format: muster-advisories/1
        advisories:
          - id: CVE-2026-0001
            title: a weakness
            about: runtime.route
            when: {runtime.route.version: {below: 2.0}}
            remedy: update
            source: {text: t, date: 2026-01-01}
        """

    /// The library of texts that are named `a.yaml`, `b.yaml` and so on.
    static func library(_ texts: String...) -> ChecksLibrary {
        let names = ["a.yaml", "b.yaml", "c.yaml", "d.yaml"]
        let files = zip(names, texts).map { CheckFile(name: $0, text: $1) }
        return ChecksLibrary(files, vocabulary: TestVocabulary.all)
    }

    /// The messages of everything that is wrong with the texts.
    static func errors(_ texts: String...) -> [String] {
        let names = ["a.yaml", "b.yaml", "c.yaml", "d.yaml"]
        let files = zip(names, texts).map { CheckFile(name: $0, text: $1) }
        return ChecksLint(files, vocabulary: TestVocabulary.all).errors.map(\.description)
    }
}
