public import MusterModel

/// Which batch system runs jobs here, and into what surroundings it puts them.
public enum BatchProbe: Probe {
    /// Every fact and its sources.
    public static let card = ProbeCard(
        "batch", "Which batch system is here, and do jobs run in a container by default?",
        sources: [
            "PATH", "condor_version", "condor_config_val -dump -expand",
            "/etc/condor/condor_config",
            "LOCAL_CONFIG_DIR and LOCAL_CONFIG_FILE", "slurmd -V", "/etc/slurm/slurm.conf",
            "job_container.conf", "cgroup.conf", "plugstack.conf", "pbs_mom --version",
            "mom_priv/config", "/etc/arc.conf", "runtime environments of ARC",
            "/etc/condor-ce/condor_config", "statfs(2) of job folders",
        ],
        facts: BatchFacts.cards,
        subjects: [
            SubjectCard(
                "batch.system", roster: BatchFacts.roster,
                "A batch system or compute element: htcondor, slurm, pbs, gridengine, arc, "
                    + "htcondor-ce.")
        ],
        mayBlock: true)

    /// Finds the systems and reads the configuration of each.
    public static func observe(_ node: any NodeView, watching: WatchList) async -> [Fact] {
        let survey = await BatchSurvey.look(at: node)
        var notes = Notes()
        let names = survey.systems.map(\.name)
        if names.isEmpty, let doubt = survey.doubt {
            notes.note(BatchFacts.roster, missing: doubt, from: "PATH")
        } else {
            notes.note(BatchFacts.roster, .list(names), from: "PATH")
        }
        for system in survey.systems { await BatchFacts.note(system, node, in: &notes) }
        return notes.facts
    }
}
