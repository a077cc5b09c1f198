/// Assembles SIF files as apptainer/sif lays them out, for tests.
struct SIFWriter {
    struct Object {
        var type: Int32
        var data: [UInt8] = []
        /// What depends on the type: at most 384 bytes.
        var extra: [UInt8] = []
        var group: UInt32 = 1
    }

    static let descriptorsAt = 4096
    static let dataAt = 32_768

    var objects: [Object] = []
    var launchLine = "#!/usr/bin/env run-singularity\n"
    var architecture = "02"
    var made: Int64 = 1_600_000_000
    var uuid: [UInt8] = (1...16).map { $0 }
    var places: Int64 = 48

    mutating func partition(
        _ data: [UInt8], filesystem: Int32 = 1, role: Int32 = 2, architecture: String = "02"
    ) {
        let extra = Self.bytes(filesystem) + Self.bytes(role) + Self.text(architecture, 3)
        objects.append(Object(type: 0x4004, data: data, extra: extra))
    }

    mutating func signature(_ fingerprint: [UInt8], _ text: String = "") {
        let extra = Self.bytes(Int32(1)) + fingerprint
        objects.append(Object(type: 0x4005, data: Array(text.utf8), extra: extra, group: 0))
    }

    /// The whole file.
    var file: [UInt8] {
        var out = Self.text(launchLine, 32) + Self.text("SIF_MAGIC", 10) + Self.text("01", 3)
        out += Self.text(architecture, 3) + uuid
        out += [made, made, places - Int64(objects.count), places].flatMap(Self.bytes)
        out += [Int64(Self.descriptorsAt), 585 * places].flatMap(Self.bytes)
        out += [Int64(Self.dataAt), 0].flatMap(Self.bytes)
        out += [UInt8](repeating: 0, count: Self.descriptorsAt - out.count)
        var at = Int64(Self.dataAt)
        for (index, object) in objects.enumerated() {
            out += descriptor(object, UInt32(index + 1), at)
            at += Int64(object.data.count)
        }
        out += [UInt8](repeating: 0, count: Self.dataAt - out.count)
        return out + objects.flatMap(\.data)
    }

    private func descriptor(_ object: Object, _ id: UInt32, _ at: Int64) -> [UInt8] {
        var out = Self.bytes(object.type) + [1] + Self.bytes(id)
        out += Self.bytes(0xF000_0000 | object.group) + Self.bytes(UInt32(0))
        let size = Int64(object.data.count)
        out += [at, size, size, made, made, 0, 0].flatMap(Self.bytes)
        out += Self.text("object", 128)
        out += object.extra + [UInt8](repeating: 0, count: 384 - object.extra.count)
        return out
    }

    private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    private static func text(_ text: String, _ size: Int) -> [UInt8] {
        let bytes = Array(text.utf8.prefix(size))
        return bytes + [UInt8](repeating: 0, count: size - bytes.count)
    }
}
