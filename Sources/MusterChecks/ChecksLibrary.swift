public import MusterModel

/// Everything that check files say, held against the facts that probes yield.
///
/// A profile with a mistake in its own file or in one that it includes is left
/// out, because a check that was not read would count as passed; ``errors`` says
/// why it is missing. The same holds for single advisories and waivers, so nobody
/// should judge by a library that has errors without showing them.
public struct ChecksLibrary: Hashable, Sendable {
    /// The profiles that are whole, by id.
    public let profiles: [Profile]

    /// All advisories, in the order of the files.
    public let advisories: [Advisory]

    /// All waivers of known checks, in the order of the files.
    public let waivers: [Waiver]

    /// Every mistake, by file and place.
    public let errors: [ChecksError]

    /// Reads `files` in their order: the built-in ones first, then a bundle's, then a site's
    /// own.
    ///
    /// - Parameter standIns: names of files that, as a bundle's do, may state a profile or an
    ///   advisory again; it then takes the place of the one before.
    public init(_ files: [CheckFile], standIns: Set<String> = [], vocabulary: Vocabulary) {
        let loading = Loading(files, vocabulary, standIns: standIns)
        profiles = loading.profiles
        advisories = loading.advisories.map(\.advisory)
        waivers = loading.waivers.map(\.waiver)
        errors = loading.errors
    }

    /// The profile of that id; nil where there is none, or it is not whole.
    public func profile(_ id: String) -> Profile? { profiles.first { $0.id == id } }

    /// The checks of that id with their profiles, for explaining one: several
    /// profiles may include it, with limits of their own.
    public func checks(_ id: String) -> [(profile: Profile, check: Check)] {
        profiles.flatMap { profile in
            profile.checks.filter { $0.id == id }.map { (profile, $0) }
        }
    }

    /// The known profile whose id was probably meant.
    public func nearestProfile(to id: String) -> String? {
        Spelling.nearest(to: id, among: profiles.map(\.id))
    }

    /// The known check whose id was probably meant.
    public func nearestCheck(to id: String) -> String? {
        Spelling.nearest(to: id, among: Set(profiles.flatMap(\.checks).map(\.id)))
    }

    /// The one of `words` that was probably meant.
    public func nearest(to word: String, among words: Set<String>) -> String? {
        Spelling.nearest(to: word, among: words)
    }
}
