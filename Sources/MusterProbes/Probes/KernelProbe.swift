public import MusterModel

/// The kernel and what it offers to containers, as observed.
///
/// A version says little: vendors build options in and out and backport. A feature
/// is what the running kernel shows, otherwise what the files of its release say,
/// and unknown where neither does.
public enum KernelProbe: Probe {
    static let version = FactCard(
        "kernel.release.version", .version, "The release of the running kernel, as uname -r says.")
    static let package = FactCard(
        "kernel.release.package", .version,
        "The version of the distribution's package that the kernel came in.")
    static let family = FactCard(
        "kernel.release.family", .string,
        "The family of distributions, rhel, debian, suse, arch: the kernel's own mark first.")
    static let architecture = FactCard(
        "kernel.machine.architecture", .string, "The hardware name, as uname -m says.")
    static let layout = FactCard(
        "kernel.cgroup.layout", .string,
        "How control groups are mounted: v1, v2, hybrid or none.")
    static let controllers = FactCard(
        "kernel.cgroup.controllers", .list, "The controllers of the mounted control groups.")
    static let vsyscall = FactCard(
        "kernel.vsyscall.mode", .string,
        "What the page of old system calls does: emulate, xonly or none.")
    static let blocked = FactCard(
        "kernel.modules.blocked", .list,
        "Modules that cannot start: install lines of modprobe.d, blacklists of the boot loader.")
    static let startable = FactCard(
        "kernel.modules.startable", .list,
        "Modules named by advisories that are built in, or installed and not blocked.")

    static let features: [KernelFeature: FactCard] = [
        .overlay: feature("kernel.feature.overlay", "The overlay file system"),
        .squashfs: feature("kernel.feature.squashfs", "The squashfs file system of images"),
        .fuse: feature("kernel.feature.fuse", "File systems in user space"),
        .userns: feature("kernel.feature.userns", "User namespaces"),
        .mntns: feature("kernel.feature.mntns", "Mount namespaces"),
        .pidns: feature("kernel.feature.pidns", "Process id namespaces"),
        .ipcns: feature("kernel.feature.ipcns", "Namespaces of System V IPC"),
        .utsns: feature("kernel.feature.utsns", "Host name namespaces"),
        .netns: feature("kernel.feature.netns", "Network namespaces"),
        .cgroupns: feature("kernel.feature.cgroupns", "Control group namespaces"),
        .timens: feature("kernel.feature.timens", "Time namespaces"),
        .seccomp: feature("kernel.feature.seccomp", "Filters of system calls"),
        .ia32: feature("kernel.feature.ia32", "32-bit programs on x86_64"),
    ]

    /// The question, the sources and the facts.
    public static let card = ProbeCard(
        "kernel", "Does the kernel have what containers need?",
        sources: [
            "/proc/sys/kernel/osrelease", "/proc/version", "/proc/filesystems", "/proc/modules",
            "/proc/self/ns", "/proc/self/maps", "/proc/self/status", "/proc/cmdline",
            "/proc/sys/kernel/seccomp/actions_avail", "/proc/sys/abi/vsyscall32",
            "/lib/modules/RELEASE", "/boot/config-RELEASE", "/etc/modprobe.d", "/etc/os-release",
            "the mount table", "/sys/fs/cgroup/cgroup.controllers", "uname(2)",
        ],
        facts: [
            version, package, family, architecture, layout, controllers, vsyscall, blocked,
            startable,
        ]
            + KernelFeature.allCases.compactMap { features[$0] })

    private static func feature(_ name: StaticString, _ what: String) -> FactCard {
        FactCard(name, .string, "\(what): builtin, module or absent.")
    }

    /// Looks at the node; only cheap files of procfs, sysfs and the system's own disk.
    public static func observe(_ node: any NodeView, watching: WatchList) async -> [Fact] {
        let release = await Result.looked { () async throws(Absence) in
            try await Self.release(node)
        }
        let machine = await Result.looked { () async throws(Absence) in
            try await node.architecture(release: try? release.get())
        }
        var notes = Notes()
        notes.note(version, release.map { .version(Version($0)) }, from: releasePath)
        notes.note(architecture, machine.map { .string($0) }, from: "uname")
        await noteMark(release, node, in: &notes)
        let installed: InstalledKernel =
            switch release {
            case .success(let release): await InstalledKernel(node, release: release)
            case .failure(let absence): InstalledKernel(without: absence)
            }
        await noteFeatures(installed, machine, node, in: &notes)
        await noteControlGroups(node, in: &notes)
        await noteModules(installed, node, in: &notes)
        return notes.facts
    }

    private static let releasePath = "/proc/sys/kernel/osrelease"

    /// One word, part of paths that are read next.
    private static func release(_ node: any NodeView) async throws(Absence) -> String {
        let word = try await node.word(of: releasePath)
        let isName = word.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "/") }
        guard isName, word.first?.isNumber == true, word.utf8.count <= 64 else {
            throw Absence(.malformed, "\(releasePath): \(word.excerpt), needed a kernel release")
        }
        return word
    }
}

extension KernelProbe {
    private static func noteMark(
        _ release: Result<String, Absence>, _ node: any NodeView, in notes: inout Notes
    ) async {
        let text = await Result.looked { () async throws(Absence) in
            try await node.text(of: "/proc/version")
        }
        let signature = try? await node.text(of: "/proc/version_signature")
        let mark = KernelMark(
            release: (try? release.get()) ?? "", version: (try? text.get()) ?? "",
            signature: signature ?? "")
        await notes.note(family, from: "kernel release, /proc/version, /etc/os-release") {
            () async throws(Absence) in
            if let family = mark.family { return .string(family) }
            return .string(try await OperatingSystem(node).family)
        }
        await notes.note(package, from: "kernel release, /proc/version") {
            () async throws(Absence) in
            if let package = mark.package { return .version(Version(package)) }
            guard try text.get().hasPrefix("Linux version ") else {
                throw Absence(.malformed, "/proc/version: needed \"Linux version …\"")
            }
            throw Absence(.absent, "/proc/version: no mark of a distribution's package")
        }
    }

    private static func noteFeatures(
        _ installed: InstalledKernel, _ machine: Result<String, Absence>,
        _ node: any NodeView, in notes: inout Notes
    ) async {
        let line = KernelCommandLine(parsing: (try? await node.text(of: "/proc/cmdline")) ?? "")
        let survey = KernelSurvey(
            running: await RunningKernel(node), installed: installed, commandLine: line,
            architecture: machine)
        for feature in KernelFeature.allCases {
            guard let card = features[feature] else { continue }
            let state = Result { () throws(Absence) in try survey.state(of: feature) }
            notes.note(card, state.map { .string($0.rawValue) }, from: feature.origin)
        }
        let maps = await Result.looked { () async throws(Absence) in
            let path = "/proc/self/maps"
            return try VsyscallMode(maps: try await node.text(of: path), from: path)
        }
        let mode = Result { () throws(Absence) in try survey.vsyscall(maps) }
        notes.note(
            vsyscall, mode.map { .string($0.rawValue) },
            from: "/proc/self/maps, /proc/cmdline, kernel config")
    }

    private static func noteControlGroups(_ node: any NodeView, in notes: inout Notes) async {
        let path = node.mountTablePath
        let table = await Result.looked { () async throws(Absence) in
            try MountTable(parsing: try await node.text(of: path), from: path)
        }
        notes.note(layout, table.map { .string(CgroupLayout($0).rawValue) }, from: path)
        await notes.note(controllers, from: "\(path), cgroup.controllers") {
            () async throws(Absence) in
            let table = try table.get()
            var names = CgroupLayout.oldControllers(in: table)
            if let point = CgroupLayout.unifiedPoint(in: table) {
                let words = try await node.text(of: point + "/cgroup.controllers")
                names.formUnion(words.split(whereSeparator: \.isWhitespace).map(String.init))
            }
            return .list(names.sorted())
        }
    }

    private static func noteModules(
        _ installed: InstalledKernel, _ node: any NodeView, in notes: inout Notes
    ) async {
        let names = await Result.looked { () async throws(Absence) in
            try await blockedModules(node)
        }
        notes.note(blocked, names.map { .list($0) }, from: "modprobe.d, /proc/cmdline")
        let line = KernelCommandLine(parsing: (try? await node.text(of: "/proc/cmdline")) ?? "")
        await notes.note(startable, from: "modules.dep, modules.builtin, modprobe.d") {
            () async throws(Absence) in
            let modules = StartableModules(
                installed: installed.modules, builtin: installed.builtin,
                blocked: Set(try names.get()), uncalled: line.uncalledModules)
            return .list(try modules.names())
        }
    }

    /// Absent folders and an absent command line block nothing.
    private static func blockedModules(_ node: any NodeView) async throws(Absence) -> [String] {
        var names: Set<String> = []
        var files: [(folder: String, names: [String])] = []
        for folder in ModprobeRules.folders {
            do {
                files.append((folder, try await node.names(in: folder)))
            } catch  where error.reason == .absent {}
        }
        for path in ModprobeRules.effective(files) {
            names.formUnion(ModprobeRules.blocked(in: try await node.text(of: path)))
        }
        do {
            let line = KernelCommandLine(parsing: try await node.text(of: "/proc/cmdline"))
            names.formUnion(line.blockedModules)
        } catch  where error.reason == .absent {}
        return names.sorted()
    }
}

extension Notes {
    /// What a look came to.
    mutating func note(
        _ card: FactCard, _ look: Result<FactValue, Absence>, from origin: String
    ) {
        switch look {
        case .success(let value): note(card, value, from: origin)
        case .failure(let absence): note(card, missing: absence, from: origin)
        }
    }
}
