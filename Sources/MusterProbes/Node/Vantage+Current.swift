internal import CLinux
internal import Glibc
public import MusterModel

extension Vantage {
    /// What a batch system leaves in the environment of every job; the names of
    /// HTCondor, Slurm, PBS, LSF, Grid Engine, PanDA and glideinWMS.
    private static let jobSigns = [
        "_CONDOR_SCRATCH_DIR", "SLURM_JOB_ID", "PBS_JOBID", "LSB_JOBID", "JOB_ID", "PANDAID",
        "GLIDEIN_Site", "DIRACJOBID", "ALIEN_PROC_ID",
    ]

    /// What a container runtime leaves behind, in the environment and as files.
    private static let containerSigns = [
        "APPTAINER_CONTAINER", "SINGULARITY_CONTAINER", "container",
    ]
    private static let containerFiles = [
        "/.singularity.d", "/.dockerenv", "/run/.containerenv", "/run/systemd/container",
    ]

    /// Files alone prove nothing: machines are made from container images and keep
    /// them. The first namespace has a number that is part of the kernel's
    /// interface (PROC_PID_INIT_INO, linux/proc_ns.h).
    private static var isFirstPIDNamespace: Bool {
        let path = "/proc/self/ns/pid"
        guard let link = try? Descriptor.open(path, muster_o_path | muster_o_nofollow),
            let target = try? link.linkTarget(as: path)
        else { return false }
        return target == "pid:[4026531836]"
    }

    /// Where this process stands: in a container, in a batch job, or on the host.
    ///
    /// A container in a job counts as a container: its files are not the node's.
    public static func current() -> Vantage {
        let user = geteuid()
        if let sign = containerSigns.first(where: { getenv($0) != nil }) {
            return Vantage(.container, user: user, sign: sign)
        }
        if !isFirstPIDNamespace, let sign = containerFiles.first(where: { access($0, F_OK) == 0 }) {
            return Vantage(.container, user: user, sign: sign)
        }
        if let sign = jobSigns.first(where: { getenv($0) != nil }) {
            return Vantage(.job, user: user, sign: sign)
        }
        return Vantage(.host, user: user)
    }
}
