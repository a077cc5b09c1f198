public import MusterModel

/// The operating system and the machine below it.
///
/// Who the node is (host name, machine id, boot id) is identity and kept apart.
public enum SystemProbe: Probe {
    static let id = FactCard(
        "system.os.id", .string, "The distribution's lower-case word, from os-release.")
    static let version = FactCard(
        "system.os.version", .version,
        "The distribution's version, as precise as os-release and the release file say.")
    static let name = FactCard(
        "system.os.name", .string, "The distribution's name for people, from os-release.")
    static let level = FactCard(
        "system.cpu.level", .string,
        "The x86-64 level, x86-64-v1 to x86-64-v4, from the flags in /proc/cpuinfo.")
    static let cores = FactCard(
        "system.cpu.cores", .integer, "Processors that are online, hardware threads counted.")
    static let memory = FactCard(
        "system.memory.total", .bytes,
        "Main memory, rounded to the nearest whole GiB, so that equal nodes agree.")
    static let virtualisation = FactCard(
        "system.virtualisation.kind", .string,
        "The hypervisor below: none, kvm, vmware, xen, hyperv …; vm where it hides its name.")
    static let minimal = FactCard(
        "system.host.minimal", .bool,
        "Whether the host's software comes as an image: ostree, such an edition, or no package"
            + " manager.")

    /// The question, the sources and the facts.
    public static let card = ProbeCard(
        "system", "Which operating system and machine is this?",
        sources: [
            "/etc/os-release", "/etc/redhat-release", "/etc/SuSE-release", "/proc/cpuinfo",
            "/proc/meminfo", "/sys/devices/system/cpu/online", "/sys/class/dmi/id",
            "/sys/hypervisor/type", "/sys/devices/system/clocksource", "/run/ostree-booted",
            "/usr/bin",
        ],
        facts: [id, version, name, level, cores, memory, virtualisation, minimal])

    /// Looks at the node; only cheap files of procfs, sysfs and the system's own disk.
    public static func observe(_ node: any NodeView, watching: WatchList) async -> [Fact] {
        var notes = Notes()
        await noteSystem(node, in: &notes)
        await noteProcessors(node, in: &notes)
        let memoryPath = "/proc/meminfo"
        await notes.note(memory, from: memoryPath) { () async throws(Absence) in
            .bytes(try MemoryText.total(in: try await node.text(of: memoryPath), from: memoryPath))
        }
        await notes.note(minimal, from: "ostree, os-release, /usr/bin") {
            () async throws(Absence) in .bool(try await MinimalHost(node).isMinimal)
        }
        return notes.facts
    }

    private static func noteSystem(_ node: any NodeView, in notes: inout Notes) async {
        let system = await Result.looked { () async throws(Absence) in
            try await OperatingSystem(node)
        }
        let origin = "/etc/os-release"
        notes.note(id, system.map { .string($0.id) }, from: origin)
        notes.note(name, system.map { .string($0.name) }, from: origin)
        await notes.note(version, from: "\(origin), /etc/redhat-release") {
            () async throws(Absence) in
            guard let version = try system.get().version else {
                throw Absence(.absent, "\(origin): no VERSION_ID")
            }
            return .version(Version(version))
        }
    }

    private static func noteProcessors(_ node: any NodeView, in notes: inout Notes) async {
        let path = "/proc/cpuinfo"
        let processor = await Result.looked { () async throws(Absence) in
            ProcessorText(parsing: try await node.text(of: path))
        }
        await notes.note(level, from: path) { () async throws(Absence) in
            let release = try? await node.word(of: "/proc/sys/kernel/osrelease")
            let machine = try? await node.architecture(release: release)
            if let machine, machine != "x86_64" {
                throw Absence(.unsupported, "\(machine): levels are for x86_64")
            }
            return .string(try processor.get().level(from: path))
        }
        let online = "/sys/devices/system/cpu/online"
        await notes.note(cores, from: online) { () async throws(Absence) in
            .integer(try ProcessorRange.count(in: try await node.text(of: online), from: online))
        }
        await notes.note(virtualisation, from: "/sys/class/dmi/id, /sys/hypervisor, \(path)") {
            () async throws(Absence) in
            let signs = await VirtualisationSigns(node, processor: try? processor.get())
            return .string(try signs.kind)
        }
    }
}
