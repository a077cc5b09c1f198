internal import Glibc
internal import MusterModel

/// The bytes of an opened image.
protocol ImageBytes {
    /// The image, for messages.
    var source: String { get }

    /// The bytes from an offset on; fewer at the end of the file.
    /// - Throws: why they could not be read.
    func bytes(at offset: Int64, count: Int) throws(Absence) -> [UInt8]
}

extension ImageBytes {
    /// Exactly `count` bytes.
    /// - Throws: malformed where the image ends before.
    func whole(at offset: Int64, count: Int) throws(Absence) -> [UInt8] {
        let found = try bytes(at: offset, count: count)
        guard found.count == count else {
            throw Absence(
                .malformed,
                "\(source): ends at byte \(offset + Int64(found.count)), "
                    + "needed \(count) bytes at \(offset)")
        }
        return found
    }
}

/// An image file by its open descriptor.
final class OpenImage: ImageBytes {
    let source: String
    private let file: Descriptor

    init(_ file: consuming Descriptor, source: String) {
        self.file = file
        self.source = source
    }

    func bytes(at offset: Int64, count: Int) throws(Absence) -> [UInt8] {
        try file.bytes(at: offset, count: count, source)
    }
}
