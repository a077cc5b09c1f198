/// Every directive of every release, from the releases' own sources.
///
/// Singularity 2.3.2, 2.4.6, 2.5.2 and 2.6.1: `src/util/config_defaults.h`.
/// Singularity 3.0.0 to 3.8.7, SingularityCE 3.9.0 to 4.5.1: the `default:` and
/// `authorized:` tags of `singularityconf/config.go` at each tag. Apptainer 1.0.0
/// to 1.5.3 and the development line of 1.6: the same of `apptainerconf/config.go`.
/// An era begins at the tag at which its line first differs.
enum DirectiveTable {
    /// All directives, by key.
    static let byKey: [String: Directive] = Dictionary(
        uniqueKeysWithValues: (isolation + mounting + images + programs + services)
            .map { ($0.key, $0) })

    /// What `release` knows of `key`; nil where it ignores it.
    static func ruling(on key: String, in release: RuntimeRelease) -> Ruling? {
        guard let directive = byKey[key] else { return nil }
        let eras = directive.eras.filter { $0.mayHold(release) }
        guard let last = eras.last else { return nil }
        // Without a version several eras remain, and a default counts only where
        // they agree on it.
        let agreed = eras.allSatisfy { $0.initial == last.initial }
        return Ruling(key: key, kind: last.kind, initial: agreed ? last.initial : nil)
    }

    private static let isolation: [Directive] = [
        Directive("allow setuid", .flag, "yes"),
        Directive("allow pid ns", .flag, "yes"),
        Directive("allow ipc ns", Self.namespaceSwitch),
        Directive("allow user ns", Self.namespaceSwitch),
        Directive("allow uts ns", .flag, "yes", singularity: "4.2", apptainer: "1.4"),
        Directive("allow netns paths", .list, singularity: "4.2", apptainer: "1.4"),
        Directive("allow net users", .list, singularity: "3.8", apptainer: "1.0"),
        Directive("allow net groups", .list, singularity: "3.8", apptainer: "1.0"),
        Directive("allow net networks", .list, singularity: "3.8", apptainer: "1.0"),
        Directive("config passwd", .flag, "yes"),
        Directive("config group", .flag, "yes"),
        Directive("config resolv_conf", .flag, "yes"),
        Directive(
            "root default capabilities", .word(["full", "file", "no"]), "full",
            singularity: "3.0", apptainer: "1.0"),
        Directive(
            "allow root capabilities", .flag, "yes", singularity: "3.0.0", until: "3.0.1"),
        Directive("allow user capabilities", .flag, "no", singularity: "3.0.0", until: "3.0.1"),
    ]

    /// 2.x had them, 3.x dropped them, the present releases have them again.
    private static let namespaceSwitch: [Directive.Era] = [
        .singularity("2.0", until: "3.0", .flag, "yes"), .singularity("4.2", .flag, "yes"),
        .apptainer("1.4", .flag, "yes"),
    ]

    private static let mounting: [Directive] = [
        Directive("mount proc", .flag, "yes"),
        Directive("mount sys", .flag, "yes"),
        Directive("mount dev", .word(["yes", "no", "minimal"]), "yes"),
        Directive("mount devpts", .flag, "yes", singularity: "2.4", apptainer: "1.0"),
        Directive("mount home", .flag, "yes"),
        Directive("mount tmp", .flag, "yes"),
        Directive("mount hostfs", .flag, "no"),
        Directive("mount slave", .flag, "yes"),
        Directive("bind path", .list, "/etc/localtime,/etc/hosts"),
        Directive("user bind control", .flag, "yes"),
        Directive("enable fusemount", .flag, "yes", singularity: "3.4", apptainer: "1.0"),
        Directive("enable overlay", Self.overlay),
        Directive("enable underlay", Self.underlay),
        Directive(
            "sessiondir max size",
            [
                .singularity("2.0", until: "3.11", .number, "16"),
                .singularity("3.11", .number, "64"),
                .apptainer("1.0", until: "1.2", .number, "16"), .apptainer("1.2", .number, "64"),
            ]),
        Directive(
            "memory fs type", .word(["tmpfs", "ramfs"]), "tmpfs", singularity: "2.6",
            apptainer: "1.0"),
        Directive("autofs bug path", .list, singularity: "2.4", until: "3.5"),
    ]

    private static let overlay: [Directive.Era] = [
        .singularity("2.0", until: "2.4", .word(["yes", "no", "try"]), "yes"),
        .singularity("2.4", until: "3.6", .word(["yes", "no", "try"]), "try"),
        .singularity("3.6", until: "4.0", .word(["yes", "no", "try", "driver"]), "try"),
        .singularity("4.0", .word(["yes", "no", "try"]), "try"),
        .apptainer("1.0", until: "1.3", .word(["yes", "no", "try", "driver"]), "try"),
        .apptainer("1.3", .word(["yes", "no", "try", "driver"]), "yes"),
    ]

    private static let underlay: [Directive.Era] = [
        .singularity("3.0", .flag, "yes"), .apptainer("1.0", until: "1.3", .flag, "yes"),
        .apptainer("1.3", .word(["yes", "no", "preferred"]), "yes"),
    ]
}
