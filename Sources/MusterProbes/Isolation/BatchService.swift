internal import MusterModel

/// The unit that starts the batch system's daemon, and whether systemd leaves the
/// control groups below it alone.
struct BatchService: Hashable, Sendable {
    /// The unit's name, `condor.service`.
    let unit: String
    /// What `Delegate=` says: `yes`, `no`, or the controllers.
    let delegate: String

    /// The units of HTCondor, Slurm, OpenPBS, Torque and Grid Engine.
    private static let units = [
        "condor.service", "slurmd.service", "pbs.service", "pbs_mom.service",
        "sgeexecd.service", "gridengine-exec.service",
    ]

    /// The first of them that is installed.
    /// - Throws: absent where none is; why a file of it could not be read.
    static func find(on node: any NodeView) async throws(Absence) -> BatchService {
        for unit in units {
            do throws(Absence) {
                let settings = try await SettingsFile.read(
                    unit, in: SettingsFile.unitFolders, on: node)
                return BatchService(unit: unit, delegate: delegate(in: settings))
            } catch  where error.reason == .absent {
                continue
            }
        }
        throw Absence(.absent, "no unit of a batch system: \(units.joined(separator: ", "))")
    }

    /// Lists of controllers add up; an empty assignment delegates none but lets the
    /// unit manage its groups (systemd.resource-control(5)).
    static func delegate(in settings: SettingsFile) -> String {
        let lines = settings.lines.filter { $0.key == "Delegate" && $0.section == "Service" }
        var controllers: [String] = []
        var word = "no"
        for line in lines {
            switch line.value.lowercased() {
            case "": (controllers, word) = ([], "none")
            case "yes", "true", "on", "1": (controllers, word) = ([], "yes")
            case "no", "false", "off", "0": (controllers, word) = ([], "no")
            default: controllers += line.value.split(separator: " ").map(String.init)
            }
        }
        return controllers.isEmpty ? word : Set(controllers).sorted().joined(separator: ",")
    }
}
