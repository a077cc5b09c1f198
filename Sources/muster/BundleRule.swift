import MusterAgent
import MusterChecks
import MusterModel

/// By what the service judges: the node's own check files, or a bundle over them.
///
/// What is looked at, and what may drain, stays the node's own in either case: a bundle is
/// asked by nobody but the judge.
struct BundleRule {
    /// What the program and the site say.
    let local: Policy
    /// What verdicts rest on.
    let policy: Policy
    /// Why a bundle that is there is not judged by; nil where it is, or there is none.
    let objection: String?

    /// Under which name troubles with bundles are remembered.
    static let trouble = "bundle"

    /// The rule for one audit.
    ///
    /// - Parameter signed: what the service keeps; nil where it follows nobody or has none.
    /// - Throws: what ``Policy`` throws of the node's own files.
    init(_ options: CheckOptions, _ configuration: Configuration, _ signed: [UInt8]?) throws {
        local = try Policy(options)
        guard let signed, configuration.bundles.areFollowed else {
            (policy, objection) = (local, nil)
            return
        }
        do {
            let proven = try SignedBundle(reading: signed)
                .proven(byOneOf: configuration.bundles.keys)
            if let why = proven.objection(on: local.circumstances.date) {
                throw AuditFailure(.configuration, why)
            }
            (policy, objection) = (try Policy(options, bundle: proven), nil)
        } catch {
            (policy, objection) = (local, Self.words(error))
        }
    }

    /// What pinned profiles came to, each as it was pinned: by the node's own files, or by
    /// the bundle where root has pinned the digest that it has there.
    func sights(of report: AuditReport, pinned rules: DrainRules?) -> [DrainLook.Sight] {
        (rules?.pins ?? []).compactMap { pin in
            let own = local.sight(of: pin.profile) { profile in
                policy.origin == .builtIn
                    ? report.judgement(of: pin.profile)
                    : judge(
                        report.sheet, gauges: report.gauges, under: profile,
                        in: local.circumstances)
            }
            guard policy.origin != .builtIn, own?.digest != pin.digest else { return own }
            let other = policy.sight(of: pin.profile) { _ in report.judgement(of: pin.profile) }
            return other?.digest == pin.digest ? other : own
        }
    }

    /// One line, however many mistakes there are.
    static func words(_ error: any Error) -> String {
        let lines = "\(error)".split(separator: "\n")
        let more = lines.count > 3 ? "; and \(lines.count - 3) more" : ""
        return String(lines.prefix(3).joined(separator: "; ").printable.prefix(500)) + more
    }
}

extension Policy {
    /// The digest that a profile has here; nil where it is not asked.
    func digest(of id: String) -> Digest? {
        profiles.first { $0.id == id }?.digest(with: circumstances.advisories)
    }

    /// A profile with its digest here, and what it came to; nil where it is not asked.
    fileprivate func sight(
        of id: String, _ judgement: (Profile) -> Judgement?
    ) -> DrainLook.Sight? {
        guard let profile = profiles.first(where: { $0.id == id }),
            let judgement = judgement(profile)
        else { return nil }
        return DrainLook.Sight(
            judgement, under: profile.digest(with: circumstances.advisories))
    }
}

extension AuditReport {
    /// What a profile came to; nil where it was not asked.
    fileprivate func judgement(of profile: String) -> Judgement? {
        judgements.first { $0.profile == profile }
    }
}
