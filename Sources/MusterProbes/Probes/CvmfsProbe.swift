public import MusterModel

/// Looks at the CVMFS client, its configuration, its cache and its repositories.
public enum CvmfsProbe: Probe {
    static let installed = FactCard(
        "cvmfs.client.installed", .bool, "Whether /usr/bin/cvmfs2 is there.")
    static let version = FactCard(
        "cvmfs.client.version", .version, "The installed client's version, as it says itself.")

    static let reader = FactCard(
        "cvmfs.config.reader", .string,
        "Who read the configuration: showconfig (CVMFS's own tool) or files (Muster itself).")
    static let unevaluated = FactCard(
        "cvmfs.config.unevaluated", .list,
        "Parameters and lines of shell code that could not be evaluated, with file and line.")
    static let repositories = FactCard(
        "cvmfs.config.repositories", .list,
        "The repositories of CVMFS_REPOSITORIES, with CVMFS_DEFAULT_DOMAIN where one has none.")
    static let proxy = FactCard(
        "cvmfs.config.proxy", .string, "CVMFS_HTTP_PROXY, which has no default.")
    static let profile = FactCard(
        "cvmfs.config.profile", .string, "CVMFS_CLIENT_PROFILE: single, custom; absent if empty.")
    static let strictMount = FactCard(
        "cvmfs.config.strict-mount", .bool,
        "CVMFS_STRICT_MOUNT: only the repositories of CVMFS_REPOSITORIES can be mounted.")
    static let configRepository = FactCard(
        "cvmfs.config.repository", .string,
        "CVMFS_CONFIG_REPOSITORY, from default.conf and default.d alone.")

    static let base = FactCard(
        "cvmfs.cache.base", .string, "CVMFS_CACHE_BASE, the folder of the caches.")
    static let shared = FactCard(
        "cvmfs.cache.shared", .bool,
        "CVMFS_SHARED_CACHE: all repositories have one cache and one quota.")
    static let alien = FactCard(
        "cvmfs.cache.alien", .string, "CVMFS_ALIEN_CACHE, a cache that others manage.")
    static let limit = FactCard(
        "cvmfs.cache.limit", .bytes,
        "CVMFS_QUOTA_LIMIT, which counts MiB; unsupported where it is -1, no limit.")
    static let limited = FactCard(
        "cvmfs.cache.limited", .bool, "Whether CVMFS_QUOTA_LIMIT is anything but -1.")
    static let origin = FactCard(
        "cvmfs.cache.origin", .string, "The file and line that set CVMFS_QUOTA_LIMIT.")
    static let diskTotal = FactCard(
        "cvmfs.cache.disk-total", .bytes,
        "The size of the cache's file system, rounded down to whole GB (1,000,000,000 bytes).")
    static let diskFree = FactCard(
        "cvmfs.cache.disk-free", .bytes,
        "What an ordinary user may still write on the cache's file system.", keeping: .gauge)

    static let map = FactCard(
        "cvmfs.autofs.map", .bool,
        "Whether /etc/auto.master, or a file it includes by +dir:, hands /cvmfs to auto.cvmfs.")
    static let automatic = FactCard(
        "cvmfs.autofs.mounted", .bool, "Whether /cvmfs is an autofs mount.", keeping: .gauge)

    /// What it looks at.
    public static let card = ProbeCard(
        "cvmfs", "Does CVMFS work here, with what configuration and cache?",
        sources: [
            "/etc/cvmfs", "cvmfs_config showconfig", "cvmfs2 --version", "/etc/auto.master",
            "mountinfo", "extended attributes and statfs of /cvmfs/R", "statfs of the cache",
        ],
        facts: [
            installed, version, reader, unevaluated, repositories, proxy, profile, strictMount,
            configRepository, base, shared, alien, limit, limited, origin, diskTotal, diskFree,
            map, automatic,
        ] + CvmfsRepositoryCards.all,
        subjects: [CvmfsRepositoryCards.subject], mayBlock: true)

    /// Looks at the client first, then at all repositories side by side.
    public static func observe(_ node: any NodeView, watching: WatchList) async -> [Fact] {
        let scene = await CvmfsScene.look(at: node, watching: watching)
        var notes = Notes()
        await noteClient(scene, in: &notes)
        noteConfiguration(scene, in: &notes)
        await noteCache(scene, in: &notes)
        await noteAutofs(scene, in: &notes)
        notes.note(
            CvmfsRepositoryCards.subject.roster, .list(scene.subjects),
            from: "CVMFS_REPOSITORIES, the watch list and \(node.mountTablePath)")
        return await notes.facts + repositoryFacts(scene)
    }
}
