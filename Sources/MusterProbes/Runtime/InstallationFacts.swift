internal import MusterModel

/// The facts of one installation, and what each says.
enum InstallationFacts {
    /// The roster of installations.
    static let roster = FactCard(
        "runtime.installations.list", .list,
        "Paths of all Apptainer and Singularity executables, links resolved, in the order of PATH, "
            + "then known prefixes, then CVMFS.")
    private static let flavour = FactCard(
        "runtime.installation.flavour", .string,
        "apptainer, singularity, singularity-ce or singularitypro, from its own --version.")
    private static let version = FactCard(
        "runtime.installation.version", .version, "What `--version` prints on standard output.")
    private static let origin = FactCard(
        "runtime.installation.origin", .string, "host, or cvmfs where it lies below /cvmfs.")
    private static let starter = FactCard(
        "runtime.installation.starter-setuid", .string,
        "The setuid starter: absent, enabled, disabled-by-configuration, not-root-owned or "
            + "not-setuid.")
    private static let configuration = FactCard(
        "runtime.installation.configuration", .string, "The configuration file that it reads.")
    private static let trusted = FactCard(
        "runtime.installation.configuration-trusted", .bool,
        "Whether root owns the configuration file and nobody else may write it.")
    private static let path = FactCard(
        "runtime.installation.bind-paths", .list,
        "Every `bind path` of the file, in order; a file without one binds none.")
    private static let sessiondir = FactCard(
        "runtime.installation.sessiondir", .bytes,
        "`sessiondir max size`, which counts MiB, or the release's default.")
    private static let loops = FactCard(
        "runtime.installation.loop-devices", .integer,
        "`max loop devices`, or the release's default.")
    private static let limits = FactCard(
        "runtime.installation.limits", .list,
        "`limit container` and `allow container` restrictions in force, as key = value.")
    private static let changed = FactCard(
        "runtime.installation.changed", .list,
        "Directives that are not as the release's own default file has them, as key = value.")
    private static let unknown = FactCard(
        "runtime.installation.unknown", .list,
        "Directives of the file that the release does not know and passes over.")

    /// Switches with their directives.
    private static let flags: [(card: FactCard, key: String)] = [
        (flag("runtime.installation.allow-setuid", "allow setuid"), "allow setuid"),
        (flag("runtime.installation.allow-user-ns", "allow user ns"), "allow user ns"),
        (flag("runtime.installation.allow-pid-ns", "allow pid ns"), "allow pid ns"),
        (flag("runtime.installation.allow-ipc-ns", "allow ipc ns"), "allow ipc ns"),
        (flag("runtime.installation.mount-slave", "mount slave"), "mount slave"),
        (flag("runtime.installation.bind-control", "user bind control"), "user bind control"),
        (flag("runtime.installation.fusemount", "enable fusemount"), "enable fusemount"),
        (flag("runtime.installation.mount-home", "mount home"), "mount home"),
        (flag("runtime.installation.mount-tmp", "mount tmp"), "mount tmp"),
        (flag("runtime.installation.resolv-conf", "config resolv_conf"), "config resolv_conf"),
    ]

    /// Directives with several words.
    private static let words: [(card: FactCard, key: String)] = [
        (
            FactCard(
                "runtime.installation.overlay", .string,
                "`enable overlay`: yes, no, try or driver, or the release's default."),
            "enable overlay"
        ),
        (
            FactCard(
                "runtime.installation.underlay", .string,
                "`enable underlay`: yes, no or preferred, or the release's default."),
            "enable underlay"
        ),
        (
            FactCard(
                "runtime.installation.mount-dev", .string,
                "`mount dev`: yes, no or minimal, or the release's default."), "mount dev"
        ),
    ]

    /// Every fact of an installation.
    static let cards: [FactCard] =
        [flavour, version, origin, starter, configuration, trusted] + flags.map(\.card)
        + words.map(\.card) + [path, sessiondir, loops, limits, changed, unknown]

    private static func flag(_ name: StaticString, _ key: String) -> FactCard {
        FactCard(name, .bool, "`\(key)` of the configuration file, or the release's default.")
    }

    /// Writes down all facts of `found`.
    static func note(_ found: Installation, in notes: inout Notes) {
        let subject = found.path
        let asked = "\(found.path) --version"
        notes.note(flavour, of: subject, settled: found.release.flavourWord, from: asked)
        notes.note(
            version, of: subject, settled: found.release.version.map(FactValue.version),
            from: asked)
        notes.note(origin, of: subject, .string(found.origin.rawValue), from: found.path)
        notes.note(
            starter, of: subject,
            settled: found.starterState.map { .string($0.rawValue) },
            from: (try? found.starter.get())?.path ?? found.path)
        let source =
            (try? found.configuration.get())?.source
            ?? (try? found.configurationPath.get()) ?? found.path
        notes.note(
            configuration, of: subject, settled: found.configurationPath.map(FactValue.string),
            from: source)
        notes.note(
            trusted, of: subject,
            settled: found.configurationAttributes.map { .bool($0.isRootsAlone) }, from: source)
        noteSettings(of: found, from: source, in: &notes)
    }

    private static func noteSettings(
        of found: Installation, from source: String, in notes: inout Notes
    ) {
        func note(
            _ card: FactCard, _ value: (RuntimeConfiguration) throws(Absence) -> FactValue
        ) {
            notes.note(
                card, of: found.path, settled: found.configuration.trying(value), from: source)
        }
        for (card, key) in flags { note(card) { it throws(Absence) in .bool(try it.flag(key)) } }
        for (card, key) in words { note(card) { it throws(Absence) in .string(try it.word(key)) } }
        note(path) { it throws(Absence) in .list(try it.list("bind path")) }
        note(sessiondir) { it throws(Absence) in
            .bytes(.mebibytes(try it.number("sessiondir max size")))
        }
        note(loops) { it throws(Absence) in .integer(try it.number("max loop devices")) }
        note(limits) { it throws(Absence) in .list(try it.limits) }
        note(changed) { it throws(Absence) in .list(try it.changed) }
        note(unknown) { it throws(Absence) in .list(it.unknown) }
    }
}
