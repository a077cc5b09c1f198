internal import MusterModel

/// What is known about the node's CVMFS before its repositories are touched.
struct CvmfsScene {
    /// The machine.
    let node: any NodeView
    /// Whether the client is installed, or why that is not known.
    let client: Result<Bool, Absence>
    /// The configuration files, evaluated up to the defaults.
    let files: CvmfsFiles
    /// The repository whose parameters stand for the node's: the first that is
    /// watched, else the first of CVMFS_REPOSITORIES.
    let chosen: CvmfsName?
    /// Its parameters.
    let settings: CvmfsSettings
    /// The mounts before anything was touched.
    let mounts: CvmfsMounts
    /// What is watched, as it was asked for.
    let watched: [String]

    /// Where CVMFS's packages put the client.
    static let program = "/usr/bin/cvmfs2"

    /// Looks at configuration and mount table.
    static func look(at node: any NodeView, watching: WatchList) async -> CvmfsScene {
        let files = await CvmfsFiles(on: node)
        let watched = watching.names(of: CvmfsRepositoryCards.subject.kind)
        let configured = (try? files.settings.repositories()) ?? []
        let chosen = watched.lazy.compactMap { CvmfsName($0) }.first ?? configured.first
        let settings = await settings(of: chosen, files, on: node)
        return CvmfsScene(
            node: node, client: await hasClient(node), files: files, chosen: chosen,
            settings: settings,
            mounts: await CvmfsMounts.read(on: node, below: settings.mountFolder),
            watched: watched)
    }

    private static func hasClient(_ node: any NodeView) async -> Result<Bool, Absence> {
        do throws(Absence) {
            return .success(try await node.exists(program))
        } catch {
            return .failure(error)
        }
    }

    /// CVMFS's own answer where it has one, else what the files say.
    private static func settings(
        of chosen: CvmfsName?, _ files: CvmfsFiles, on node: any NodeView
    ) async -> CvmfsSettings {
        guard let chosen else { return files.settings }
        if let shown = try? await CvmfsSettings.shown(of: chosen, on: node) { return shown }
        return await files.settings(for: chosen)
    }

    /// Why there is no configuration; nil where there is some.
    var nothing: Absence? {
        guard settings.reader == .files, files.found.isEmpty else { return nil }
        return Absence(.absent, "\(CvmfsFiles.folder): no default.conf, default.d or default.local")
    }

    /// The repositories of CVMFS_REPOSITORIES; none where they are not known.
    var configured: [CvmfsName] { (try? settings.repositories()) ?? [] }

    /// The repositories to tell about, sorted.
    var subjects: [String] {
        Set(watched + (configured + mounts.names).map(\.text)).sorted()
    }
}
