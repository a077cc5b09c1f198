internal import MusterModel

/// The facts about one repository.
enum CvmfsRepositoryCards {
    /// A repository.
    static let subject = SubjectCard(
        "cvmfs.repository",
        roster: FactCard(
            "cvmfs.repositories.list", .list,
            "Every repository that is watched, configured in CVMFS_REPOSITORIES, or mounted.",
            keeping: .gauge),
        "A CVMFS repository, by its fully qualified name.")

    static let configured = FactCard(
        "cvmfs.repository.configured", .bool,
        "Whether it is in CVMFS_REPOSITORIES or, unless CVMFS_STRICT_MOUNT, domain.d, config.d"
            + " or keys hold something for it; not noted for one that is only mounted.")
    static let quota = FactCard(
        "cvmfs.repository.quota", .bytes,
        "CVMFS_QUOTA_LIMIT as it counts for it; unsupported where it is -1, no limit;"
            + " not noted for one that is only mounted.")
    static let mounted = FactCard(
        "cvmfs.repository.mounted", .bool,
        "Whether the mount table has it, after the look at its root.", keeping: .gauge)
    static let accessible = FactCard(
        "cvmfs.repository.accessible", .bool,
        "Whether its root can be listed; asked if it is watched or mounted.", keeping: .gauge)
    static let version = FactCard(
        "cvmfs.repository.version", .version,
        "The client that serves it (user.version).", keeping: .gauge)
    static let revision = FactCard(
        "cvmfs.repository.revision", .integer,
        "The revision of its catalogue (user.revision).", keeping: .gauge)
    static let proxy = FactCard(
        "cvmfs.repository.proxy", .string, "The proxy in use (user.proxy).", keeping: .gauge)
    static let host = FactCard(
        "cvmfs.repository.host", .string, "The server in use (user.host).", keeping: .gauge)
    static let errors = FactCard(
        "cvmfs.repository.io-errors", .integer,
        "I/O errors since it was mounted (user.nioerr).", keeping: .gauge)
    static let lastError = FactCard(
        "cvmfs.repository.last-io-error", .duration,
        "How long ago the last I/O error was (user.timestamp_last_ioerr); absent for none.",
        keeping: .gauge)
    static let cleanups = FactCard(
        "cvmfs.repository.cleanups", .integer,
        "Cleanups of its cache within 24 hours (user.ncleanup24).", keeping: .gauge)
    static let limit = FactCard(
        "cvmfs.repository.cache-limit", .bytes,
        "The limit of its cache as the running client reports it (statfs).", keeping: .gauge)
    static let used = FactCard(
        "cvmfs.repository.cache-used", .bytes,
        "What its cache holds: statfs's total less available.", keeping: .gauge)

    /// Those that only the running client can answer.
    static let live = [
        version, revision, proxy, host, errors, lastError, cleanups, limit, used,
    ]

    /// All of them but the roster.
    static let all = [configured, quota, mounted, accessible] + live
}
