public import MusterModel

/// What keeps jobs apart beside the container itself, and whether an administrator
/// can tell afterwards which job ran what.
public enum IsolationProbe: Probe {
    static let hidepid = FactCard(
        "isolation.proc.hidepid", .string,
        "What /proc shows of other users' processes, by its mount option: all (0), noaccess (1), "
            + "invisible (2) or ptraceable (4).")
    static let exempt = FactCard(
        "isolation.proc.group", .integer,
        "The group that hidepid does not hide processes from, by the mount option gid.")
    static let corePattern = FactCard(
        "isolation.core.pattern", .string, "The text of /proc/sys/kernel/core_pattern.")
    static let coreTarget = FactCard(
        "isolation.core.target", .string,
        "Where the memory of a crashed program goes: pipe, absolute, relative (its working "
            + "directory) or none.")
    static let coreHandler = FactCard(
        "isolation.core.handler", .string,
        "The program that the kernel starts as root, outside the container, for every crash.")
    static let ptrace = FactCard(
        "isolation.ptrace.scope", .integer,
        "Who may trace processes, by Yama: 0 those of one user each other, 1 parents, 2 root, 3 "
            + "nobody.")
    static let dmesg = FactCard(
        "isolation.dmesg.restricted", .bool, "Whether only root may read the kernel's log.")
    static let dumpable = FactCard(
        "isolation.suid.dumpable", .integer,
        "Whether setuid programs leave their memory behind: 0 no, 1 yes, 2 for root alone.")
    static let subtree = FactCard(
        "isolation.cgroup.subtree", .list,
        "The controllers that the root of control groups v2 passes on, sorted; systemd turns them "
            + "on as units ask.",
        keeping: .gauge)
    static let unit = FactCard(
        "isolation.cgroup.unit", .string, "The unit of the batch system's daemon on this node.")
    static let delegate = FactCard(
        "isolation.cgroup.delegate", .string,
        "What that unit's Delegate= says: yes, no, none or the controllers; without it systemd may "
            + "move the jobs' processes.")
    static let sessionFolder = FactCard(
        "isolation.session.folder", .string,
        "The folder in which a runtime of the host keeps the root of a container that starts.")
    static let sessionTotal = FactCard(
        "isolation.session.total", .bytes, "The size of the file system below that folder.")
    static let sessionFree = FactCard(
        "isolation.session.free", .bytes,
        "What an ordinary user may still write there.", keeping: .gauge)

    /// Every fact, its sources, and what an ordinary user cannot see.
    public static let card = ProbeCard(
        "isolation", "Are jobs kept apart, and can it be told afterwards which one ran what?",
        sources: [
            "the mount table", "/proc/sys/kernel/core_pattern",
            "/proc/sys/kernel/yama/ptrace_scope",
            "/proc/sys/kernel/dmesg_restrict", "/proc/sys/fs/suid_dumpable",
            "cgroup.subtree_control", "units of batch systems", "/run/auditd.pid",
            "/etc/audit/rules.d/*.rules", "/etc/audit/audit.rules", "/etc/systemd/journald.conf",
            "/etc/systemd/journald.conf.d/*.conf", "/var/log/journal", "/var/account/pacct",
            "/var/log/account/pacct", "/etc/rsyslog.conf", "/etc/rsyslog.d/*.conf",
            "/etc/systemd/journal-upload.conf", "statfs(2) of session folders",
        ],
        facts: [
            hidepid, exempt, corePattern, coreTarget, coreHandler, ptrace, dmesg, dumpable,
            subtree, unit, delegate, sessionFolder, sessionTotal, sessionFree,
        ] + TraceFacts.cards,
        mayBlock: true,
        privilege: "The rules of the audit system are root's to read.")

    /// Looks at the node; files of procfs, of the system's own disk, and no program.
    public static func observe(_ node: any NodeView, watching: WatchList) async -> [Fact] {
        var notes = Notes()
        let table = await mountTable(of: node)
        let hiding = noteProc(table, from: node.mountTablePath, in: &notes)
        await noteCore(node, in: &notes)
        await noteSwitches(node, in: &notes)
        await noteGroups(node, table, in: &notes)
        await noteSession(node, in: &notes)
        await TraceFacts.note(node, isHiding: hiding, in: &notes)
        return notes.facts
    }

    private static func mountTable(of node: any NodeView) async -> Result<MountTable, Absence> {
        let path = node.mountTablePath
        return await Result.of { () async throws(Absence) in
            try MountTable(parsing: try await node.text(of: path), from: path)
        }
    }

    /// The option's words since Linux 5.8 and its numbers before (proc(5)).
    private static let modes = [
        "0": "all", "off": "all", "1": "noaccess", "noaccess": "noaccess", "2": "invisible",
        "invisible": "invisible", "4": "ptraceable", "ptraceable": "ptraceable",
    ]

    /// Whether processes of others are hidden.
    private static func noteProc(
        _ table: Result<MountTable, Absence>, from path: String, in notes: inout Notes
    ) -> Bool {
        let options = table.trying { (table) throws(Absence) -> Set<String> in
            guard let mount = table.mounted(on: "/proc"), mount.type == "proc" else {
                throw Absence(.absent, "\(path): no proc on /proc")
            }
            return mount.superOptions.union(mount.options)
        }
        let mode = options.trying { (options) throws(Absence) -> String in
            let word = value(of: "hidepid", in: options) ?? "off"
            guard let mode = modes[word] else {
                throw Absence(.malformed, "\(path): hidepid=\(word.excerpt), needed 0, 1, 2 or 4")
            }
            return mode
        }
        notes.note(hidepid, settled: mode.map(FactValue.string), from: path)
        notes.note(
            exempt,
            settled: options.trying { (options) throws(Absence) -> FactValue in
                guard let word = value(of: "gid", in: options), let number = Int64(word) else {
                    throw Absence(.absent, "\(path): /proc has no option gid")
                }
                return .integer(number)
            }, from: path)
        return (try? mode.get()) ?? "all" != "all"
    }

    private static func value(of name: String, in options: Set<String>) -> String? {
        options.first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }
    }

    private static func noteCore(_ node: any NodeView, in notes: inout Notes) async {
        let path = "/proc/sys/kernel/core_pattern"
        let text = await Result.of { () async throws(Absence) in try await node.word(of: path) }
        let pattern = text.trying { (text) throws(Absence) in try CorePattern(text, from: path) }
        notes.note(corePattern, settled: text.map(FactValue.string), from: path)
        notes.note(coreTarget, settled: pattern.map { .string($0.target.rawValue) }, from: path)
        notes.note(
            coreHandler,
            settled: pattern.trying { (pattern) throws(Absence) -> FactValue in
                guard let handler = pattern.handler else {
                    throw Absence(.absent, "\(path): no pipe into a program")
                }
                return .string(handler)
            }, from: path)
    }

    private static func noteSwitches(_ node: any NodeView, in notes: inout Notes) async {
        let yama = "/proc/sys/kernel/yama/ptrace_scope"
        await notes.note(ptrace, from: yama) { () async throws(Absence) in
            do throws(Absence) {
                return .integer(try await node.number(of: yama))
            } catch  where error.reason == .absent {
                throw Absence(.unsupported, "\(yama): this kernel runs without Yama")
            }
        }
        let log = "/proc/sys/kernel/dmesg_restrict"
        await notes.note(dmesg, from: log) { () async throws(Absence) in
            .bool(try await node.number(of: log) != 0)
        }
        let setuid = "/proc/sys/fs/suid_dumpable"
        await notes.note(dumpable, from: setuid) { () async throws(Absence) in
            .integer(try await node.number(of: setuid))
        }
    }

    private static func noteGroups(
        _ node: any NodeView, _ table: Result<MountTable, Absence>, in notes: inout Notes
    ) async {
        let root = table.trying { (table) throws(Absence) -> String in
            guard let point = CgroupLayout.unifiedPoint(in: table) else {
                throw Absence(.unsupported, "control groups v2 are not mounted")
            }
            return point
        }
        await notes.note(subtree, from: "cgroup.subtree_control") { () async throws(Absence) in
            let words = try await node.word(of: "\(try root.get())/cgroup.subtree_control")
            return .list(words.split(separator: " ").map(String.init).sorted())
        }
        let service = await Result.of { () async throws(Absence) in
            try await BatchService.find(on: node)
        }
        notes.note(unit, settled: service.map { .string($0.unit) }, from: "systemd units")
        notes.note(delegate, settled: service.map { .string($0.delegate) }, from: "systemd units")
    }

    private static func noteSession(_ node: any NodeView, in notes: inout Notes) async {
        let folder = await Result.of { () async throws(Absence) -> String in
            for folder in OverlayProbe.sessionFolders where try await node.exists(folder) {
                return folder
            }
            throw Absence(.absent, "no session folder of a runtime on the host")
        }
        notes.note(sessionFolder, settled: folder.map(FactValue.string), from: "session folders")
        let capacity = await Result.of { () async throws(Absence) in
            try await node.capacity(of: try folder.get())
        }
        notes.note(
            sessionTotal, settled: capacity.map { .bytes(Bytes($0.total)) }, from: "statfs(2)")
        notes.note(
            sessionFree, settled: capacity.map { .bytes(Bytes($0.available)) }, from: "statfs(2)")
    }
}
