internal import MusterModel

/// Which batch systems and compute elements are on the node, and what they do with
/// jobs.
struct BatchSurvey: Sendable {
    /// What was found, by name.
    var systems: [BatchSystem] = []
    /// Why there may be more.
    var doubt: Absence?

    /// The images that jobs run in without having asked, of all systems, sorted.
    var defaultImages: [String] {
        Set(systems.flatMap { (try? $0.images.get()) ?? [] }).sorted()
    }

    /// How a batch system shows itself: programs that run jobs, or files.
    private struct Sign {
        let name: String
        let programs: [String]
        let files: [String]
    }

    private static let signs = [
        Sign(
            name: "htcondor", programs: ["condor_startd", "condor_master"],
            files: CondorFiles.initial),
        Sign(
            name: "slurm", programs: ["slurmd"],
            files: SlurmConfiguration.places.map { "\($0)/slurm.conf" }),
        Sign(name: "pbs", programs: ["pbs_mom"], files: ["/etc/pbs.conf"]),
        Sign(
            name: "gridengine", programs: ["sge_execd"],
            files: [
                "/var/lib/gridengine/default/common/bootstrap",
                "/opt/sge/default/common/bootstrap",
            ]),
        Sign(name: "htcondor-ce", programs: [], files: ["/etc/condor-ce/condor_config"]),
    ]

    /// Looks at the node; asks each system that is here for its version, side by side.
    static func look(at node: any NodeView) async -> BatchSurvey {
        var survey = BatchSurvey()
        var present: [(name: String, program: String?)] = []
        for sign in signs {
            let found = await ProgramSearch.all(
                sign.programs, in: ProgramSearch.folders, on: node)
            survey.doubt = survey.doubt ?? found.doubt
            var isHere = !found.paths.isEmpty
            for file in sign.files where !isHere {
                do throws(Absence) {
                    isHere = try await node.exists(file)
                } catch {
                    survey.doubt = survey.doubt ?? error
                }
            }
            if isHere { present.append((sign.name, found.paths.first)) }
        }
        let systems = await withTaskGroup(of: BatchSystem?.self) { group in
            for (name, program) in present {
                group.addTask { await system(name, program, on: node) }
            }
            group.addTask { await BatchSystem.arc(on: node) }
            var systems: [BatchSystem] = []
            for await system in group { if let system { systems.append(system) } }
            return systems
        }
        survey.systems = systems.sorted { $0.name < $1.name }
        return survey
    }

    private static func system(
        _ name: String, _ program: String?, on node: any NodeView
    ) async -> BatchSystem {
        switch name {
        case "htcondor":
            let version = await BatchSystem.program("/usr/bin/condor_version", on: node)
            return await .condor(on: node, version: version)
        case "slurm":
            let version = await BatchSystem.program(program, "-V", on: node)
            return await .slurm(on: node, version: version)
        case "pbs":
            let version = await BatchSystem.program(program, "--version", on: node)
            return await .pbs(on: node, version: version)
        case "htcondor-ce":
            let version = await BatchSystem.program("/usr/bin/condor_ce_version", on: node)
            return BatchSystem(name, role: .element, version)
        default:
            let none = Absence(.unsupported, "\(name): its programs do not say their version")
            return BatchSystem(name, role: .batch, .failure(none))
        }
    }
}

extension BatchSystem {
    /// The version in the answer of a program: the first word that begins like one.
    static func program(
        _ path: String?, _ words: String..., on node: any NodeView
    ) async -> Result<Version, Absence> {
        await Result.of { () async throws(Absence) in
            guard let path else { throw Absence(.absent, "no program to ask for its version") }
            _ = try await node.attributes(of: path)
            let end = try await node.run([path] + words)
            guard end.exit == 0, let version = version(in: end.output + " " + end.errors) else {
                throw Absence(
                    .malformed, "\(path): \(end.output.excerpt), needed a version")
            }
            return version
        }
    }

    /// `$CondorVersion: 23.0.12 2024-06-13 …`, `slurm 22.05.8`,
    /// `pbs_version = 20.0.1`, `Version: 6.1.3`.
    static func version(in answer: String) -> Version? {
        let words = answer.prefix(4_096).split { $0.isWhitespace || $0 == "=" || $0 == ":" }
        let word = words.first { $0.first?.isNumber == true && $0.contains(".") }
        let version = word.map { Version(String($0.prefix(64))) }
        return version?.isComparable == true ? version : nil
    }
}
