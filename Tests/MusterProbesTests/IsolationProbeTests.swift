import MusterModel
import Testing

@testable import MusterProbes

/// What keeps jobs apart, and what is kept about them.
@Suite struct IsolationProbeTests {
    private static let table =
        "1 0 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n"
        + "2 1 0:4 / /proc rw,nosuid - proc proc rw,hidepid=2,gid=990\n"
        + "3 1 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"

    private static var node: PaperNode {
        var node = PaperNode()
        node.files = [
            "/proc/1/mountinfo": table,
            "/proc/sys/kernel/core_pattern": "|/usr/lib/systemd/systemd-coredump %P %u\n",
            "/proc/sys/kernel/yama/ptrace_scope": "1\n", "/proc/sys/kernel/dmesg_restrict": "1\n",
            "/proc/sys/fs/suid_dumpable": "2\n",
            "/sys/fs/cgroup/cgroup.subtree_control": "memory cpu pids\n",
            "/usr/lib/systemd/system/condor.service": "[Service]\nDelegate=true\n",
            "/run/auditd.pid": "812\n", "/proc/812/comm": "auditd\n",
            "/etc/audit/rules.d/10-base.rules": "-D\n-a always,exit -F arch=b64 -S execve -k run\n",
            "/etc/systemd/journald.conf": "[Journal]\nStorage=persistent\n",
            "/etc/rsyslog.conf": "*.* @@loghost.example.org:514\n",
            "/var/account/pacct": "x", "/var/lib/apptainer/mnt/session": "",
        ]
        return node
    }

    @Test func everyFactOfTheCardIsNotedOnce() async {
        for node in [PaperNode(), Self.node] {
            let facts = await IsolationProbe.observe(node, watching: WatchList())
            #expect(facts.count == IsolationProbe.card.facts.count)
            #expect(
                Set(facts.map(\.key.name)) == Set(IsolationProbe.card.facts.map(\.name)))
        }
    }

    @Test func emptyNodeKnowsNothingButWhatIsNotThere() async {
        let words = await PaperNode().words(IsolationProbe.self)
        let known = words.filter { !$0.value.hasPrefix("[") }
        #expect(
            known == [
                "isolation.trace.accounting": "no", "isolation.trace.forwarded": "no",
                "isolation.trace.forwarders": "none",
            ])
        #expect(words["isolation.trace.auditd"] == "[not-tried]")
        #expect(words["isolation.ptrace.scope"] == "[unsupported]")
    }

    @Test func wholeNodeIsReadWhole() async {
        var words = await Self.node.words(IsolationProbe.self)
        for name in ["isolation.session.total", "isolation.session.free"] {
            #expect(words.removeValue(forKey: name) == "[not-tried]")
        }
        #expect(
            words == [
                "isolation.proc.hidepid": "invisible", "isolation.proc.group": "990",
                "isolation.core.pattern": "|/usr/lib/systemd/systemd-coredump %P %u",
                "isolation.core.target": "pipe",
                "isolation.core.handler": "/usr/lib/systemd/systemd-coredump",
                "isolation.ptrace.scope": "1", "isolation.dmesg.restricted": "yes",
                "isolation.suid.dumpable": "2", "isolation.cgroup.subtree": "cpu, memory, pids",
                "isolation.cgroup.unit": "condor.service", "isolation.cgroup.delegate": "yes",
                "isolation.session.folder": "/var/lib/apptainer/mnt/session",
                "isolation.trace.auditd": "yes", "isolation.trace.calls": "execve",
                "isolation.trace.jobs": "execve", "isolation.trace.suppressed": "no",
                "isolation.trace.locked": "no", "isolation.trace.accounting": "yes",
                "isolation.trace.storage": "persistent", "isolation.trace.persistent": "yes",
                "isolation.trace.forwarded": "yes",
                "isolation.trace.forwarders": "/etc/rsyslog.conf",
            ])
    }

    // MARK: /proc and cores

    @Test(arguments: [
        ("", "all"), ("hidepid=0", "all"), ("hidepid=off", "all"), ("hidepid=1", "noaccess"),
        ("hidepid=invisible", "invisible"), ("hidepid=ptraceable", "ptraceable"),
        ("hidepid=9", "[malformed]"), ("hidepid=", "[malformed]"),
    ])
    func hidepidIsReadFromTheMountTable(option: String, expected: String) async {
        var node = Self.node
        node.files["/proc/1/mountinfo"] = "2 1 0:4 / /proc rw - proc proc rw,\(option)\n"
        #expect(await node.words(IsolationProbe.self)["isolation.proc.hidepid"] == expected)
    }

    @Test(arguments: [
        ("core", "relative", nil), ("/var/core/%p", "absolute", nil), ("", "none", nil),
        ("|/bin/false", "pipe", "/bin/false"), ("|/a b c", "pipe", "/a"),
        ("../core", "relative", nil),
    ])
    func aCorePatternHasATarget(pattern: String, target: String, handler: String?) throws {
        let read = try CorePattern(pattern, from: "x")
        #expect(read.target.rawValue == target)
        #expect(read.handler == handler)
    }

    @Test(arguments: ["|", "| ", "|relative"])
    func aPipeIntoNothingIsMalformed(_ pattern: String) {
        #expect(throws: Absence.self) { try CorePattern(pattern, from: "x") }
    }

    // MARK: audit

    @Test(arguments: [
        ("", "", ""), ("# -a always,exit -S execve", "", ""), ("-w /etc/passwd -p wa", "", ""),
        ("-a always,exit -S execve", "execve", "execve"),
        (
            "-a exit,always -F arch=b32 -S execve,execveat -S clone", "clone execve execveat",
            "clone execve execveat"
        ),
        ("-a always,exit -S execve -F auid>=1000 -F auid!=unset", "execve", ""),
        ("-a always,exit -S execve -F auid>=1000 -F auid!=4294967295", "execve", ""),
        ("-a always,exit -S execve -F auid>=1000", "execve", "execve"),
        ("-a always,exit -S execve -F auid=1000", "", ""),
        ("-a always,exit -S execve -F uid>=1000", "execve", "execve"),
        ("-a always,exit -S execve -F exe=/bin/su", "", ""),
        ("-a always,exit -S execve -C uid!=euid", "", ""),
        ("-a never,exit -S execve", "", ""), ("-a always,exit -S", "", ""), ("-a", "", ""),
        ("-a always,exit -S execve\n-D", "", ""),
        ("-a always,exit -S execve\n-a task,never", "", ""),
        ("-a task,never\n-D\n-a always,exit -S execve", "execve", "execve"),
    ])
    func rulesRecordSystemCalls(text: String, all: String, jobs: String) {
        var rules = AuditRules()
        rules.read(text)
        #expect(rules.calls.joined(separator: " ") == all)
        #expect(rules.callsOfJobs.joined(separator: " ") == jobs)
    }

    @Test(arguments: [("-e 2", true), ("-e 1", false), ("-e", false), ("-e 2\n-e 1", true)])
    func lockedRulesStayLocked(text: String, expected: Bool) {
        var rules = AuditRules()
        rules.read(text)
        #expect(rules.isLocked == expected)
    }

    @Test func rulesOfRootAreForbiddenToOthers() async {
        var node = Self.node
        node.refused = ["/etc/audit/rules.d"]
        let words = await node.words(IsolationProbe.self)
        for name in ["calls", "jobs", "suppressed", "locked"] {
            #expect(words["isolation.trace.\(name)"] == "[forbidden]")
        }
    }

    @Test func withoutRulesFolderTheLoadedFileCounts() async {
        var node = Self.node
        node.files["/etc/audit/rules.d/10-base.rules"] = nil
        node.files["/etc/audit/audit.rules"] = "-a task,never\n"
        let words = await node.words(IsolationProbe.self)
        #expect(words["isolation.trace.suppressed"] == "yes")
    }

    @Test(arguments: [
        ("auditd", "yes"), ("bash", "no"), (nil, "no"),
    ])
    func aPidFileAloneIsNoDaemon(name: String?, expected: String) async {
        var node = Self.node
        node.files["/proc/812/comm"] = name.map { $0 + "\n" }
        #expect(await node.words(IsolationProbe.self)["isolation.trace.auditd"] == expected)
    }

    @Test func aHiddenDaemonIsForbiddenToOrdinaryUsers() async {
        var node = Self.node
        node.vantage = Vantage(.host, user: 1000)
        node.files["/proc/812/comm"] = nil
        #expect(await node.words(IsolationProbe.self)["isolation.trace.auditd"] == "[forbidden]")
        node.vantage = Vantage(.container, user: 0)
        #expect(await node.words(IsolationProbe.self)["isolation.trace.auditd"] == "[not-tried]")
    }

    // MARK: journal, logs, units

    @Test(arguments: [
        ("Storage=auto", true, "auto", "yes"), ("Storage=auto", false, "auto", "no"),
        ("Storage=volatile", true, "volatile", "no"), ("Storage=none", true, "none", "no"),
        ("Storage=persistent", false, "persistent", "yes"), ("", true, "auto", "yes"),
        ("Storage=disk", true, "[malformed]", "[malformed]"),
    ])
    func theJournalIsKeptOrNot(
        line: String, folder: Bool, storage: String, persistent: String
    ) async {
        var node = Self.node
        node.files["/etc/systemd/journald.conf"] = "[Journal]\n\(line)\n"
        if folder { node.files["/var/log/journal/0123/system.journal"] = "" }
        let words = await node.words(IsolationProbe.self)
        #expect(words["isolation.trace.storage"] == storage)
        #expect(words["isolation.trace.persistent"] == persistent)
    }

    @Test func aSystemWithoutTheFileHasItsDefaults() async {
        var node = PaperNode()
        node.files = ["/usr/lib/systemd/systemd-journald": ""]
        let words = await node.words(IsolationProbe.self)
        #expect(words["isolation.trace.storage"] == "auto")
        #expect(words["isolation.trace.persistent"] == "no")
    }

    @Test(arguments: [
        ("*.* @loghost", true), ("*.* @@loghost:514", true), ("# *.* @@loghost", false),
        ("*.info /var/log/messages", false), ("", false), ("@@", false),
        ("action(type=\"omfwd\" target=\"x\")", true), ("*.* :omrelp:loghost:2514", true),
    ])
    func rsyslogSendsElsewhere(text: String, expected: Bool) {
        #expect(LogForwarding.sendsElsewhere(rsyslog: text) == expected)
    }

    @Test(arguments: [
        ("", "no"), ("Delegate=yes", "yes"),
        (
            "Delegate=cpu memory\nDelegate=pids",
            "cpu,memory,pids"
        ), ("Delegate=yes\nDelegate=no", "no"), ("Delegate=", "none"),
        ("Delegate=memory\nDelegate=", "none"),
    ])
    func delegationAddsUp(text: String, expected: String) {
        var settings = SettingsFile()
        settings.read("[Service]\n" + text, from: "x")
        #expect(BatchService.delegate(in: settings) == expected)
    }
}
