internal import MusterModel

/// For which machine a program was made, from the first bytes of its file.
enum ELFHeader {
    /// As many bytes as are looked at: up to `e_machine`.
    static let bytesNeeded = 20

    /// `e_machine` (elf.h) to the name that `uname -m` gives such a machine.
    private static let machines: [UInt16: String] = [
        3: "i386", 8: "mips", 20: "ppc", 22: "s390x", 40: "arm", 62: "x86_64", 183: "aarch64",
        243: "riscv64", 258: "loongarch64",
    ]

    /// The architecture of the program that begins with `bytes`.
    /// - Throws: malformed where that is no ELF file.
    static func architecture(of bytes: [UInt8], _ source: String) throws(Absence) -> String {
        let record = ByteRecord(bytes, of: source)
        guard bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]), bytes.count >= bytesNeeded else {
            throw Absence(.malformed, "\(source): no ELF program")
        }
        let isLittle = try record.number(UInt8.self, at: 5) == 1
        let word = try record.number(UInt16.self, at: 18)
        let machine = isLittle ? word : word.byteSwapped
        // One number for both byte orders.
        if machine == 21 { return isLittle ? "ppc64le" : "ppc64" }
        guard let name = machines[machine] else {
            throw Absence(.unsupported, "\(source): ELF machine \(machine) has no name here")
        }
        return name
    }

    /// Whether a machine runs a program: its own, or its 32-bit sibling's, which
    /// the kernel may still have switched off.
    static func runs(_ architecture: String, on machine: String) -> Bool {
        let machine = ["i486", "i586", "i686"].contains(machine) ? "i386" : machine
        let siblings = ["x86_64": "i386", "aarch64": "arm", "ppc64": "ppc", "armv7l": "arm"]
        return architecture == machine || siblings[machine] == architecture
    }
}
