internal import MusterModel

/// One object of a SIF file: 585 packed bytes (apptainer/sif, pkg/sif).
struct SIFDescriptor: Hashable, Sendable {
    /// How many bytes there are.
    static let size = 585

    /// A file system in the image.
    struct Partition: Hashable, Sendable {
        /// `squashfs`, `ext3`, `archive`, `raw`, `encrypted`, `gocryptfs`.
        let filesystem: String
        /// `system`, `primary`, `data`, `overlay`.
        let role: String
        /// As `uname -m` says it; nil where the descriptor has none.
        let architecture: String?
    }

    /// What an object holds, as far as it matters here.
    enum Content: Hashable, Sendable {
        case partition(Partition)
        /// With the fingerprint of its PGP key; nil where there is none (DSSE).
        case signature(String?)
        case other
    }

    private static let filesystems: [Int32: String] = [
        1: "squashfs", 2: "ext3", 3: "archive", 4: "raw", 5: "encrypted", 6: "gocryptfs",
    ]
    private static let roles: [Int32: String] = [
        1: "system", 2: "primary", 3: "data", 4: "overlay",
    ]

    /// The object's number.
    let id: UInt32
    /// The group that it belongs to.
    let group: UInt32
    /// Where it lies in the file.
    let offset: Int64
    /// Its bytes.
    let length: Int64
    /// What it holds.
    let content: Content

    /// Reads the descriptor of place `index`; nil where the place is not used.
    /// - Throws: malformed where it does not read.
    init?(_ table: ByteRecord, _ index: Int) throws(Absence) {
        let source = "\(table.source) \(index)"
        let record = ByteRecord(try table.part(index * Self.size, Self.size), of: source)
        if try record.number(UInt8.self, at: 4) == 0 { return nil }
        id = try record.number(UInt32.self, at: 5)
        group = try record.number(UInt32.self, at: 9)
        offset = try record.number(Int64.self, at: 17)
        length = try record.number(Int64.self, at: 25)
        guard offset >= 0, length >= 0, offset < 1 << 48, length < 1 << 48 else {
            throw Absence(.malformed, "\(source): \(length) bytes at \(offset)")
        }
        switch try record.number(Int32.self, at: 0) {
        case 0x4004: content = .partition(try Partition(record))
        case 0x4005: content = .signature(try Self.fingerprint(record))
        default: content = .other
        }
    }

    /// Where the 384 bytes begin that depend on the type.
    private static let extra = 201

    /// The first 20 bytes of the signer's field (PGP); all zeros under DSSE.
    private static func fingerprint(_ record: ByteRecord) throws(Absence) -> String? {
        let bytes = try record.part(extra + 4, 20)
        return bytes.allSatisfy { $0 == 0 } ? nil : bytes.hexadecimal.uppercased()
    }
}

extension SIFDescriptor.Partition {
    /// From the part of a descriptor that depends on its type.
    fileprivate init(_ record: ByteRecord) throws(Absence) {
        let system = try record.number(Int32.self, at: 201)
        let role = try record.number(Int32.self, at: 205)
        filesystem = SIFDescriptor.filesystem(system)
        self.role = SIFDescriptor.role(role)
        architecture = SIFHeader.architecture(try record.text(209, 3))
    }

    /// `primary squashfs x86_64`.
    var inWords: String {
        [role, filesystem, architecture].compactMap(\.self).joined(separator: " ")
    }
}

extension SIFDescriptor {
    fileprivate static func filesystem(_ number: Int32) -> String {
        filesystems[number] ?? "filesystem-\(number)"
    }

    fileprivate static func role(_ number: Int32) -> String { roles[number] ?? "role-\(number)" }

    /// The descriptors in a table of `count` places.
    /// - Throws: malformed where the table ends before, or one does not read.
    static func all(in table: ByteRecord, count: Int) throws(Absence) -> [SIFDescriptor] {
        var found: [SIFDescriptor] = []
        for index in 0..<count {
            if let descriptor = try SIFDescriptor(table, index) { found.append(descriptor) }
        }
        return found
    }
}
