import MusterModel

@testable import MusterChecks

/// A small sheet for judging: facts are written as `area[subject].aspect = value`
/// in the kinds of the test vocabulary.
struct Node {
    private var facts: [FactKey: Reading] = [:]

    /// A healthy EL9 node with unprivileged Apptainer and CVMFS.
    static let healthy = Node([
        "kernel.feature.mntns": "builtin", "kernel.feature.ipcns": "builtin",
        "kernel.feature.pidns": "builtin", "kernel.feature.fuse": "module",
        "kernel.feature.squashfs": "module", "kernel.feature.overlay": "module",
        "kernel.feature.ia32": "builtin", "kernel.vsyscall.mode": "xonly",
        "kernel.release.version": "5.14.0-611.55.1.el9_7.x86_64",
        "kernel.release.package": "5.14.0-611.55.1.el9_7",
        "kernel.release.family": "rhel", "kernel.machine.architecture": "x86_64",
        "kernel.modules.blocked": "", "system.os.id": "almalinux", "system.os.version": "9.7",
        "userns.limit.user": "15000", "userns.limit.net": "0", "userns.attempt.works": "yes",
        "userns.attempt.cause": "none", "userns.attempt.error": "none",
        "userns.attempt.step": "mount", "overlay.filesystem.registered": "yes",
        "overlay.unprivileged.works": "yes", "rehearsal.run.works": "yes",
        "rehearsal.run.pid-isolated": "yes", "rehearsal.run.ipc-isolated": "yes",
        "rehearsal.run.host-hidden": "yes", "rehearsal.run.user-kept": "yes",
        "smoke.run.asked": "no",
        "runtime.routes.list": "apptainer-unprivileged",
        "runtime.installations.list": "/usr/bin/apptainer",
        "mounts.mounts.list": "/,/cvmfs", "binds.binds.list": "/cvmfs",
        "images.images.list": atlasImages.joined(separator: ","),
        "images.images.on-cvmfs": "0 B",
        "cvmfs.client.installed": "yes", "cvmfs.config.proxy": "http://squid.example.org:3128",
        "cvmfs.cache.base": "/var/lib/cvmfs", "cvmfs.cache.shared": "yes",
        "cvmfs.cache.limited": "yes", "cvmfs.cache.limit": "20000 MiB",
        "cvmfs.cache.origin": "/etc/cvmfs/default.local:3", "cvmfs.cache.disk-total": "100 GB",
        "cvmfs.cache.disk-free": "61 GB", "cvmfs.autofs.map": "yes",
        "cvmfs.autofs.mounted": "yes",
        "cvmfs.repositories.list": repositories.joined(separator: ","),
    ])
    .with(site)
    .subject(
        "batch.system", "htcondor",
        [
            "container": "never", "image-expression": "?absent", "control-groups": "yes",
            "tracking": "BASE_CGROUP=htcondor",
        ]
    )
    .route("apptainer-unprivileged", mode: "unprivileged", flavour: "apptainer", "1.5.3-1.el9")
    .subject(
        "runtime.installation", "/usr/bin/apptainer",
        [
            "starter-setuid": "absent", "allow-ipc-ns": "yes", "configuration-trusted": "yes",
            "underlay": "yes", "configuration": "/etc/apptainer/apptainer.conf",
            "sessiondir": "64 MiB",
        ]
    )
    .withRepositories()
    .subjects("mounts.mount", ["/", "/cvmfs"], ["propagation": "shared", "answers": "yes"])
    .subjects(
        "binds.bind", ["/cvmfs", "/sys/fs/cgroup", "/etc/grid-security/certificates"],
        ["exists": "yes", "readable": "yes"]
    )
    .subjects("images.image", atlasImages, image)

    /// The images that ATLAS watches.
    static let atlasImages = ["apptainer", "singularity"].map {
        "/cvmfs/atlas.cern.ch/repo/containers/images/\($0)/x86_64-centos7.img"
    }

    /// A folder with everything that a payload needs.
    static let image = [
        "reference": "path", "reachable": "yes", "present": "yes", "readable": "yes",
        "format": "directory", "architecture": "x86_64", "native": "yes", "signature": "none",
        "signers": "", "verifier": "?absent", "verifier-answer": "?absent", "generation": "el7",
        "built": "?absent", "missing-bind-points": "", "holds-bind-points": "yes",
    ]

    /// How a well-run site sets a node up.
    private static let site = [
        "kernel.cgroup.layout": "v2", "system.host.minimal": "no",
        "isolation.suid.dumpable": "2", "isolation.cgroup.unit": "condor.service",
        "isolation.cgroup.delegate": "yes", "isolation.trace.persistent": "yes",
        "isolation.trace.forwarded": "no", "docker.daemon.installed": "no",
        "docker.socket.open": "?absent", "docker.socket.mode": "?absent",
        "docker.network.open": "?absent", "docker.security.remapped": "?absent",
        "docker.security.authorized": "?absent", "docker.mounts.exposed": "no",
        "runtime.docker.daemon": "no", "batch.systems.list": "htcondor",
        "middleware.ca.count": "92", "middleware.crl.count": "90",
        "middleware.crl.expired": "0", "middleware.tools.list": "python3",
    ]

    static let repositories = [
        "atlas-condb.cern.ch", "atlas-nightlies.cern.ch", "atlas.cern.ch", "sft-nightlies.cern.ch",
        "sft.cern.ch", "unpacked.cern.ch",
    ]

    init(_ values: [String: String]) { self = Node().with(values) }

    private init() {}

    /// With other values for facts about the node.
    func with(_ values: [String: String]) -> Node {
        var node = self
        for (name, value) in values { node.set(name, nil, value) }
        return node
    }

    /// With facts about one subject, `aspect: value`; `?reason` is an absence.
    func subject(_ kind: String, _ subject: String, _ values: [String: String]) -> Node {
        var node = self
        for (aspect, value) in values { node.set("\(kind).\(aspect)", subject, value) }
        return node
    }

    /// With the same facts about several subjects.
    func subjects(_ kind: String, _ names: [String], _ values: [String: String]) -> Node {
        names.reduce(self) { $0.subject(kind, $1, values) }
    }

    /// With an enabled route that can do everything.
    func route(
        _ name: String, mode: String, flavour: String, _ version: String,
        _ more: [String: String] = [:]
    ) -> Node {
        subject(
            "runtime.route", name,
            [
                "mode": mode, "flavour": flavour, "version": version, "enabled": "yes",
                "overlay": "yes", "underlay": "yes", "pid-namespace": "yes",
                "bind-control": "yes", "mount-slave": "yes", "origin": "host",
                "settings": "/etc/apptainer/apptainer.conf",
                "installation": "/usr/bin/apptainer",
            ].merging(more) { $1 })
    }

    /// The only route is a setuid one of Singularity.
    static func setuid(_ version: String, _ more: [String: String] = [:]) -> Node {
        healthy.with(["runtime.routes.list": "singularity-setuid"])
            .route(
                "singularity-setuid", mode: "setuid", flavour: "singularity", version,
                ["settings": "/etc/singularity/singularity.conf"].merging(more) { $1 })
    }

    private func withRepositories() -> Node {
        subjects(
            "cvmfs.repository", Self.repositories,
            [
                "configured": "yes", "mounted": "yes", "accessible": "yes", "quota": "4000 MiB",
                "proxy": "http://squid.example.org:3128", "io-errors": "0", "cleanups": "0",
                "last-io-error": "?absent",
            ])
    }

    private mutating func set(_ name: String, _ subject: String?, _ text: String) {
        guard let name = FactName(name), let card = TestVocabulary.all.card(of: name) else {
            preconditionFailure("\(name) is in no test vocabulary")
        }
        facts[FactKey(name, of: subject)] = Self.reading(text, card.kind)
    }

    private static func reading(_ text: String, _ kind: FactKind) -> Reading {
        if text.hasPrefix("?"), let reason = Absence.Reason(rawValue: String(text.dropFirst())) {
            return .missing(Absence(reason, ""))
        }
        let parts = text.split(separator: ",").map(String.init)
        switch kind {
        case .list: return .value(.list(parts))
        case .paths: return .value(.paths(Set(parts)))
        default:
            guard let value = FactValue(written: text, kind: kind) else {
                preconditionFailure("\"\(text)\" is no \(kind)")
            }
            return .value(value)
        }
    }

    /// What a built-in profile says of this node.
    func judged(by profile: String = "baseline", demands: [Demand] = []) -> Judgement? {
        let library = BuiltIn.library
        guard let profile = library.profile(profile),
            let date = CalendarDate("2026-11-23")
        else { return nil }
        return judged(
            under: profile,
            in: Circumstances(demands: demands, advisories: library.advisories, date: date))
    }

    /// The judgement of the node under any profile.
    func judged(under profile: Profile, in circumstances: Circumstances) -> Judgement {
        let all = facts.map { Fact($0, $1, from: "test") }
        let sections = Dictionary(grouping: all, by: \.key.name.area)
            .map { Section(probe: $0, facts: $1) }
        let sheet = Sheet(
            sections: sections, watchList: profile.watchList, vantage: Vantage(.host, user: 0))
        return judge(sheet, gauges: [], under: profile, in: circumstances)
    }

    /// The outcome of one check, on one subject where it has several.
    func outcome(
        _ check: String, _ subject: String? = nil, by profile: String = "baseline",
        demands: [Demand] = []
    ) -> Outcome? {
        judged(by: profile, demands: demands)?.findings
            .first { $0.check == check && $0.subject == subject }?.outcome
    }

    /// The remedy of one check.
    func remedy(_ check: String, _ subject: String? = nil) -> String? {
        judged()?.findings.first { $0.check == check && $0.subject == subject }?.remedy
    }
}

/// The built-in files, read once for all tests.
enum BuiltIn {
    static let library = ChecksLibrary(CheckFile.builtIn, vocabulary: TestVocabulary.all)
}
