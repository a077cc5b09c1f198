internal import Glibc
internal import MusterModel

/// The shell of an image that is a folder.
enum ImageShell {
    /// For which machine it was built: `x86_64`, `aarch64`, `elf-40` for one without
    /// a name here, `none` where the image has no shell, `damaged` where it is no
    /// program; nil for an image that is no folder.
    static func machine(in image: String) -> String? {
        guard image.isAbsolute else { return nil }
        let walk = PathWalk(root: image, stops: { _ in nil })
        do throws(Absence) {
            guard case .here(let found, _) = try walk.walk(to: "/bin/sh") else { return nil }
            let file = try found.reopened(O_RDONLY | O_NONBLOCK, as: "/bin/sh")
            var header = [UInt8](repeating: 0, count: 20)
            let count = header.withUnsafeMutableBytes {
                read(file.number, $0.baseAddress, $0.count)
            }
            return machine(ofELF: Array(header.prefix(max(0, count))))
        } catch {
            return error.reason == .absent && isFolder(image) ? "none" : nil
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// From `e_machine`, in the byte order that the header names (elf(5)).
    static func machine(ofELF header: [UInt8]) -> String {
        guard header.count == 20, header.starts(with: [0x7F, 0x45, 0x4C, 0x46]) else {
            return "damaged"
        }
        let (first, second) = (UInt16(header[18]), UInt16(header[19]))
        let number = header[5] == 2 ? first << 8 | second : second << 8 | first
        return names[number] ?? "elf-\(number)"
    }

    /// By the names of uname(2).
    private static let names: [UInt16: String] = [
        3: "i386", 21: "ppc64", 22: "s390x", 40: "arm", 62: "x86_64", 183: "aarch64",
        243: "riscv64", 258: "loongarch64",
    ]
}
