import MusterAgent
import MusterChecks
import MusterModel
import MusterProbes

/// What lets a verdict drain this node: `drain.yaml` beside the configuration, believed
/// only where root alone may have written it.
struct DrainFile {
    /// The file, whether or not it is there.
    let path: String
    /// The rules; nil where there are none, which is usual.
    let rules: DrainRules?
    /// Why rules that are there are not used, a sentence each.
    let errors: [String]

    /// The file beside a configuration's; its folder has to be root's alone, too.
    init(beside configuration: String) {
        let folder = configuration.split(separator: "/").dropLast().map { "/" + $0 }.joined()
        path = folder + "/drain.yaml"
        guard SmallFile.exists(path) else {
            (rules, errors) = (nil, [])
            return
        }
        do {
            try TrustedPlace.checkForRootAlone(path)
            let read = DrainRules.read(try CheckFile(named: path))
            (rules, errors) = (read.rules, read.errors.map(\.description))
        } catch {
            let reason = (error as? Absence)?.detail ?? "\(error)"
            (rules, errors) = (nil, [reason.hasPrefix(path) ? reason : "\(path): \(reason)"])
        }
    }

    /// Takes a look into what is remembered of drains, and tells what it changed.
    func step(
        _ drain: inout Drain, by sights: [DrainLook.Sight], _ look: Look, at time: Int64
    ) -> [DrainChange] {
        if !errors.isEmpty { return drain.refuse(errors.joined(separator: "; ")) }
        let rules = rules ?? DrainRules(pins: [])
        return drain.take(DrainLook(at: time, isWhole: look.isWhole, sights), under: rules)
    }

    /// Pins of profiles that are others now, or are not judged, a sentence each.
    ///
    /// - Parameter bundled: the same with the bundle in use over it; what is pinned there fits.
    func objections(under policy: Policy, or bundled: Policy) -> [String] {
        (rules?.pins ?? []).compactMap { pin in
            if bundled.digest(of: pin.profile) == pin.digest { return nil }
            guard let digest = policy.digest(of: pin.profile) else {
                return "\(path): \(pin.profile): it is not among the profiles that are judged"
            }
            return digest == pin.digest
                ? nil
                : "\(path): \(pin.profile): its digest is \(digest), pinned is \(pin.digest)"
        }
    }
}
