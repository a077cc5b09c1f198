internal import MusterModel

/// The global header of a Singularity Image Format file: 128 packed bytes
/// (apptainer/sif, pkg/sif).
struct SIFHeader: Hashable, Sendable {
    /// How many bytes there are.
    static let size = 128

    /// The bytes at 32 that every SIF has.
    static let magic: [UInt8] = Array("SIF_MAGIC\0".utf8)

    /// More descriptors than this are not read; the tools make room for 48.
    static let descriptorsAtMost = 112

    /// A creation time that reproducible builds write: year 1, no day of building.
    private static let noTime: Int64 = -62_135_596_800

    /// Names of architectures by the header's two digits (pkg/sif/arch.go), as
    /// `uname -m` says them.
    private static let architectures: [String: String] = [
        "01": "i386", "02": "x86_64", "03": "arm", "04": "aarch64", "05": "ppc64",
        "06": "ppc64le", "07": "mips", "08": "mipsel", "09": "mips64", "10": "mips64el",
        "11": "s390x", "12": "riscv64", "13": "loongarch64",
    ]

    /// The interpreter's line in front of everything; empty without one.
    let launchLine: String
    /// The architecture of the primary partition; nil where the header has none.
    let architecture: String?
    /// The image's own number, as a UUID is written; nil where it is all zeros.
    let uuid: String?
    /// Seconds since 1970 at which it was made; nil where the build hides it.
    let made: Int64?
    /// Where the descriptors begin.
    let descriptors: Int64
    /// How many places for descriptors there are.
    let count: Int

    /// Reads and checks the first bytes of a file.
    /// - Throws: malformed; unsupported for more descriptors than are read.
    init(_ bytes: [UInt8], _ source: String) throws(Absence) {
        let record = ByteRecord(bytes.prefix(Self.size), of: "\(source): SIF header")
        guard try record.part(32, 10).elementsEqual(Self.magic) else {
            throw Absence(.malformed, "\(record.source): no SIF_MAGIC at 32")
        }
        launchLine = String(try record.text(0, 32).printable.trimmingSpace)
        architecture = Self.architectures[try record.text(45, 3)]
        let uuid = try record.part(48, 16)
        self.uuid = uuid.allSatisfy { $0 == 0 } ? nil : Self.written(uuid.hexadecimal)
        let made = try record.number(Int64.self, at: 64)
        self.made = made == Self.noTime || made == 0 ? nil : made
        let total = try record.number(Int64.self, at: 88)
        descriptors = try record.number(Int64.self, at: 96)
        guard total >= 0, (Int64(Self.size)..<1 << 40).contains(descriptors) else {
            throw Absence(.malformed, "\(record.source): \(total) descriptors at \(descriptors)")
        }
        guard total <= Self.descriptorsAtMost else {
            throw Absence(
                .unsupported,
                "\(record.source): \(total) descriptors, at most \(Self.descriptorsAtMost) are read"
            )
        }
        count = Int(total)
    }

    /// The name of an architecture's two digits; nil where they mean none.
    static func architecture(_ digits: String) -> String? { architectures[digits] }

    /// Groups of 8, 4, 4, 4 and 12 digits.
    private static func written(_ digits: String) -> String {
        var rest = Substring(digits)
        return [8, 4, 4, 4, 12].map { length in
            defer { rest = rest.dropFirst(length) }
            return String(rest.prefix(length))
        }.joined(separator: "-")
    }
}
