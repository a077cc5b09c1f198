/// A program of 150 bytes that counts down and ends: the same machine code outside
/// and inside a container, whatever libraries and shells are there.
enum LoopProgram {
    /// An ELF file for this machine; nil for a machine whose code is not written
    /// here.
    static var bytes: [UInt8]? {
        #if arch(x86_64)
            elf(
                machine: 62,
                code: [
                    0xB9, 0x00, 0x00, 0x00, 0x0C,  // mov ecx, 201326592
                    0xFF, 0xC9,  // dec ecx
                    0x75, 0xFC,  // jnz to the dec
                    0xB8, 0x3C, 0x00, 0x00, 0x00,  // mov eax, 60 (exit)
                    0x31, 0xFF,  // xor edi, edi
                    0x0F, 0x05,  // syscall
                ])
        #elseif arch(arm64)
            elf(
                machine: 183,
                code: [
                    0x01, 0x80, 0xA1, 0x52,  // movz w1, #0xC00, lsl 16
                    0x21, 0x04, 0x00, 0x71,  // subs w1, w1, #1
                    0xE1, 0xFF, 0xFF, 0x54,  // b.ne to the subs
                    0x00, 0x00, 0x80, 0xD2,  // mov x0, #0
                    0xA8, 0x0B, 0x80, 0xD2,  // mov x8, #93 (exit)
                    0x01, 0x00, 0x00, 0xD4,  // svc #0
                ])
        #else
            nil
        #endif
    }

    /// A static executable of one segment: file header, program header, code
    /// (elf(5), ELF64, little-endian).
    static func elf(machine: UInt16, code: [UInt8]) -> [UInt8] {
        let headers: UInt64 = 64 + 56
        let size = headers + UInt64(code.count)
        var file: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9)
        func put(_ values: UInt64..., width: Int) {
            for value in values {
                for byte in 0..<width {
                    file.append(UInt8(truncatingIfNeeded: value >> (8 * byte)))
                }
            }
        }
        put(2, UInt64(machine), width: 2)
        put(1, width: 4)
        put(0x40_0000 + headers, 64, 0, width: 8)
        put(0, width: 4)
        put(64, 56, 1, 0, 0, 0, width: 2)
        // PT_LOAD, readable and executable.
        put(1, 5, width: 4)
        put(0, 0x40_0000, 0x40_0000, size, size, 0x1_0000, width: 8)
        return file + code
    }
}
