internal import Glibc
public import MusterModel

/// Site and queue as a pilot or a batch system tells its jobs.
///
/// The words are those of the system that speaks: PanDA's and DIRAC's names of a site
/// need not be its name in CRIC or GOCDB. Whoever starts a job can set all of it, so
/// everything is checked and nothing is believed beyond a label.
public struct JobNames: Sendable {
    /// Who speaks: a variable, or an attribute of the machine's ad (HTCondor).
    private enum Source {
        case variable(String)
        case attribute(String)
    }

    /// PanDA pilot (`pilot.py`: `queuedata.site`), DIRAC (`JobWrapper`), JAliEn,
    /// glideinWMS, OSG; the most telling first.
    private static let siteSources: [Source] = [
        .variable("PILOT_RUCIO_SITENAME"), .variable("DIRACSITE"), .variable("ALIEN_SITE"),
        .variable("GLIDEIN_Site"), .attribute("GLIDEIN_Site"),
        .attribute("GLIDEIN_ResourceName"), .variable("OSG_SITE_NAME"),
    ]

    /// PanDA pilot (`queuedata.resource`, and what its payload gets), glideinWMS's entry
    /// at its factory, then the batch system's own: Slurm, PBS, LSF.
    private static let queueSources: [Source] = [
        .variable("PILOT_SITENAME"), .variable("PANDA_RESOURCE"),
        .attribute("GLIDEIN_Entry_Name"), .variable("GLIDEIN_Entry_Name"),
        .variable("SLURM_JOB_PARTITION"), .variable("PBS_QUEUE"), .variable("LSB_QUEUE"),
    ]

    /// What was found.
    public let belonging: Belonging
    /// What was found and is no name, a sentence each.
    public let objections: [String]

    /// The names in an environment.
    ///
    /// - Parameters:
    ///   - value: a variable's value.
    ///   - machineAd: the text of the file that `_CONDOR_MACHINE_AD` names.
    public init(_ value: (String) -> String?, machineAd: String?) {
        let attributes = machineAd.map(Self.attributes) ?? [:]
        var objections: [String] = []
        func first(_ sources: [Source], _ what: String) -> Belonging.Name? {
            for source in sources {
                let (name, text) =
                    switch source {
                    case .variable(let name): (name, value(name))
                    case .attribute(let name):
                        ("\(name) of the machine's ad", attributes[name.lowercased()])
                    }
                guard let text, !text.isEmpty else { continue }
                if let name = Belonging.Name(text, from: name) { return name }
                let objection = Belonging.objection(to: text) ?? ""
                objections.append("\(name): \(text.excerpt) is no \(what): \(objection)")
            }
            return nil
        }
        belonging = Belonging(
            site: first(Self.siteSources, "site"), queue: first(Self.queueSources, "queue"))
        self.objections = objections
    }

    /// A variable of this process.
    public static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// Attributes that are plain strings, by lower-case name: `Name = "text"` a line, as
    /// HTCondor writes an ad. Expressions and escapes are left out.
    static func attributes(in text: String) -> [String: String] {
        var found: [String: String] = [:]
        for line in text.parts(by: "\n") {
            let parts = line.parts(by: "=", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let value = parts[1].trimmingSpace
            guard value.utf8.count >= 2, value.utf8.first == UInt8(ascii: "\""),
                value.utf8.last == UInt8(ascii: "\"")
            else { continue }
            let inner = value.dropFirst().dropLast()
            guard !inner.contains("\""), !inner.contains("\\") else { continue }
            found[parts[0].trimmingSpace.lowercased()] = String(inner)
        }
        return found
    }
}
