import MusterModel
import Testing

@testable import MusterProbes

@Suite("The kernel as observed") struct KernelProbeTests {
    private static let release = "5.14.0-611.el9.x86_64"

    /// A node of Enterprise Linux 9: everything there, overlay and squashfs not loaded.
    private static var node: PaperNode {
        let spaces = ["user", "mnt", "pid", "ipc", "uts", "net", "cgroup", "time"]
        var node = PaperNode(hardware: "x86_64")
        node.files = [
            "/proc/sys/kernel/osrelease": release + "\n",
            "/proc/version": "Linux version \(release) (mockbuild@x) #1 SMP PREEMPT_DYNAMIC\n",
            "/proc/filesystems": "nodev\tproc\nnodev\tfuse\n\txfs\n",
            "/proc/modules": "fuse 200704 1 - Live 0x0\n",
            "/proc/sys/kernel/seccomp/actions_avail": "kill_process allow\n",
            "/proc/sys/abi/vsyscall32": "1\n",
            "/proc/self/maps":
                "00400000-00500000 r-xp 00000000 08:01 1 /usr/bin/x\n"
                + "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0 [vsyscall]\n",
            "/proc/1/mountinfo": "1 0 8:1 / / rw - xfs /dev/sda1 rw\n"
                + "2 1 0:2 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
            "/sys/fs/cgroup/cgroup.controllers": "cpuset cpu io memory pids\n",
            "/lib/modules/\(release)/modules.dep":
                "kernel/fs/overlayfs/overlay.ko.xz:\nkernel/fs/squashfs/squashfs.ko.xz:\n",
            "/etc/os-release": "ID=almalinux\nID_LIKE=\"rhel centos fedora\"\nVERSION_ID=9.6\n",
            "/proc/cmdline": "quiet\n",
        ]
        for space in spaces { node.files["/proc/self/ns/" + space] = "" }
        return node
    }

    @Test func everyFactOfTheCardIsNoted() async {
        for node in [PaperNode(), Self.node] {
            let names = Set(await node.readings(KernelProbe.self).keys)
            #expect(names == Set(KernelProbe.card.facts.map(\.name.text)))
        }
    }

    @Test func emptyNodeIsUnknownThroughout() async {
        let words = await PaperNode().words(KernelProbe.self)
        let known = words.filter { !$0.value.hasPrefix("[") }
        #expect(known == ["kernel.modules.blocked": "none"])
    }

    @Test func wholeNodeIsReadWhole() async {
        let words = await Self.node.words(KernelProbe.self)
        #expect(words["kernel.release.version"] == Self.release)
        #expect(words["kernel.release.package"] == "5.14.0-611.el9")
        #expect(words["kernel.release.family"] == "rhel")
        #expect(words["kernel.machine.architecture"] == "x86_64")
        #expect(words["kernel.cgroup.layout"] == "v2")
        #expect(words["kernel.cgroup.controllers"] == "cpu, cpuset, io, memory, pids")
        #expect(words["kernel.vsyscall.mode"] == "xonly")
        let modules = ["overlay", "squashfs", "fuse"]
        for feature in KernelFeature.allCases {
            let expected = modules.contains(feature.rawValue) ? "module" : "builtin"
            #expect(words["kernel.feature.\(feature.rawValue)"] == expected, "\(feature)")
        }
    }

    /// A section would differ between two boots of one node.
    @Test func loadingAModuleChangesNoFact() async {
        var loaded = Self.node
        loaded.files["/proc/filesystems"] = "nodev\tproc\nnodev\tfuse\nnodev\toverlay\n"
        loaded.files["/proc/modules"] = "fuse 1 0 - Live 0x0\noverlay 1 0 - Live 0x0\n"
        let before = await KernelProbe.observe(Self.node, watching: WatchList())
        let after = await KernelProbe.observe(loaded, watching: WatchList())
        #expect(
            Section(probe: "kernel", facts: before).digest
                == Section(probe: "kernel", facts: after).digest)
    }

    @Test func registeredWithoutModulesIsBuiltIn() async {
        var node = Self.node
        node.files["/proc/filesystems"] = "nodev\tproc\nnodev\toverlay\n"
        node.files["/proc/modules"] = nil
        #expect(await node.words(KernelProbe.self)["kernel.feature.overlay"] == "builtin")
    }

    @Test func refusedModuleListLeavesItToTheFiles() async {
        var node = Self.node
        node.files["/proc/filesystems"] = "nodev\tproc\nnodev\toverlay\nnodev\tfuse\n"
        node.refused = ["/proc/modules"]
        let words = await node.words(KernelProbe.self)
        #expect(words["kernel.feature.overlay"] == "module")
        #expect(words["kernel.feature.fuse"] == "[forbidden]")
    }

    @Test(arguments: [
        (nil as String?, nil as String?, "[absent]"),
        ("kernel/fs/fuse/fuse.ko:\n", nil, "absent"),
        (nil, "# CONFIG_OVERLAY_FS is not set\n", "absent"),
        (nil, "CONFIG_FUSE_FS=y\n", "[absent]"),
        (nil, "CONFIG_OVERLAY_FS=y\n", "[absent]"),
        (nil, "CONFIG_OVERLAY_FS=m\n", "[absent]"),
        ("kernel/fs/fuse/fuse.ko", nil, "[malformed]"),
        ("junk\n", "# CONFIG_OVERLAY_FS is not set\n", "absent"),
        ("kernel/fs/fuse/fuse.ko:\n", "CONFIG_OVERLAY_FS=m\n", "absent"),
    ])
    func unregisteredIsAbsentOnlyWhereSomethingSaysSo(
        list: String?, config: String?, expected: String
    ) async {
        var node = Self.node
        node.files["/lib/modules/\(Self.release)/modules.dep"] = list
        node.files["/boot/config-\(Self.release)"] = config
        let found = await node.words(KernelProbe.self)["kernel.feature.overlay"]
        #expect(found == expected)
    }

    @Test func treeWithoutProcIsReadFromItsFiles() async {
        var node = PaperNode(vantage: Vantage(.tree, user: 0))
        node.files = [
            "/proc/sys/kernel/osrelease": Self.release,
            "/usr/lib/modules/\(Self.release)/modules.builtin": "kernel/fs/fuse/fuse.ko\n",
            "/usr/lib/modules/\(Self.release)/config":
                "CONFIG_OVERLAY_FS=m\nCONFIG_USER_NS=y\n# CONFIG_TIME_NS is not set\n"
                + "CONFIG_IA32_EMULATION=y\nCONFIG_LEGACY_VSYSCALL_XONLY=y\n",
        ]
        let words = await node.words(KernelProbe.self)
        #expect(words["kernel.feature.fuse"] == "builtin")
        #expect(words["kernel.feature.overlay"] == "module")
        #expect(words["kernel.feature.userns"] == "builtin")
        #expect(words["kernel.feature.timens"] == "absent")
        #expect(words["kernel.feature.ia32"] == "builtin")
        #expect(words["kernel.vsyscall.mode"] == "xonly")
        #expect(words["kernel.machine.architecture"] == "x86_64")
    }

    @Test func onlyCompressedConfigIsSaidSo() async {
        var node = Self.node
        node.files["/lib/modules/\(Self.release)/modules.dep"] = nil
        node.files["/proc/config.gz"] = ""
        let reading = await node.readings(KernelProbe.self)["kernel.feature.overlay"]
        #expect(reading?.absence?.reason == .unsupported)
        #expect(reading?.absence?.detail.contains("/proc/config.gz") == true)
    }

    @Test func namespaceWithoutNameIsAbsent() async {
        var node = Self.node
        node.files["/proc/self/ns/time"] = nil
        node.files["/proc/self/ns/user"] = nil
        let words = await node.words(KernelProbe.self)
        #expect(words["kernel.feature.timens"] == "absent")
        #expect(words["kernel.feature.userns"] == "absent")
    }

    /// Linux 3.0 lists ipc, net and uts alone, and has mount and PID namespaces.
    @Test func kernelBefore38DoesNotListAllNamespaces() async {
        var node = Self.node
        for name in ["user", "mnt", "pid", "cgroup", "time"] {
            node.files["/proc/self/ns/" + name] = nil
        }
        node.files["/boot/config-\(Self.release)"] = "CONFIG_PID_NS=y\n"
        let words = await node.words(KernelProbe.self)
        #expect(words["kernel.feature.mntns"] == "builtin")
        #expect(words["kernel.feature.pidns"] == "builtin")
        #expect(words["kernel.feature.userns"] == "absent")
    }

    @Test(arguments: [
        ("Name:\tx\nSeccomp:\t0\n" as String?, "builtin"), ("Name:\tx\n", "absent"),
        ("", "[malformed]"),
        (nil, "[absent]"),
    ])
    func statusTellsSeccompWhereTheSwitchIsMissing(status: String?, expected: String) async {
        var node = Self.node
        node.files["/proc/sys/kernel/seccomp/actions_avail"] = nil
        node.files["/proc/self/status"] = status
        #expect(await node.words(KernelProbe.self)["kernel.feature.seccomp"] == expected)
    }

    @Test(arguments: [
        ("x86_64", true, "", nil as String?, "builtin"),
        ("x86_64", true, "ia32_emulation=0", nil, "absent"),
        ("x86_64", true, "", "CONFIG_IA32_EMULATION_DEFAULT_DISABLED=y\n", "absent"),
        (
            "x86_64", true, "ia32_emulation=1", "CONFIG_IA32_EMULATION_DEFAULT_DISABLED=y\n",
            "builtin"
        ),
        ("x86_64", false, "", "# CONFIG_IA32_EMULATION is not set\n", "absent"),
        ("x86_64", false, "", nil, "[absent]"),
        ("aarch64", true, "", nil, "[unsupported]"),
    ])
    func programsOf32BitsFollowTheBootLoader(
        machine: String, hasSwitch: Bool, line: String, config: String?, expected: String
    ) async {
        var node = Self.node
        node.hardware = machine
        node.files["/proc/sys/abi/vsyscall32"] = hasSwitch ? "1" : nil
        node.files["/proc/cmdline"] = line
        node.files["/boot/config-\(Self.release)"] = config
        #expect(await node.words(KernelProbe.self)["kernel.feature.ia32"] == expected)
    }

    @Test func onlyX86HasAPageOfOldCalls() async {
        var node = Self.node
        node.hardware = "aarch64"
        #expect(await node.words(KernelProbe.self)["kernel.vsyscall.mode"] == "[unsupported]")
    }

    @Test(arguments: ["", "..", "../../etc", "5 14", "5/1", "x", "5\u{7}", "5é"])
    func oddReleaseIsNoPath(release: String) async {
        var node = Self.node
        node.files["/proc/sys/kernel/osrelease"] = release
        #expect(await node.words(KernelProbe.self)["kernel.release.version"] == "[malformed]")
    }

    @Test func refusedRulesAreNotTakenForNone() async {
        var node = Self.node
        node.refused = ["/etc/modprobe.d"]
        #expect(await node.words(KernelProbe.self)["kernel.modules.blocked"] == "[forbidden]")
    }

    @Test func rulesOfAllFoldersCount() async {
        var node = Self.node
        node.files["/etc/modprobe.d/a.conf"] = "install rxrpc /bin/false\n"
        node.files["/usr/lib/modprobe.d/a.conf"] = "install fuse /bin/false\n"
        node.files["/usr/lib/modprobe.d/b.conf"] = "install esp4 /bin/true\n"
        node.files["/proc/cmdline"] = "initcall_blacklist=algif_aead_init\n"
        let blocked = await node.words(KernelProbe.self)["kernel.modules.blocked"]
        #expect(blocked == "algif_aead, esp4, rxrpc")
    }

    /// modprobe's rules stop what is installed, the boot loader's what is built in.
    @Test(arguments: [
        ("algif_aead", "", "", "", "algif_aead"), ("algif_aead esp4", "", "esp4", "", "algif_aead"),
        ("", "algif_aead", "algif_aead", "", "algif_aead"),
        ("", "algif_aead", "", "algif_aead", "none"), ("rxrpc", "", "", "rxrpc", "none"),
        ("overlay", "", "", "", "none"), ("esp4", "esp6", "", "", "esp4, esp6"),
    ])
    func modulesOfAdvisoriesStartOrNot(
        installed: String, builtin: String, ruled: String, uncalled: String, expected: String
    ) async {
        var node = Self.node
        func list(_ names: String, _ end: String) -> String {
            (["overlay"] + names.split(separator: " ").map(String.init))
                .map { "kernel/x/\($0).ko\(end)\n" }.joined()
        }
        node.files["/lib/modules/\(Self.release)/modules.dep"] = list(installed, ".xz:")
        node.files["/lib/modules/\(Self.release)/modules.builtin"] = list(builtin, "")
        node.files["/etc/modprobe.d/a.conf"] = ruled.isEmpty ? "" : "install \(ruled) /bin/false\n"
        node.files["/proc/cmdline"] = "initcall_blacklist=\(uncalled)_init\n"
        #expect(await node.words(KernelProbe.self)["kernel.modules.startable"] == expected)
    }

    @Test func oneListAloneDoesNotSayWhatIsMissing() async {
        var node = Self.node
        node.files["/lib/modules/\(Self.release)/modules.builtin"] = nil
        #expect(await node.words(KernelProbe.self)["kernel.modules.startable"] == "[absent]")
        node.refused = ["/etc/modprobe.d"]
        node.files["/lib/modules/\(Self.release)/modules.builtin"] = "kernel/x/overlay.ko\n"
        #expect(await node.words(KernelProbe.self)["kernel.modules.startable"] == "[forbidden]")
    }

    @Test func jobReadsItsOwnMountTable() async {
        var node = Self.node
        node.vantage = Vantage(.job, user: 1000)
        #expect(await node.words(KernelProbe.self)["kernel.cgroup.layout"] == "[absent]")
    }
}
