import MusterModel
import Testing

@testable import MusterProbes

@Suite("The system as observed") struct SystemProbeTests {
    private static let levelTwo =
        "lm cmov cx8 fpu fxsr mmx syscall sse sse2 cx16 lahf_lm popcnt pni sse4_1 sse4_2 ssse3"
    private static let levelThree =
        levelTwo + " avx avx2 bmi1 bmi2 f16c fma abm movbe xsave"

    private static var node: PaperNode {
        var node = PaperNode(hardware: "x86_64")
        node.files = [
            "/etc/os-release": """
            NAME="AlmaLinux"
            ID="almalinux"
            ID_LIKE="rhel centos fedora"
            VERSION_ID="9.6"
            PRETTY_NAME="AlmaLinux 9.6 (Sage Margay)"
            """,
            "/proc/cpuinfo": "processor\t: 0\nflags\t\t: \(levelThree) hypervisor\n",
            "/proc/meminfo": "MemTotal:       65812340 kB\nMemFree: 1 kB\n",
            "/sys/devices/system/cpu/online": "0-15\n",
            "/sys/class/dmi/id/sys_vendor": "QEMU\n",
            "/usr/bin/dnf": "",
        ]
        return node
    }

    @Test func everyFactOfTheCardIsNoted() async {
        for node in [PaperNode(), Self.node] {
            let names = Set(await node.readings(SystemProbe.self).keys)
            #expect(names == Set(SystemProbe.card.facts.map(\.name.text)))
        }
    }

    @Test func emptyNodeIsUnknownThroughout() async {
        let words = await PaperNode().words(SystemProbe.self)
        #expect(words.values.allSatisfy { $0.hasPrefix("[") })
    }

    @Test func wholeNodeIsReadWhole() async {
        let words = await Self.node.words(SystemProbe.self)
        #expect(
            words == [
                "system.os.id": "almalinux", "system.os.version": "9.6",
                "system.os.name": "AlmaLinux 9.6 (Sage Margay)",
                "system.cpu.level": "x86-64-v3", "system.cpu.cores": "16",
                "system.memory.total": "63 GiB", "system.virtualisation.kind": "kvm",
                "system.host.minimal": "no",
            ])
    }

    // MARK: operating systems

    @Test(arguments: ["", "junk", "NAME=x\n", "ID=\n", "ID=Two Words\n", "ID=\"\0\"\n"])
    func osReleaseNeedsAnID(text: String) {
        #expect(throws: Absence.self) { try OperatingSystem(osRelease: text, from: "os-release") }
    }

    @Test func quotesAndCommentsAreShell() throws {
        let text = "# ID=no\nID='debian'\nVERSION_ID=\nPRETTY_NAME=\"A \\\"B\\\" \\\\C\"\r\n"
        let system = try OperatingSystem(osRelease: text, from: "os-release")
        #expect(system.id == "debian")
        #expect(system.version == nil)
        #expect(system.name == "A \"B\" \\C")
    }

    @Test(arguments: [
        ("ID=almalinux\nID_LIKE=\"rhel centos\"", "rhel"), ("ID=ubuntu\nID_LIKE=debian", "debian"),
        ("ID=sles", "suse"), ("ID=opensuse-leap\nID_LIKE=\"suse opensuse\"", "suse"),
        ("ID=arch", "arch"), ("ID=void", "void"), ("ID=flatcar\nID_LIKE=coreos", "coreos"),
    ])
    func familyIsTheNearestKnownAncestor(text: String, family: String) throws {
        #expect(try OperatingSystem(osRelease: text, from: "os-release").family == family)
    }

    @Test(arguments: [
        ("CentOS release 6.10 (Final)\n", "centos", "6.10", "rhel"),
        ("Scientific Linux release 6.9 (Carbon)\n", "scientific", "6.9", "rhel"),
        ("Red Hat Enterprise Linux Server release 7.9 (Maipo)\n", "rhel", "7.9", "rhel"),
        (
            "SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 4\n", "sles",
            "11.4", "suse"
        ),
    ])
    func releaseFileSpeaksForOldSystems(
        text: String, id: String, version: String, family: String
    ) throws {
        let system = try OperatingSystem(releaseFile: text, from: "release")
        #expect([system.id, system.version, system.family] == [id, version, family])
    }

    @Test(arguments: ["", "\n\n", "release", "CentOS release", "\u{7F}ELF"])
    func oddReleaseFileIsMalformed(text: String) {
        #expect(throws: Absence.self) { try OperatingSystem(releaseFile: text, from: "release") }
    }

    @Test(arguments: [
        ("7", "CentOS Linux release 7.9.2009 (Core)\n", "7.9.2009"),
        ("9.6", "AlmaLinux release 9.6 (Sage Margay)\n", "9.6"),
        ("9.6", "AlmaLinux release 8.10\n", "9.6"),
        ("9.6", "junk", "9.6"),
    ])
    func longerVersionOfTheReleaseFileCounts(
        short: String, file: String, version: String
    ) async {
        var node = Self.node
        node.files["/etc/os-release"] = "ID=centos\nVERSION_ID=\"\(short)\"\n"
        node.files["/etc/redhat-release"] = file
        #expect(await node.words(SystemProbe.self)["system.os.version"] == version)
    }

    @Test func systemWithoutOsReleaseIsReadFromItsReleaseFile() async {
        var node = Self.node
        node.files["/etc/os-release"] = nil
        node.files["/etc/redhat-release"] = "CentOS release 6.10 (Final)\n"
        #expect(
            await node.words(SystemProbe.self)["system.os.name"] == "CentOS release 6.10 (Final)")
    }

    @Test func damagedOsReleaseIsNotPassedOver() async {
        var node = Self.node
        node.files["/etc/os-release"] = "\0\u{1}"
        node.files["/etc/redhat-release"] = "CentOS release 6.10 (Final)\n"
        #expect(await node.words(SystemProbe.self)["system.os.id"] == "[malformed]")
    }

    // MARK: processors and memory

    @Test(arguments: [
        ("", nil as String?), ("cmov", nil),
        ("lm cmov cx8 fpu fxsr mmx syscall sse sse2", "x86-64-v1"),
        (levelTwo, "x86-64-v2"), (levelThree, "x86-64-v3"),
        (levelThree + " avx512f avx512bw avx512cd avx512dq avx512vl", "x86-64-v4"),
        (levelThree + " avx512f", "x86-64-v3"),
        ("lm cmov cx8 fpu fxsr mmx syscall sse sse2 avx avx2 bmi1", "x86-64-v1"),
    ])
    func levelNeedsAllFlagsBelowIt(flags: String, level: String?) {
        let processor = ProcessorText(parsing: "processor : 0\nflags\t\t: \(flags)\nflags : lm\n")
        #expect((try? processor.level(from: "cpuinfo")) == level)
    }

    @Test func otherMachinesHaveNoLevel() async {
        var node = Self.node
        node.hardware = "aarch64"
        #expect(await node.words(SystemProbe.self)["system.cpu.level"] == "[unsupported]")
    }

    @Test(arguments: [("0\n", 1), ("0-127", 128), ("0-3,8,10-11\n", 7)])
    func rangesAreCounted(text: String, count: Int64) throws {
        #expect(try ProcessorRange.count(in: text, from: "online") == count)
    }

    @Test(arguments: ["", "a", "3-1", "0-", "-1", "0,,2", "0-99999999999", "1-2-3", "9999999999"])
    func oddRangesAreRefused(text: String) {
        #expect(throws: Absence.self) { try ProcessorRange.count(in: text, from: "online") }
    }

    @Test(arguments: [
        (1, 1), (524_287, 1), (1_048_576, 1), (1_572_863, 1), (1_572_864, 2),
        (65_812_340, 63), (65_790_000, 63),
    ])
    func memoryIsRoundedToWholeGibibytes(kibibytes: Int64, gibibytes: Int64) throws {
        let total = try MemoryText.total(in: "MemTotal: \(kibibytes) kB\n", from: "meminfo")
        #expect(total == Bytes(gibibytes, times: 1 << 30))
    }

    @Test(arguments: [
        "", "MemFree: 1 kB\n", "MemTotal: x kB\n", "MemTotal: 0 kB\n", "MemTotal: 5\n",
    ])
    func memoryNeedsItsLine(text: String) {
        #expect(throws: Absence.self) { try MemoryText.total(in: text, from: "meminfo") }
    }

    @Test func hugeMemoryDoesNotOverflow() throws {
        let text = "MemTotal: 9223372036854775807 kB\n"
        #expect(try MemoryText.total(in: text, from: "meminfo").count == .max)
    }

    // MARK: what lies below and around

    @Test(arguments: [
        (
            VirtualisationSigns(
                firmware: ["PowerEdge R640", "Dell Inc."], virtualProcessor: false),
            "none"
        ),
        (VirtualisationSigns(firmware: ["KVM", "Red Hat"], virtualProcessor: true), "kvm"),
        (
            VirtualisationSigns(firmware: ["VMware7,1", "VMware, Inc."], virtualProcessor: true),
            "vmware"
        ),
        (
            VirtualisationSigns(
                firmware: ["Virtual Machine", "Microsoft Corporation"], virtualProcessor: true),
            "hyperv"
        ),
        (
            VirtualisationSigns(firmware: ["m5.metal", "Amazon EC2"], virtualProcessor: false),
            "none"
        ),
        (VirtualisationSigns(firmware: ["a1.metal", "Amazon EC2"]), "none"),
        (VirtualisationSigns(firmware: ["t4g.small", "Amazon EC2"]), "amazon"),
        (VirtualisationSigns(clocks: "tsc kvm-clock", virtualProcessor: true), "kvm"),
        (VirtualisationSigns(virtualProcessor: true), "vm"),
        (VirtualisationSigns(hypervisor: "xen"), "xen"),
        (VirtualisationSigns(hypervisor: "xen", xenCapabilities: "control_d"), "none"),
        (VirtualisationSigns(firmware: ["ThunderX2", "Cavium"]), "none"),
    ])
    func signsTellTheHypervisor(signs: VirtualisationSigns, kind: String) throws {
        #expect(try signs.kind == kind)
    }

    @Test func nothingToSeeIsUnknown() {
        #expect(throws: Absence.self) { try VirtualisationSigns().kind }
    }

    @Test(arguments: [
        (MinimalHost(hasOstree: false, names: ["almalinux"], hasPackageManager: true), false),
        (MinimalHost(hasOstree: true, names: ["fedora"], hasPackageManager: true), true),
        (
            MinimalHost(hasOstree: false, names: ["fedora", "coreos"], hasPackageManager: true),
            true
        ),
        (MinimalHost(hasOstree: false, names: ["debian"], hasPackageManager: false), true),
    ])
    func oneSignMakesAMinimalHost(host: MinimalHost, minimal: Bool) {
        #expect(host.isMinimal == minimal)
    }

    @Test func hostWithoutPackageManagerIsMinimal() async {
        var node = Self.node
        node.files["/usr/bin/dnf"] = nil
        #expect(await node.words(SystemProbe.self)["system.host.minimal"] == "[absent]")
        node.files["/usr/bin/sh"] = ""
        #expect(await node.words(SystemProbe.self)["system.host.minimal"] == "yes")
    }

    @Test func refusedProgramsAreNotTakenForNone() async {
        var node = Self.node
        node.refused = ["/usr/bin"]
        #expect(await node.words(SystemProbe.self)["system.host.minimal"] == "[forbidden]")
    }
}
