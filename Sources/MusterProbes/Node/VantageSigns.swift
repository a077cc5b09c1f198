internal import CLinux
internal import Glibc
internal import MusterModel

/// What tells where a process stands: in a container, in a batch job, or on the host.
struct VantageSigns {
    /// Whether a variable is set.
    var isSet: (String) -> Bool
    /// Whether something is at a path.
    var exists: (String) -> Bool
    /// Whether this is the machine's first PID namespace.
    var isFirstPIDNamespace: Bool
    /// Where something is mounted in the process's own table.
    var mountPoints: Set<String>
    /// The text of `/proc/self/cgroup`.
    var cgroups: String

    /// What a container runtime leaves in the environment: Apptainer, Singularity,
    /// podman and systemd-nspawn, Charliecloud.
    private static let containerVariables = [
        "APPTAINER_CONTAINER", "SINGULARITY_CONTAINER", "container", "CH_RUNNING",
    ]

    /// What a runtime leaves as files. Alone they prove nothing: machines are made from
    /// container images and keep them.
    private static let containerFiles = [
        "/.singularity.d", "/.dockerenv", "/run/.containerenv", "/run/systemd/container",
    ]

    /// What runtimes mount one by one over an image and nobody mounts on a machine:
    /// Apptainer and Docker give a container the host's users and names so.
    private static let mountedFiles = [
        "/etc/passwd", "/etc/group", "/etc/resolv.conf", "/etc/hosts", "/etc/hostname",
    ]

    /// Parts of the names that runtimes give to cgroups.
    private static let cgroupNames = ["kubepods", "libpod", "docker"]

    /// What a batch system or a pilot leaves in the environment of every job: HTCondor,
    /// Slurm, PBS, LSF, Grid Engine, PanDA, glideinWMS, DIRAC, AliEn.
    private static let jobVariables = [
        "_CONDOR_SCRATCH_DIR", "_CONDOR_MACHINE_AD", "SLURM_JOB_ID", "PBS_JOBID", "LSB_JOBID",
        "JOB_ID", "PANDAID", "PandaID", "PILOT_SITENAME", "GLIDEIN_Site", "DIRACJOBID",
        "DIRACSITE", "ALIEN_PROC_ID",
    ]

    /// The vantage that the signs come to, with the sign that decided.
    ///
    /// A container in a job counts as a container: its files are not the node's.
    func vantage(of user: UInt32) -> Vantage {
        let job = Self.jobVariables.first(where: isSet)
        if let container {
            let beside = job.map { ", in a job: \($0)" } ?? ""
            return Vantage(.container, user: user, sign: container + beside)
        }
        return job.map { Vantage(.job, user: user, sign: $0) } ?? Vantage(.host, user: user)
    }

    private var container: String? {
        if let variable = Self.containerVariables.first(where: isSet) { return variable }
        let file = Self.containerFiles.first(where: exists)
        guard isFirstPIDNamespace else {
            if let file { return file }
            if isSet("KUBERNETES_SERVICE_HOST") { return "KUBERNETES_SERVICE_HOST" }
            return Self.cgroupNames.first { cgroups.contains($0) }.map { "cgroup \($0)" }
        }
        // Apptainer shares the machine's processes, and pilots clean the environment.
        let mounted = Self.mountedFiles.first { mountPoints.contains($0) }
        guard let file, let mounted else { return nil }
        return "\(file) and a mount on \(mounted)"
    }
}

extension VantageSigns {
    /// Those of this process.
    static var current: VantageSigns {
        VantageSigns(
            isSet: { getenv($0) != nil }, exists: { access($0, F_OK) == 0 },
            isFirstPIDNamespace: isInFirstPIDNamespace, mountPoints: ownMountPoints,
            cgroups: (try? OwnMounts.text("/proc/self/cgroup")) ?? "")
    }

    /// The first namespace has a number that is part of the kernel's interface
    /// (PROC_PID_INIT_INO, linux/proc_ns.h).
    private static var isInFirstPIDNamespace: Bool {
        let path = "/proc/self/ns/pid"
        guard let link = try? Descriptor.open(path, muster_o_path | muster_o_nofollow),
            let target = try? link.linkTarget(as: path)
        else { return false }
        return target == "pid:[4026531836]"
    }

    private static var ownMountPoints: Set<String> {
        let lines = ((try? OwnMounts.text()) ?? "").split(separator: "\n")
        return Set(
            lines.compactMap { line in
                let fields = line.split(separator: " ", maxSplits: 5)
                return fields.count == 6 ? String(fields[4]) : nil
            })
    }
}
