internal import MusterModel

/// Puts the checks of every profile together: those of the profiles that it includes,
/// without the excluded ones, with the levels it states, then its own.
struct Assembly {
    private let files: [String: ProfileFile]
    private let own: [String: [WrittenCheck]]

    /// What was wrong.
    private(set) var errors: [ChecksError] = []

    /// The checks of every profile, included ones first, each once.
    private(set) var checks: [String: [WrittenCheck]] = [:]

    /// Assembles the profiles of `lineage` from their own checks.
    init(_ lineage: Lineage, own: [String: [WrittenCheck]]) {
        files = lineage.files
        self.own = own
        let ordered = lineage.ordered(lineage.files.values.filter { lineage.orders[$0.id] != nil })
        for profile in ordered where !lineage.broken.contains(profile.id) {
            checks[profile.id] = assembled(profile)
        }
    }

    private mutating func assembled(_ profile: ProfileFile) -> [WrittenCheck] {
        var checks: [WrittenCheck] = []
        var places: [String: Int] = [:]
        for inclusion in profile.includes {
            for one in self.checks[inclusion.id] ?? [] {
                if let place = places[one.check.id] {
                    join(one, checks[place], from: inclusion, of: profile)
                } else {
                    places[one.check.id] = checks.count
                    checks.append(one)
                }
            }
        }
        // Without an inclusion the file's reader has said that nothing can be overridden.
        if !profile.includes.isEmpty {
            checks = weighed(excluding(checks, by: profile), by: profile)
        }
        places = Dictionary(
            checks.enumerated().map { ($1.check.id, $0) }, uniquingKeysWith: { first, _ in first })
        for one in own[profile.id] ?? [] {
            if let place = places[one.check.id] {
                refuse(one, again: checks[place])
            } else {
                places[one.check.id] = checks.count
                checks.append(one)
            }
        }
        return checks
    }

    /// A check that two included profiles bring: the same one, with the same level, or
    /// a decision is needed.
    private mutating func join(
        _ one: WrittenCheck, _ other: WrittenCheck, from inclusion: ProfileFile.Inclusion,
        of profile: ProfileFile
    ) {
        let id = one.check.id
        guard one.place == other.place else { return refuse(one, again: other) }
        let isDecided =
            profile.levels.contains { $0.check == id }
            || profile.exclusions.contains { Glob($0.pattern).matches(id) }
        guard one.check.level != other.check.level, !isDecided else { return }
        errors.append(
            ChecksError(
                profile.file, inclusion.mark, .conflict,
                "check \"\(id)\" is \(one.check.level.rawValue) here and "
                    + "\(other.check.level.rawValue) in a profile included before; state the "
                    + "one that counts under \"levels\""))
    }

    private mutating func refuse(_ one: WrittenCheck, again other: WrittenCheck) {
        errors.append(
            ChecksError(
                one.file, one.mark, .duplicateID,
                "check \"\(one.check.id)\" again, first in \(other.file):\(other.mark.line)"))
    }

    private mutating func excluding(
        _ checks: [WrittenCheck], by profile: ProfileFile
    ) -> [WrittenCheck] {
        var left = checks
        for exclusion in profile.exclusions {
            let glob = Glob(exclusion.pattern)
            if !checks.contains(where: { glob.matches($0.check.id) }) {
                let hint = Spelling.hint(for: exclusion.pattern, among: checks.map(\.check.id))
                errors.append(
                    ChecksError(
                        profile.file, exclusion.mark, .unknownWord,
                        "\"\(exclusion.pattern)\" excludes none of the included checks" + hint))
            }
            left.removeAll { glob.matches($0.check.id) }
        }
        return left
    }

    private mutating func weighed(
        _ checks: [WrittenCheck], by profile: ProfileFile
    ) -> [WrittenCheck] {
        var checks = checks
        for stated in profile.levels {
            guard let place = checks.firstIndex(where: { $0.check.id == stated.check }) else {
                let hint = Spelling.hint(for: stated.check, among: checks.map(\.check.id))
                errors.append(
                    ChecksError(
                        profile.file, stated.mark, .unknownWord,
                        "a level for \"\(stated.check)\", which is no included check" + hint))
                continue
            }
            let old = checks[place].check.level
            guard old != stated.level else {
                errors.append(
                    ChecksError(
                        profile.file, stated.mark, .value,
                        "\"\(stated.check)\" is \(old.rawValue) already"))
                continue
            }
            checks[place] = checks[place].weighing(
                stated.level,
                amendment: "\(stated.level.rawValue) instead of \(old.rawValue) by "
                    + "\(profile.file): \(stated.reason)")
        }
        return checks
    }
}

extension WrittenCheck {
    /// Where it is written, which tells two checks of one id apart.
    fileprivate var place: [String] { [file, String(mark.line)] }
}
