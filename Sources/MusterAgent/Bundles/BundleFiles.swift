internal import Glibc
internal import MusterModel

/// What the service keeps of bundles in its folder: the one in use as it came, and what is
/// remembered for ever. Either outlives the loss of the other.
public struct BundleFiles {
    private let folder: String
    private let keys: [BundleKey]

    private static let bundle = "bundle"
    private static let record = "bundle-record"

    init(in folder: String, trusting keys: [BundleKey]) {
        (self.folder, self.keys) = (folder, keys)
    }

    /// The bundle that a service keeps in a folder of whatever account, for a person who may
    /// look there; nil where there is none.
    public static func signed(lookingIn folder: String) -> [UInt8]? {
        try? SpoolFolder(lookingAt: folder).read(bundle, atMost: SignedBundle.bytesAtMost)
    }

    /// The bundle's bytes; nil where there is none that can be read.
    var signed: [UInt8]? {
        try? SpoolFolder(folder).read(Self.bundle, atMost: SignedBundle.bytesAtMost)
    }

    /// The digest of the bundle that is there and genuine; nil where there is none.
    var digest: Digest? { proven?.mark.digest }

    private var proven: ProvenBundle? {
        signed.flatMap { try? SignedBundle(reading: $0).proven(byOneOf: keys) }
    }

    /// What is remembered. Where that is lost, the bundle that is there says how far it was.
    /// - Throws: ``SpoolFault`` where nobody can tell: nothing is taken then.
    func remembered() throws(SpoolFault) -> BundleRecord {
        var record = BundleRecord()
        do throws(SpoolFault) {
            let bytes = try SpoolFolder(folder).read(Self.record, atMost: BundleRecord.bytesAtMost)
            record = BundleRecord(bytes) ?? record
        } catch {
            guard [ENOENT, EFBIG].contains(error.code) else { throw error }
        }
        if let proven { record.raise(to: proven) }
        return record
    }

    /// Keeps what came of a bundle, and the bundle itself where it was adopted.
    /// - Throws: ``SpoolFault`` of the step; the bundle of before is then still there.
    func keep(_ adoption: Adoption, of bytes: [UInt8]) throws(SpoolFault) {
        let folder = try SpoolFolder(folder)
        // First what is never to be forgotten.
        _ = try folder.write(adoption.record.bytes, as: Self.record)
        if case .adopted = adoption.fate { _ = try folder.write(bytes, as: Self.bundle) }
    }
}
