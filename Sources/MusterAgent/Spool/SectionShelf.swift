internal import MusterModel

/// The sections that reports in the spool speak of, each once, by digest.
public struct SectionShelf<Files: SpoolFiles> {
    private let files: Files
    private var held: Set<String> = []

    /// Longer than any probe's section, bytes.
    private static var bytesAtMost: Int { 1 << 20 }

    /// The shelf in a folder.
    /// - Throws: ``SpoolFault`` where it cannot be listed.
    public init(in files: Files) throws(SpoolFault) {
        self.files = files
        for name in try files.names() {
            if SpoolName.isDraft(name) { try? files.remove(name) }
            if Self.isDigest(name) { held.insert(name) }
        }
    }

    /// Keeps sections, those that are there already as they are.
    /// - Throws: ``SpoolFault`` of the first that cannot be kept.
    public mutating func put(_ sections: [String: [UInt8]]) throws(SpoolFault) {
        for (digest, bytes) in sections where !held.contains(digest) {
            _ = try files.write(bytes, as: digest)
            held.insert(digest)
        }
    }

    /// The bytes of a section; nil where it is gone or damaged, which its receiver is told.
    public mutating func bytes(of digest: String) -> [UInt8]? {
        guard held.contains(digest) else { return nil }
        guard let bytes = try? files.read(digest, atMost: Self.bytesAtMost) else { return nil }
        if Digest(of: bytes).text == digest { return bytes }
        try? files.remove(digest)
        held.remove(digest)
        return nil
    }

    /// Takes away what nobody speaks of any more.
    public mutating func keep(only wanted: Set<String>) {
        for digest in held.subtracting(wanted) {
            do throws(SpoolFault) {
                try files.remove(digest)
                held.remove(digest)
            } catch {
                // It is tried again with the next report.
                continue
            }
        }
    }

    private static func isDigest(_ name: String) -> Bool {
        name.utf8.count == 64
            && name.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }
}
