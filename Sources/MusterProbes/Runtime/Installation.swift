internal import MusterModel

/// One Apptainer or Singularity with everything that was read about it.
struct Installation: Sendable {
    /// Where it was brought from.
    enum Origin: String, Hashable, Sendable, CaseIterable {
        /// The machine itself; a repository below `/cvmfs`.
        case host, cvmfs
    }

    /// The executable, links resolved.
    let path: String
    /// Whose tree it is.
    let origin: Origin
    /// Flavour and version, as it says itself.
    let release: RuntimeRelease
    /// The file, or why there is none that could be named.
    let configurationPath: Result<String, Absence>
    /// Who may change the file.
    let configurationAttributes: Result<FileAttributes, Absence>
    /// The settings in force, or why the file does not tell them.
    let configuration: Result<RuntimeConfiguration, Absence>
    /// The setuid starter, or why it is not known whether there is one.
    let starter: Result<Starter, Absence>

    /// The state of the starter together with `allow setuid`.
    var starterState: Result<Starter.State, Absence> {
        starter.trying { starter throws(Absence) in
            try starter.state(
                allowed: configuration.trying { configuration throws(Absence) in
                    try configuration.flag("allow setuid")
                })
        }
    }

    /// Looks at the installation whose executable is at `path`.
    static func inspect(
        _ path: String, origin: Origin, on node: any NodeView
    ) async -> Installation {
        let name = String(path.split(separator: "/").last ?? "")
        let release = await release(of: path, name: name, origin, on: node)
        let folder = release.flavour?.folderName ?? (name == "apptainer" ? name : "singularity")
        let prefix = prefix(of: path)
        let file = (prefix == "/usr" ? "" : prefix) + "/etc/\(folder)/\(folder).conf"
        let text = await Result.of { () async throws(Absence) in try await node.text(of: file) }
        let attributes = await Result.of { () async throws(Absence) in
            try await node.attributes(of: file)
        }
        let starter = await Result.of { () async throws(Absence) in
            try await Starter.find(
                Starter.candidates(prefix: prefix, folder: folder), on: node)
        }
        // What lies in CVMFS brings its own tree: the site's file is not read.
        let usesDefaults = origin == .cvmfs && (try? text.get()) == nil
        return Installation(
            path: path, origin: origin, release: release,
            configurationPath: attributes.map { _ in file }, configurationAttributes: attributes,
            configuration: usesDefaults
                ? .success(RuntimeConfiguration(defaultsOf: release))
                : text.trying { text throws(Absence) in
                    try RuntimeConfiguration(parsing: text, from: file, of: release)
                },
            starter: origin == .cvmfs ? .success(.none) : starter)
    }

    private static func release(
        of path: String, name: String, _ origin: Origin, on node: any NodeView
    ) async -> RuntimeRelease {
        do throws(Absence) {
            // Nobody writes to a repository, whoever owns its files there.
            if origin == .host { try await ProgramTrust.check(path, on: node) }
            let answer = try await node.versionAnswer(of: path, orCommand: true)
            let flavour = RuntimeFlavour(
                product: answer.product, major: answer.version.upstream.first, name: name)
            return RuntimeRelease(flavour: flavour, version: .success(answer.version))
        } catch {
            // Only a program called apptainer says by its name alone what it is.
            let flavour = RuntimeFlavour(product: nil, major: nil, name: name)
            return RuntimeRelease(flavour: flavour, version: .failure(error))
        }
    }

    /// The folder above `bin`; empty for the root itself.
    static func prefix(of path: String) -> String {
        let folders = path.split(separator: "/").dropLast(2)
        return folders.map { "/" + $0 }.joined()
    }
}

extension Result where Failure == Absence {
    /// What `next` makes of the value, or either absence.
    func trying<Next>(
        _ next: (Success) throws(Absence) -> Next
    ) -> Result<Next, Absence> {
        flatMap { value in
            Result<Next, Absence>(catching: { () throws(Absence) in try next(value) })
        }
    }

    /// What `look` returns, or the absence it throws.
    static func of(_ look: () async throws(Absence) -> Success) async -> Self {
        do {
            return .success(try await look())
        } catch {
            return .failure(error)
        }
    }
}
