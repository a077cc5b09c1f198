import MusterModel
import MusterProbes

/// Site and queue of a report: what the caller gave, else what a job's environment says.
struct JobLabels {
    /// The names.
    let belonging: Belonging
    /// Who told them, where it was not the caller, and what was no name.
    let remarks: [String]

    /// The labels of an audit from `vantage`; nil for a tree of files. On the host nothing
    /// but the caller is asked: an administrator's shell may have any variable.
    init(_ options: CheckOptions, _ vantage: Vantage?) {
        let site = options.site.flatMap { Belonging.Name($0, from: "--site") }
        let queue = options.queue.flatMap { Belonging.Name($0, from: "--queue") }
        guard let place = vantage?.place, [.job, .container].contains(place),
            site == nil || queue == nil
        else {
            belonging = Belonging(site: site, queue: queue)
            remarks = []
            return
        }
        let (ad, trouble) = Self.machineAd()
        let found = JobNames(JobNames.variable, machineAd: ad)
        belonging = Belonging(
            site: site ?? found.belonging.site, queue: queue ?? found.belonging.queue)
        let told = belonging.told.sorted { $0.key > $1.key }.map { "\($0.key) by \($0.value)" }
        let sentence =
            told.isEmpty
            ? [] : ["told by the job's environment, unchecked: \(told.joined(separator: ", "))"]
        remarks = sentence + found.objections.map { "\($0); not used" } + trouble
    }

    /// The ad of HTCondor's machine, where a job has one; what kept it from being read.
    private static func machineAd() -> (text: String?, trouble: [String]) {
        guard let path = JobNames.variable("_CONDOR_MACHINE_AD") else { return (nil, []) }
        do { return (try SmallFile.text(path), []) } catch {
            return (nil, ["_CONDOR_MACHINE_AD: \(error)"])
        }
    }
}
