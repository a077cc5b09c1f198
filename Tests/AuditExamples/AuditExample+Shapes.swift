import MusterModel

extension AuditExample {
    /// A node on which everything holds, with one of two routes that work.
    public static var ready: AuditExample {
        var example = AuditExample()
        example.facts = [
            fact("kernel.release.version", .version(Version("5.14.0-611.55"))),
            fact("system.os.name", .string("AlmaLinux 9.6")),
            fact("runtime.routes.list", .list(["apptainer-setuid", "apptainer-unprivileged"])),
            fact("runtime.route.enabled", of: "apptainer-setuid", .bool(false)),
            fact("runtime.route.enabled", of: "apptainer-unprivileged", .bool(true)),
            fact(
                "runtime.route.version", of: "apptainer-unprivileged", .version(Version("1.3.6"))),
        ]
        let check = Check.example(
            "runtime.route", "one way to run a container works",
            require: .some(
                Quantifier(
                    kind: "runtime.route", roster: name("runtime.routes.list"), among: .observed,
                    that: .fact(name("runtime.route.enabled"), .equals(.bool(true))))))
        example.profiles = [.example("baseline", [check]), .example("atlas", [check])]
        return example
    }

    /// A node with a finding of each kind: a failure for atlas alone, a hung
    /// repository, an unknown fact, a warning of both and a waived failure.
    public static var troubled: AuditExample {
        var example = ready
        example.facts += [
            fact(
                "cvmfs.cache.limit", .bytes(.mebibytes(4000)), from: "/etc/cvmfs/default.conf"),
            fact("kernel.vsyscall.mode", .string("none"), from: "/proc/cmdline"),
            fact("userns.limit.user", .integer(0), from: "/proc/sys/user/max_user_namespaces"),
            fact(
                "cvmfs.config.proxy", missing: .malformed,
                "/etc/cvmfs/default.local: a quote without an end"),
        ]
        example.gauges = [
            fact(
                "cvmfs.repository.accessible", of: "atlas.cern.ch", missing: .hung,
                "/cvmfs/atlas.cern.ch: no answer within 1 s"),
            fact("mounts.mount.silent", of: "/cvmfs/atlas.cern.ch", .duration(.seconds(192))),
            fact("mounts.mount.type", of: "/cvmfs/atlas.cern.ch", .string("fuse")),
        ]
        example.profiles = [
            .example("baseline", example.profiles[0].checks + shared),
            .example("atlas", example.profiles[0].checks + shared + atlas),
        ]
        example.waivers = [
            Waiver(
                check: "userns.enabled", reason: "drained for tape work", owner: "ops",
                until: waiverEnd)
        ]
        example.waited = .init(.milliseconds(93), in: ["apptainer", "cvmfs_config"])
        example.troubles = ["observer 1234 is stuck on /cvmfs/atlas.cern.ch (fuse, since 3 min)"]
        return example
    }

    private static var shared: [Check] {
        [
            .example(
                "kernel.vsyscall", "old images find vsyscall", level: .advised,
                require: .fact(name("kernel.vsyscall.mode"), .oneOf([.string("emulate")])),
                change: "vsyscall=emulate on the kernel's command line"),
            .example(
                "userns.enabled", "ordinary users make user namespaces",
                require: .fact(name("userns.limit.user"), .atLeast(.value(.integer(15_000)))),
                change: "user.max_user_namespaces=15000 in /etc/sysctl.d/90-userns.conf"),
            .example(
                "cvmfs.proxy", "CVMFS has a proxy",
                require: .fact(name("cvmfs.config.proxy"), .exists(true))),
        ]
    }

    private static var atlas: [Check] {
        [
            .example(
                "cvmfs.cache", "the cache holds a job's software",
                require: .fact(
                    name("cvmfs.cache.limit"), .atLeast(.value(.bytes(Bytes(20_000_000_000))))),
                change: "CVMFS_QUOTA_LIMIT=20000 in /etc/cvmfs/default.local, then "
                    + "cvmfs_config reload (now {cvmfs.cache.limit})",
                source: "AtlasFacilitiesServices"),
            .example(
                "cvmfs.accessible", "the repository answers",
                each: .init(
                    kind: "cvmfs.repository", roster: name("cvmfs.repositories.list"),
                    among: .listed(["atlas.cern.ch"])),
                require: .fact(name("cvmfs.repository.accessible"), .equals(.bool(true))),
                change: "cvmfs_config killall"),
        ]
    }

    /// The ready node seen by a user who may not see everything, in a tree in
    /// which nothing live was recorded.
    public static var limited: AuditExample {
        var example = ready
        example.vantage = Vantage(.job, user: 1234, sign: "SLURM_JOB_ID")
        example.facts += [
            fact("userns.attempt.works", missing: .notTried, "a foreign root"),
            fact("overlay.privileged.works", missing: .notTried, "needs root"),
            fact("mounts.table.source", missing: .forbidden, "/proc/1/mountinfo: forbidden"),
        ]
        example.remarks = ["the option string was read without its quotes"]
        return example
    }

    /// A node whose facts try to steer the terminal, hide text and break lines.
    public static var hostile: AuditExample {
        var example = AuditExample()
        let nasty = "a\u{1B}[2Jb\u{202E}c\nd\u{9B}31me\u{0}f\u{200B}g"
        example.host = nasty
        example.facts = [
            fact("binds.binds.list", .list([nasty])),
            fact(
                "binds.bind.kind", of: nasty, .string(String(repeating: "é\u{7}", count: 5_000)),
                from: nasty),
            fact("kernel.release.version", .version(Version(String(repeating: "9", count: 300)))),
            fact("system.os.name", .string(String(repeating: "漢字", count: 100))),
        ]
        let check = Check.example(
            "binds.kind", "\(nasty) is a folder",
            each: .init(kind: "binds.bind", roster: name("binds.binds.list"), among: .observed),
            require: .fact(name("binds.bind.kind"), .equals(.string("folder"))),
            change: "make {subject} a folder")
        example.profiles = [.example("site", [check])]
        example.troubles = [nasty]
        return example
    }

    /// The ready node, of which nobody wanted the first profile's only check judged.
    public static var partial: AuditExample {
        var example = AuditExample.ready
        example.profiles[0] = example.profiles[0].reduced { _ in false }
        return example
    }

    /// A node on which three checks fail: over many repositories, over two routes of
    /// which each lacks several things, and over seven facts.
    public static var many: AuditExample {
        var example = AuditExample()
        let names = (0..<6).map { "r\($0)" }
        let plain: [StaticString] = [
            "plain.fact.f0", "plain.fact.f1", "plain.fact.f2", "plain.fact.f3", "plain.fact.f4",
            "plain.fact.f5", "plain.fact.f6",
        ]
        example.facts =
            [
                fact("cvmfs.client.installed", .bool(false)),
                fact("cvmfs.repositories.list", .list(names)),
                fact("runtime.routes.list", .list(["r0", "r1"])),
            ]
            + names.map { fact("cvmfs.repository.accessible", of: $0, .bool(false)) }
            + ["r0", "r1"].map { fact("runtime.route.enabled", of: $0, .bool(false)) }
            + [
                fact("runtime.route.flavour", of: "r0", .string("docker0")),
                fact("runtime.route.flavour", of: "r1", .string("docker1")),
            ] + plain.map { fact($0, .bool(false)) }
        func yes(_ text: StaticString) -> Predicate { .fact(name(text), .equals(.bool(true))) }
        func some(_ kind: String, _ roster: StaticString, _ that: Predicate) -> Predicate {
            .some(Quantifier(kind: kind, roster: name(roster), among: .observed, that: that))
        }
        let accessible = some(
            "cvmfs.repository", "cvmfs.repositories.list", yes("cvmfs.repository.accessible"))
        let works = Predicate.all([
            .fact(name("runtime.route.flavour"), .oneOf([.string("apptainer")])),
            yes("runtime.route.enabled"),
        ])
        example.profiles = [
            .example(
                "site",
                [
                    .example(
                        "cvmfs.there", "CVMFS is there",
                        require: .any([yes("cvmfs.client.installed"), accessible])),
                    .example(
                        "runtime.route", "one way works",
                        require: some("runtime.route", "runtime.routes.list", works)),
                    .example("plain.facts", "all is there", require: .all(plain.map(yes))),
                ])
        ]
        return example
    }

    /// A node on which one check fails for `count` subjects.
    public static func crowded(_ count: Int) -> AuditExample {
        var example = AuditExample()
        let paths = (0..<count).map { "/bind/\($0)" }
        example.facts =
            [fact("binds.binds.list", .list(paths))]
            + paths.map { fact("binds.bind.exists", of: $0, .bool(false), from: $0) }
        let check = Check.example(
            "binds.exist", "the folder is there",
            each: .init(kind: "binds.bind", roster: name("binds.binds.list"), among: .observed),
            require: .fact(name("binds.bind.exists"), .equals(.bool(true))))
        let amended = check.weighing(
            .required, amendment: "required instead of advised by site.yaml: nothing works else")
        example.queue = Belonging.Name("EXAMPLE_T2_MCORE", from: "PILOT_SITENAME")
        example.profiles = [.example("site", [amended])]
        return example
    }

    /// A fact of every kind and a missing one for every reason.
    public static var everyKind: AuditExample {
        var example = AuditExample()
        example.facts = [
            fact("kinds.of.bool", .bool(true)), fact("kinds.of.integer", .integer(.min)),
            fact("kinds.of.bytes", .bytes(Bytes(1))),
            fact("kinds.of.duration", .duration(.seconds(2))),
            fact("kinds.of.version", .version(Version("1.2-3"))),
            fact("kinds.of.string", of: "thing", .string("\"\\\u{1}")),
            fact("kinds.of.list", .list([])), fact("kinds.of.paths", .paths(["/b", "/a"])),
        ]
        example.gauges = Absence.Reason.allCases.map {
            fact("kinds.thing.missing", of: $0.rawValue, missing: $0)
        }
        (example.host, example.site) = (nil, nil)
        return example
    }
}
