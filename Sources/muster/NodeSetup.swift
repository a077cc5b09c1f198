import ArgumentParser
import Glibc
import MusterAgent
import MusterChecks
import MusterModel
import MusterProbes

/// How this node's service is configured: the files of /etc/muster, or others that an
/// option names, the environment over them, and options over that.
struct NodeSetup {
    /// What it came to.
    let configuration: Configuration
    /// The file and the folder of drop-ins that were read.
    let path: String
    /// Who said each key that somebody said.
    let origins: [ConfigurationKey: String]

    /// Where the configuration lies.
    static let usualPath = "/etc/muster/muster.yaml"

    /// Reads `muster.yaml` and, in a folder `muster.d` beside it, `*.yaml` in their order;
    /// neither has to be there. A file that a flag names has to be.
    /// - Throws: ``AuditFailure`` with every mistake in a line each.
    init(_ named: String?, _ options: SetupOptions) throws {
        do { path = try named.map(NamedPath.absolute) ?? Self.usualPath } catch {
            throw AuditFailure(.noInput, "--config: \(error)")
        }
        let reader: CheckFile.FolderReader = named == nil ? .trusted : .named
        var files: [CheckFile] = []
        var errors: [ChecksError] = []
        if named != nil || SmallFile.exists(path) {
            do {
                files.append(
                    named == nil ? try CheckFile(trusted: path) : try CheckFile(named: path))
            } catch { errors.append(error) }
        }
        let folder = path.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/muster.d"
        if SmallFile.exists(folder) {
            let more = CheckFile.inFolder(folder, by: reader)
            files += more.files
            errors += more.errors
        }
        let read = Configuration.read(files, under: Self.environment + options.layers)
        errors += read.errors
        guard errors.isEmpty else {
            throw AuditFailure(
                .configuration, errors.map(\.description).joined(separator: "\n"))
        }
        (configuration, origins) = (read.configuration, read.origins)
    }

    /// What the environment says, a variable for each key; lists have commas between.
    private static var environment: [CheckFile] {
        ConfigurationKey.allCases.compactMap { key in
            JobNames.variable(key.variable).map { CheckFile(key.variable, says: [$0], of: key) }
        }
    }

    /// Every key with its value and who said so, a line each.
    var lines: [String] {
        ConfigurationKey.allCases.map { key in
            let origin = origins[key] ?? "default"
            return Columns.row(key.rawValue, "\(key.text(in: configuration))  (\(origin))")
        }
    }

    /// The audit that a look is: as `muster check` would be asked for it.
    /// - Throws: a usage error where the configuration names what there is not.
    func options(for look: Look?, smoke: Bool) throws -> CheckOptions {
        var words = configuration.profiles.flatMap { ["--profile", $0] }
        words += configuration.binds.flatMap { ["--binds", $0] }
        words += configuration.images.flatMap { ["--images", $0] }
        if let site = configuration.site { words += ["--site", site] }
        if smoke {
            words.append("--smoke")
            words += configuration.smokeImages.flatMap { ["--smoke-image", $0] }
        }
        switch look {
        case .full, .files, nil: if !smoke { words += ["--except", "smoke"] }
        case .brief: words += ["--only", Self.brief]
        case .mounts: words += ["--only", Self.touchedByMounts]
        case .smoke: words += ["--only", "smoke"]
        case .rights:
            words += ["--only", Self.rootsToSee]
            if getpwnam(Self.observer) != nil { words += ["--as", Self.observer] }
        }
        return try CheckOptions.parse(words + ["--vantage", "host", "--no-journal"])
    }

    /// Probes that read files of the kernel and of the node alone: what is tried, as user
    /// namespaces are, waits for the whole look or for a change of what allows it.
    private static let brief = "system,kernel,mounts,cvmfs,isolation"
    /// Probes with facts that only root may see. Images are not among them: root parses
    /// nobody's files.
    private static let rootsToSee = "overlay,isolation"
    /// Whom root poses as where an ordinary user is meant.
    private static let observer = "muster-observer"
    /// Probes that a mount can make see something else.
    private static let touchedByMounts = "mounts,cvmfs,binds,overlay,images"
}
