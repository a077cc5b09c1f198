internal import MusterModel

/// Follows what profiles include, and settles their limits.
struct Lineage {
    /// The files by profile id.
    let files: [String: ProfileFile]

    /// What was wrong so far.
    private(set) var errors: [ChecksError] = []

    /// Profiles in a ring or with an include that nobody knows.
    private(set) var broken: Set<String> = []

    /// A profile's own and inherited files, included ones first, each once.
    private(set) var orders: [String: [String]] = [:]

    /// A profile's settled limits.
    private(set) var limits: [String: [String: Profile.NamedLimit]] = [:]

    /// The lineage of every profile.
    init(_ files: [String: ProfileFile]) {
        self.files = files
        for id in files.keys.sorted() { settle(id, path: []) }
    }

    /// Profiles in the order of a report: what is included before what includes it.
    func ordered(_ profiles: some Sequence<ProfileFile>) -> [ProfileFile] {
        profiles.sorted { left, right in
            let (a, b) = (orders[left.id]?.count ?? 0, orders[right.id]?.count ?? 0)
            return a == b ? left.id < right.id : a < b
        }
    }

    private mutating func settle(_ id: String, path: [String]) {
        guard orders[id] == nil, !broken.contains(id), let profile = files[id] else { return }
        var order: [String] = []
        for inclusion in profile.includes {
            guard isUsable(inclusion, of: profile, path: path + [id]) else {
                broken.insert(id)
                continue
            }
            settle(inclusion.id, path: path + [id])
            if broken.contains(inclusion.id) { broken.insert(id) }
            for file in orders[inclusion.id] ?? [] where !order.contains(file) {
                order.append(file)
            }
        }
        orders[id] = order + [id]
        limits[id] = settledLimits(of: profile)
    }

    private mutating func isUsable(
        _ inclusion: ProfileFile.Inclusion, of profile: ProfileFile, path: [String]
    ) -> Bool {
        if path.contains(inclusion.id) {
            let ring = path.drop { $0 != inclusion.id } + [inclusion.id]
            refuse(
                profile, inclusion.mark, .cycle,
                "a profile includes itself: " + ring.joined(separator: " > "))
            return false
        }
        if files[inclusion.id] != nil { return true }
        refuse(
            profile, inclusion.mark, .unknownWord,
            "unknown profile \"\(inclusion.id)\""
                + Spelling.hint(for: inclusion.id, among: files.keys))
        return false
    }

    private mutating func settledLimits(
        of profile: ProfileFile
    ) -> [String: Profile.NamedLimit] {
        let own = Set(profile.limits.map(\.name))
        var settled: [String: Profile.NamedLimit] = [:]
        for inclusion in profile.includes {
            for (name, limit) in (limits[inclusion.id] ?? [:]).sorted(by: { $0.key < $1.key }) {
                if let other = settled[name], other.value != limit.value, !own.contains(name) {
                    refuse(
                        profile, inclusion.mark, .conflict,
                        "limit \"\(name)\" is \(limit.value) here and \(other.value) in a profile"
                            + " included before; state the one that counts under \"limits\"")
                }
                settled[name] = limit
            }
        }
        for limit in profile.limits {
            if let value = value(of: limit, in: profile, replacing: settled[limit.name]) {
                let isOverride = settled[limit.name].map { $0.value != value } ?? false
                settled[limit.name] = Profile.NamedLimit(
                    value, limit.source, setIn: isOverride ? profile.file : nil)
            }
        }
        return settled
    }

    private mutating func value(
        of limit: ProfileFile.WrittenLimit, in profile: ProfileFile,
        replacing inherited: Profile.NamedLimit?
    ) -> FactValue? {
        let kind = inherited?.value.kind
        if let kind, let stated = limit.kind, stated != kind {
            refuse(
                profile, limit.mark, .kind,
                "limit \"\(limit.name)\" as \(stated.rawValue), it is included as \(kind.rawValue)")
            return nil
        }
        var reader = NodeReader(file: profile.file)
        let value = reader.limitValue(limit.value, as: limit.kind ?? kind)
        errors += reader.errors
        return value
    }

    private mutating func refuse(
        _ profile: ProfileFile, _ mark: YAMLMark, _ code: ChecksError.Code, _ detail: String
    ) {
        errors.append(ChecksError(profile.file, mark, code, detail))
    }
}
