internal import MusterChecks
public import MusterModel
internal import MusterProbes
internal import MusterReport

/// By what a collector judges: its own profiles, waivers and advisories, whatever nodes
/// and sites say of theirs.
public struct Bench: Sendable {
    /// How a site is judged on a day.
    struct Terms: Sendable {
        /// What it all comes to, a profile each; equal terms judge a sheet alike.
        let digests: [Digest]
        /// Demands, waivers, advisories and the day.
        let circumstances: Circumstances
    }

    /// The checks that rest on stable facts alone.
    let stable: Docket
    /// The checks that look at gauges.
    let moving: GaugeChecks

    /// The profiles, in their order.
    public let profiles: [Profile]

    private let waivers: [Waiver]
    private let siteWaivers: [String: [Waiver]]
    /// Published weaknesses.
    let advisories: [Advisory]
    /// All files that were read, with the program's version.
    let document: JSONValue
    private let policy: Digest

    /// A bench of whole profiles.
    ///
    /// - Parameters:
    ///   - vocabulary: tells which facts are gauges.
    ///   - siteWaivers: what is accepted at one site alone, by its name.
    ///   - document: all files that were read, with the program's version.
    public init(
        _ profiles: [Profile], vocabulary: Vocabulary, waivers: [Waiver],
        siteWaivers: [String: [Waiver]] = [:], advisories: [Advisory], document: JSONValue
    ) {
        self.profiles = profiles
        let parts = profiles.map { $0.split(by: vocabulary, advisories: advisories) }
        stable = Docket(parts.map(\.stable))
        moving = GaugeChecks(parts.map(\.moving), advisories: advisories)
        (self.waivers, self.siteWaivers) = (waivers, siteWaivers)
        self.advisories = advisories
        self.document = document
        policy = Digest(of: document.canonicalBytes)
    }

    /// The same by other profiles: for proposals, which are enacted nowhere.
    ///
    /// - Parameter base: whose exceptions hold beside its own.
    func replacing(_ profiles: [Profile], excepting base: Bench? = nil) -> Bench {
        Bench(
            profiles, vocabulary: ProbeCatalogue.vocabulary,
            waivers: (base?.waivers ?? []) + waivers,
            siteWaivers: base?.siteWaivers ?? siteWaivers, advisories: advisories,
            document: document)
    }

    /// Everything that decides how sites stand, registry and reports apart: canonical JSON.
    public func policy(under rules: StandingRules) -> [UInt8] {
        JSONValue.object(["judging": document, "standing": rules.json]).canonicalBytes
    }

    /// The waivers that are in force anywhere on a day, with the site of those that hold at
    /// one alone.
    public func waivers(on date: CalendarDate) -> [(site: String?, waiver: Waiver)] {
        let all = waivers.map { (site: String?.none, waiver: $0) }
        let some = siteWaivers.sorted { $0.key < $1.key }.flatMap { site, waivers in
            waivers.map { (site: String?.some(site), waiver: $0) }
        }
        return (all + some).filter { $0.waiver.until >= date }
    }

    /// How a site is judged on a day.
    func terms(at site: String, demands: [Demand], on date: CalendarDate) -> Terms {
        let waivers = (waivers + (siteWaivers[site] ?? [])).filter { $0.until >= date }
        var members: [String: JSONValue] = [
            "policy": .string(policy.text), "waivers": .array(waivers.map(\.json)),
            "demands": .array(demands.map(\.json)),
        ]
        let digests = profiles.map { profile in
            members["profile"] = .string(profile.id)
            return Digest(of: JSONValue.object(members).canonicalBytes)
        }
        return Terms(
            digests: digests,
            circumstances: Circumstances(
                demands: demands, waivers: waivers, advisories: advisories, date: date))
    }
}

extension Demand {
    /// What of it decides.
    fileprivate var json: JSONValue {
        .object([
            "origin": .string(origin), "images": .array(images.map(JSONValue.string)),
            "options": .array(options.map(JSONValue.string)),
            "binds": .array(
                binds.map {
                    .array([.string($0.source), .string($0.destination), .string($0.options)])
                }),
        ])
    }
}
