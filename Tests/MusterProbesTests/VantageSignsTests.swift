import MusterModel
import Testing

@testable import MusterProbes

/// Where a process stands, by the signs of real systems.
@Suite struct VantageSignsTests {
    private func vantage(
        _ variables: [String] = [], files: [String] = [], first: Bool = true,
        mounts: Set<String> = [], cgroups: String = "0::/\n"
    ) -> String {
        VantageSigns(
            isSet: { variables.contains($0) }, exists: { files.contains($0) },
            isFirstPIDNamespace: first, mountPoints: mounts, cgroups: cgroups
        ).vantage(of: 7).description
    }

    @Test(arguments: [
        "_CONDOR_SCRATCH_DIR", "_CONDOR_MACHINE_AD", "SLURM_JOB_ID", "PBS_JOBID", "LSB_JOBID",
        "PANDAID", "PandaID", "PILOT_SITENAME", "GLIDEIN_Site", "DIRACSITE", "DIRACJOBID",
        "ALIEN_PROC_ID",
    ])
    func everyBatchSystemAndPilotMakesAJob(variable: String) {
        #expect(vantage([variable]) == "job, as user 7 (\(variable))")
    }

    @Test(arguments: ["APPTAINER_CONTAINER", "SINGULARITY_CONTAINER", "container", "CH_RUNNING"])
    func aRuntimesVariableMakesAContainerAlsoInAJob(variable: String) {
        #expect(vantage([variable]) == "container, as user 7 (\(variable))")
        #expect(
            vantage([variable, "SLURM_JOB_ID"])
                == "container, as user 7 (\(variable), in a job: SLURM_JOB_ID)")
    }

    /// Machines are made from container images and keep the files.
    @Test(arguments: ["/.singularity.d", "/.dockerenv", "/run/.containerenv"])
    func aFileAloneMakesNoContainer(file: String) {
        #expect(vantage(files: [file]) == "host, as user 7")
        #expect(vantage(files: [file], mounts: ["/", "/proc", "/tmp"]) == "host, as user 7")
        #expect(vantage(files: [file], first: false) == "container, as user 7 (\(file))")
    }

    /// Apptainer shares the machine's processes, and pilots clean the environment.
    @Test func aFileWithAMountOverTheImagesOwnMakesOne() {
        #expect(
            vantage(files: ["/.singularity.d"], mounts: ["/", "/etc/resolv.conf"])
                == "container, as user 7 (/.singularity.d and a mount on /etc/resolv.conf)")
        #expect(vantage(mounts: ["/", "/etc/resolv.conf"]) == "host, as user 7")
    }

    @Test func podsAreKnownByKubernetesOrTheirCgroup() {
        let pod = "0::/kubepods.slice/kubepods-pod1.slice/cri-x.scope\n"
        #expect(vantage(first: false, cgroups: pod) == "container, as user 7 (cgroup kubepods)")
        #expect(
            vantage(["KUBERNETES_SERVICE_HOST"], first: false)
                == "container, as user 7 (KUBERNETES_SERVICE_HOST)")
        // The node's own agent of Kubernetes, and a job in a PID namespace of its own.
        #expect(vantage(["KUBERNETES_SERVICE_HOST"], cgroups: pod) == "host, as user 7")
        #expect(vantage(["SLURM_JOB_ID"], first: false) == "job, as user 7 (SLURM_JOB_ID)")
    }

    @Test func withoutASignItIsTheHost() {
        #expect(vantage() == "host, as user 7")
        #expect(vantage(["PATH", "HOME", "CONDOR_CONFIG"], first: false) == "host, as user 7")
    }
}
