import MusterModel
import Testing

@testable import MusterProbes

@Suite("Texts of the kernel") struct KernelTextTests {
    // MARK: options

    @Test(arguments: ["", "\n\n", "junk", "CONFIG_HZ=250\n", "\u{1F}\u{8B}\u{8}\0"])
    func textWithoutSwitchesIsNoConfig(text: String) {
        #expect(throws: Absence.self) { try KernelConfig(parsing: text, from: "config") }
    }

    @Test func configTellsOffFromUnmentioned() throws {
        let config = try KernelConfig(
            parsing: """
                # CONFIG_USER_NS is not set
                CONFIG_OVERLAY_FS=m
                CONFIG_FUSE_FS=y
                CONFIG_LOCALVERSION="-y"
                #CONFIG_PID_NS is not set
                """, from: "config")
        #expect(config["USER_NS"] == .off)
        #expect(config["OVERLAY_FS"] == .module)
        #expect(config["FUSE_FS"] == .builtIn)
        #expect(config["LOCALVERSION"] == nil)
        #expect(config["PID_NS"] == nil)
    }

    // MARK: lists of modules

    @Test func loadedModulesAreTheFirstWords() throws {
        let text = "overlay 155648 1 - Live 0x0000000000000000\nnf-nat 1 0 - Live 0x0 (OE)\n"
        #expect(try ModuleList.loaded(in: text, from: "p") == ["overlay", "nf_nat"])
        #expect(try ModuleList.loaded(in: "", from: "p").isEmpty)
    }

    @Test(arguments: ["overlay\n", "\u{7F}ELF\u{1}\n", "a b c\n"])
    func oddLinesAreNoModuleList(text: String) {
        #expect(throws: Absence.self) { try ModuleList.loaded(in: text, from: "p") }
    }

    @Test(arguments: [
        ("kernel/fs/overlayfs/overlay.ko.xz:\n", "overlay"),
        ("kernel/fs/fuse/fuse.ko: a.ko b.ko\n", "fuse"),
        ("kernel/x/algif-aead.ko.zst: x\n", "algif_aead"),
        ("squashfs.ko.gz:\n", "squashfs"),
    ])
    func installedModulesAreNamedByTheirFiles(line: String, name: String) throws {
        #expect(try ModuleList.installed(in: line, from: "p") == [name])
    }

    @Test(arguments: [
        "", "kernel/fs/overlayfs/overlay.ko:", "junk\n", "kernel/fs/.ko:\n", "a/b.txt:\n",
    ])
    func cutListDoesNotSayWhatIsMissing(text: String) {
        #expect(throws: Absence.self) { try ModuleList.installed(in: text, from: "p") }
    }

    @Test func listAsLongAsAReadIsTakenForCut() {
        let line = "kernel/fs/fuse.ko:\n"
        let text = String(repeating: line, count: Question.contentAtMost / line.utf8.count + 1)
        #expect(throws: Absence.self) { try ModuleList.installed(in: text, from: "p") }
    }

    // MARK: boot loader and modprobe.d

    @Test func commandLineEndsAtTwoHyphens() {
        let line = KernelCommandLine(parsing: "quiet vsyscall=none -- vsyscall=emulate\n")
        #expect(line.values(of: "vsyscall") == ["none"])
        #expect(VsyscallMode(line) == .off)
    }

    @Test(arguments: [
        ("", nil as Bool?), ("ia32_emulation", true), ("ia32_emulation=off", false),
        ("ia32_emulation=0 ia32_emulation=on", true), ("xia32_emulation=0", nil),
    ])
    func lastSwitchWins(text: String, flag: Bool?) {
        #expect(KernelCommandLine(parsing: text).flag("ia32_emulation") == flag)
    }

    @Test func blacklistsOfTheBootLoaderBlock() {
        let line = KernelCommandLine(
            parsing: "initcall_blacklist=algif_aead_init,foo module_blacklist=esp4,,xfrm-user")
        #expect(line.blockedModules == ["algif_aead", "esp4", "xfrm_user"])
    }

    @Test func installOfNothingBlocksAndBlacklistDoesNot() {
        let text = """
            # install fuse /bin/false
            install algif_aead /bin/false
            \tinstall  rxrpc\t/usr/bin/true # why
            install sctp /sbin/modprobe --ignore-install sctp
            install cut
            blacklist overlay
            install esp-4 /sbin/nologin
            """
        #expect(ModprobeRules.blocked(in: text) == ["algif_aead", "rxrpc", "esp_4"])
    }

    @Test func earlierFolderHidesLaterFile() {
        let paths = ModprobeRules.effective([
            ("/etc/modprobe.d", ["a.conf", "note.txt"]), ("/lib/modprobe.d", ["a.conf", "b.conf"]),
        ])
        #expect(paths == ["/etc/modprobe.d/a.conf", "/lib/modprobe.d/b.conf"])
    }

    // MARK: marks of makers

    private static let makers: [(String, String, String, String?, String?)] = [
        ("5.14.0-611.55.1.el9_7.x86_64", "", "", "rhel", "5.14.0-611.55.1.el9_7"),
        ("3.10.0-1160.118.1.el7.x86_64", "", "", "rhel", "3.10.0-1160.118.1.el7"),
        (
            "6.1.0-28-amd64", "(gcc-12 (Debian 12.2.0-14) 12.2.0) #1 SMP Debian 6.1.119-1 (2024)",
            "", "debian", "6.1.119-1"
        ),
        (
            "6.8.0-48-generic", "#48-Ubuntu SMP", "Ubuntu 6.8.0-48.48-generic 6.8.12\n", "debian",
            "6.8.0-48.48"
        ),
        ("6.8.0-48-generic", "(Ubuntu 13.2.0-23ubuntu4) #48-Ubuntu SMP x", "", "debian", nil),
        ("3.0.101-108-default", "(gcc version 4.3.4 (SUSE Linux) ) #1 SMP", "", "suse", nil),
        ("6.18.44", "(builder@x) (gcc (GCC) 15.3.0) #1 SMP", "", nil, nil),
        ("6.1.0-amd64", "(gcc-12 (Debian 12.2.0-14) 12.2.0) #1 SMP Debian", "", nil, nil),
        ("", "", "", nil, nil),
        ("5.4.0-elastic.x", "", "", nil, nil),
    ]

    @Test(arguments: makers)
    func kernelNamesItsMaker(
        release: String, version: String, signature: String, family: String?, package: String?
    ) {
        let mark = KernelMark(release: release, version: version, signature: signature)
        #expect(mark.family == family)
        #expect(mark.package == package)
    }

    // MARK: the page of old system calls

    @Test(arguments: [
        ("r-xp" as String?, VsyscallMode.emulate), ("--xp", .executeOnly), (nil, .off),
    ])
    func pageOfOldCallsTellsTheMode(permissions: String?, mode: VsyscallMode) throws {
        let page = permissions.map {
            "ffffffffff600000-ffffffffff601000 \($0) 00000000 00:00 0                  [vsyscall]\n"
        }
        let map = "55d0-55d1 r--p 00000000 fe:00 123 /usr/bin/cat\n" + (page ?? "")
        #expect(try VsyscallMode(maps: map, from: "maps") == mode)
    }

    @Test(arguments: ["", "\n", "\0\u{1}", "some words here\n"])
    func junkIsNoMemoryMap(text: String) {
        #expect(throws: Absence.self) { try VsyscallMode(maps: text, from: "maps") }
    }

    @Test func nativeCountsAsEmulation() {
        #expect(VsyscallMode(KernelCommandLine(parsing: "vsyscall=native")) == .emulate)
        #expect(VsyscallMode(KernelCommandLine(parsing: "vsyscall=maybe")) == nil)
    }

    // MARK: file systems and control groups

    @Test(arguments: ["", "nodev\n", "nodev\tsysfs\n", "proc x y\n", "\u{0}\u{1}\u{2}"])
    func fileSystemsNeedTheirOwnForm(text: String) {
        #expect(throws: Absence.self) { try RunningKernel.fileSystems(in: text, from: "p") }
    }

    @Test func fileSystemsAreTheLastWords() throws {
        let names = try RunningKernel.fileSystems(in: "nodev\tproc\n\text4\n", from: "p")
        #expect(names == ["proc", "ext4"])
    }

    @Test(arguments: [
        ([] as [String], "none", nil as String?, [] as [String]),
        (["/sys/fs/cgroup cgroup2 rw"], "v2", "/sys/fs/cgroup", []),
        (["/mnt/one cgroup2 rw"], "v2", "/mnt/one", []),
        (
            ["/sys/fs/cgroup cgroup2 rw", "/net cgroup rw,net_cls"], "v2", "/sys/fs/cgroup",
            ["net_cls"]
        ),
        (
            [
                "/sys/fs/cgroup/cpu cgroup rw,cpu,cpuacct",
                "/sys/fs/cgroup/systemd cgroup rw,xattr,release_agent=/usr/lib/x,name=systemd",
            ], "v1", nil, ["cpu", "cpuacct"]
        ),
        (
            ["/sys/fs/cgroup/unified cgroup2 rw", "/sys/fs/cgroup/pids cgroup rw,seclabel,pids"],
            "hybrid", "/sys/fs/cgroup/unified", ["pids"]
        ),
    ])
    func mountsTellTheLayout(
        lines: [String], layout: String, point: String?, old: [String]
    ) throws {
        let text = lines.map { line in
            let words = line.split(separator: " ")
            return "30 20 0:26 / \(words[0]) rw - \(words[1]) \(words[1]) \(words[2])\n"
        }
        let table = try MountTable(
            parsing: "20 1 8:1 / / rw - ext4 /dev/sda1 rw\n" + text.joined(), from: "mountinfo")
        #expect(CgroupLayout(table).rawValue == layout)
        #expect(CgroupLayout.unifiedPoint(in: table) == point)
        #expect(CgroupLayout.oldControllers(in: table).sorted() == old)
    }
}
