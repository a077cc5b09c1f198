internal import MusterModel

/// One pass over all check files: everything that could be read, with its places,
/// and every mistake.
struct Loading {
    /// The three kinds of file, by their first line.
    private enum Format: String, CaseIterable {
        case checks = "muster-checks/1"
        case advisories = "muster-advisories/1"
        case waivers = "muster-waivers/1"
    }

    private let vocabulary: Vocabulary
    /// Files whose profiles and advisories take the place of those that others stated.
    private let standIns: Set<String>
    private var found: [ChecksError] = []

    /// Profiles' files by id.
    private(set) var files: [String: ProfileFile] = [:]
    /// Advisories in the order of the files, each id once.
    private(set) var advisories: [WrittenAdvisory] = []
    /// Waivers of known checks, in the order of the files.
    private(set) var waivers: [WrittenWaiver] = []
    /// Checks by the profile that states them.
    private(set) var checks: [String: [WrittenCheck]] = [:]
    /// Profiles that are whole, by id.
    private(set) var profiles: [Profile] = []

    /// Reads `files` in their order; what those named by `standIns` state takes the place of
    /// what was stated before under that id.
    init(_ files: [CheckFile], _ vocabulary: Vocabulary, standIns: Set<String> = []) {
        (self.vocabulary, self.standIns) = (vocabulary, standIns)
        for file in files { read(file) }
        let lineage = Lineage(self.files)
        found += lineage.errors
        readChecks(lineage)
        assemble(lineage)
        let judgement = WaiverProof(checks.values.joined())
        found += waivers.compactMap(judgement.objection)
        waivers.removeAll { judgement.objection(to: $0) != nil }
    }

    /// Every mistake once, by file and place.
    var errors: [ChecksError] { Array(Set(found)).sorted() }

    private mutating func read(_ file: CheckFile) {
        let root: YAMLNode
        do {
            root = try YAMLDocument.root(of: file.text, file: file.name)
        } catch {
            found.append(error)
            return
        }
        var reader = NodeReader(file: file.name)
        switch format(root, &reader) {
        case .checks:
            if let profile = reader.profile(root) { add(profile, &reader) }
        case .advisories:
            for written in reader.advisories(root, vocabulary) { add(written, &reader) }
        case .waivers: waivers += reader.waivers(root)
        case nil: break
        }
        found += reader.errors
    }

    private func format(_ root: YAMLNode, _ reader: inout NodeReader) -> Format? {
        guard let entries = reader.entries(of: root, "a check file") else { return nil }
        guard let format = entries.first(where: { $0.key == "format" })?.value else {
            let known = Format.allCases.map(\.rawValue)
            reader.refuse(
                .missingKey, root.mark,
                "no \"format\", it is one of \(NodeReader.listed(known))")
            return nil
        }
        return reader.word(format, "the format", of: Format.self)
    }

    private mutating func add(_ profile: ProfileFile, _ reader: inout NodeReader) {
        if let first = files[profile.id], !replaces(profile.file, first.file) {
            reader.refuse(
                .duplicateID, profile.mark,
                "profile \"\(profile.id)\" again, first in \(first.file)")
        } else {
            files[profile.id] = profile
        }
    }

    private mutating func add(_ written: WrittenAdvisory, _ reader: inout NodeReader) {
        let id = written.advisory.id
        guard let place = advisories.firstIndex(where: { $0.advisory.id == id }) else {
            return advisories.append(written)
        }
        let first = advisories[place]
        if replaces(written.file, first.file) {
            advisories[place] = written
        } else {
            reader.refuse(
                .duplicateID, written.mark,
                "advisory \(id) again, first in \(first.file):\(first.mark.line)")
        }
    }

    private func replaces(_ file: String, _ before: String) -> Bool {
        standIns.contains(file) && !standIns.contains(before)
    }

    private mutating func readChecks(_ lineage: Lineage) {
        let known = Dictionary(
            advisories.map { ($0.advisory.id, $0.advisory.about) },
            uniquingKeysWith: { first, _ in first })
        for (id, profile) in files.sorted(by: { $0.key < $1.key }) {
            let limits = (lineage.limits[id] ?? [:]).mapValues(\.value.kind)
            let scope = Scope(vocabulary: vocabulary, limits: limits, advisories: known)
            var reader = NodeReader(file: profile.file)
            checks[id] = profile.checks.compactMap { reader.check($0, in: scope) }
            found += reader.errors
        }
    }

    /// A profile is whole when no file that it consists of has a mistake: a check
    /// that was left out would otherwise count as passed.
    private mutating func assemble(_ lineage: Lineage) {
        let assembly = Assembly(lineage, own: checks)
        found += assembly.errors
        refuseEmpty(lineage, assembly)
        let spoilt = Set(found.map(\.file))
        profiles = lineage.ordered(files.values).compactMap { profile in
            let isWhole = (lineage.orders[profile.id] ?? []).allSatisfy { id in
                !lineage.broken.contains(id) && !spoilt.contains(files[id]?.file ?? "")
            }
            guard isWhole, let checks = assembly.checks[profile.id] else { return nil }
            return Profile(
                id: profile.id, title: profile.title, dated: profile.dated,
                isDefault: profile.isDefault, limits: lineage.limits[profile.id] ?? [:],
                checks: checks.map(\.check))
        }
    }

    /// Nothing would speak against any node under a profile without checks, be it that it
    /// states none or that it leaves out all that it includes.
    private mutating func refuseEmpty(_ lineage: Lineage, _ assembly: Assembly) {
        // A file with another mistake may have lost its checks to it.
        let spoilt = Set(found.map(\.file))
        for profile in files.values where !lineage.broken.contains(profile.id) {
            let parts = (lineage.orders[profile.id] ?? []).compactMap { files[$0] }
            guard assembly.checks[profile.id]?.isEmpty ?? true, !spoilt.contains(profile.file),
                parts.allSatisfy({ $0.checks.isEmpty || !spoilt.contains($0.file) })
            else { continue }
            found.append(
                ChecksError(
                    profile.file, profile.mark, .missingKey,
                    "profile \"\(profile.id)\" without a check, every node would be ready"))
        }
    }
}
