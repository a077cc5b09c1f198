internal import MusterModel

/// Which hypervisor the machine runs under, from what it shows of itself.
struct VirtualisationSigns: Hashable, Sendable {
    /// `/sys/hypervisor/type`; nil where it is not there.
    var hypervisor: String?
    /// `/proc/xen/capabilities`, where `control_d` marks Xen's own host.
    var xenCapabilities: String?
    /// Vendor, product and firmware texts of `/sys/class/dmi/id`; empty where the machine
    /// has none.
    var firmware: [String] = []
    /// `available_clocksource`: a hypervisor's own clock names it.
    var clocks: String?
    /// Whether the processor says that it is virtual; nil where processors of the
    /// kind do not say it.
    var virtualProcessor: Bool?

    /// Beginnings of firmware texts (systemd, `src/basic/virt.c`) with their kind.
    private static let makers: [(prefix: String, kind: String)] = [
        ("KVM", "kvm"), ("OpenStack", "kvm"), ("KubeVirt", "kvm"), ("QEMU", "kvm"),
        ("Amazon EC2", "amazon"), ("Google Compute Engine", "google"), ("VMware", "vmware"),
        ("VMW", "vmware"), ("innotek GmbH", "virtualbox"), ("VirtualBox", "virtualbox"),
        ("Oracle Corporation", "virtualbox"), ("Xen", "xen"), ("HVM domU", "xen"),
        ("Bochs", "bochs"), ("Parallels", "parallels"), ("BHYVE", "bhyve"),
        ("Microsoft Corporation", "hyperv"), ("Hyper-V", "hyperv"), ("Virtual Machine", "hyperv"),
    ]

    /// Clocks that only guests have.
    private static let guestClocks: [(name: String, kind: String)] = [
        ("kvm-clock", "kvm"), ("hyperv_clocksource_tsc_page", "hyperv"), ("xen", "xen"),
    ]

    /// `none`, `kvm`, `vmware`, `xen`, `hyperv` …, `vm` for one that does not tell its
    /// name.
    ///
    /// On x86 the processor decides whether there is one: cloud providers put their
    /// name into the firmware of whole machines too.
    /// - Throws: absent where nothing speaks for or against.
    var kind: String {
        get throws(Absence) {
            if hypervisor == "xen" {
                return xenCapabilities?.contains("control_d") == true ? "none" : "xen"
            }
            if virtualProcessor == false || isWholeMachine { return "none" }
            if let maker { return maker }
            if virtualProcessor == true { return clockMaker ?? "vm" }
            guard !firmware.isEmpty else {
                throw Absence(.absent, "no sign of firmware, processor or hypervisor")
            }
            return "none"
        }
    }

    /// A rented machine without a hypervisor: products of Amazon EC2 end so.
    private var isWholeMachine: Bool {
        virtualProcessor == nil && firmware.contains { $0.hasSuffix(".metal") }
    }

    private var maker: String? {
        firmware.lazy.compactMap { text in
            Self.makers.first { text.hasPrefix($0.prefix) }?.kind
        }.first
    }

    private var clockMaker: String? {
        let clocks = clocks?.split(whereSeparator: \.isWhitespace) ?? []
        return Self.guestClocks.first { clocks.contains(Substring($0.name)) }?.kind
    }
}

extension VirtualisationSigns {
    /// Collects the signs; what cannot be read is no sign.
    init(_ node: any NodeView, processor: ProcessorText?) async {
        hypervisor = try? await node.word(of: "/sys/hypervisor/type")
        xenCapabilities = try? await node.word(of: "/proc/xen/capabilities")
        for name in ["product_name", "sys_vendor", "bios_vendor"] {
            let text = try? await node.word(of: "/sys/class/dmi/id/\(name)")
            if let text, !text.isEmpty { firmware.append(text) }
        }
        clocks = try? await node.word(
            of: "/sys/devices/system/clocksource/clocksource0/available_clocksource")
        virtualProcessor = processor.flatMap { $0.flags.isEmpty ? nil : $0.underHypervisor }
    }
}
