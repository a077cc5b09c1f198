public import MusterModel

/// What a node remembers of check bundles for ever: the highest version that a pinned key has
/// ever signed before its eyes. Nothing below it is taken again.
public struct BundleRecord: Hashable, Sendable {
    /// Name and version of the form.
    public static let format = "muster-bundle-record/1"

    /// The highest version; 0 before the first.
    public internal(set) var version: Int64 = 0
    /// SHA-256 of that bundle's bytes; nil before the first.
    public internal(set) var digest: Digest?
    /// Why the last one was not taken, so that the journal is told once.
    public internal(set) var refusal: String?

    static let bytesAtMost = 4096
    /// Scalars of ``refusal``, each of four bytes at most; a character has any number of them.
    static let refusalAtMost = 600

    /// Nothing yet.
    public init() {}

    /// What was kept; nil where it is none.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.bytesAtMost, let json = try? JSONReader.value(in: bytes),
            json["format"]?.text == Self.format,
            let version = json["version"]?.number, version >= 0
        else { return nil }
        let digest = json["sha256"]?.text.flatMap(Digest.init(text:))
        guard version == 0 || digest != nil else { return nil }
        (self.version, self.digest) = (version, digest)
        refusal = json["refusal"]?.text
    }

    /// As it is kept.
    public var bytes: [UInt8] {
        var members: [String: JSONValue] = [
            "format": .string(Self.format), "version": .integer(version),
        ]
        if let digest { members["sha256"] = .string(digest.text) }
        if let refusal { members["refusal"] = .string(refusal) }
        return JSONValue.object(members).canonicalBytes
    }

    /// Takes note of what lies here already: it was taken some day.
    mutating func raise(to proven: ProvenBundle) {
        guard proven.mark.version > version else { return }
        (version, digest) = (proven.mark.version, proven.mark.digest)
    }
}

extension BundleRecord {
    /// What becomes of a bundle that came in.
    public enum Fate: Hashable, Sendable {
        /// It is judged by from now on.
        case adopted(PolicyOrigin.Mark)
        /// All stays as it was; why.
        case refused(String)
    }

    /// Looks over what a collector sent.
    ///
    /// - Parameters:
    ///   - keys: the pinned ones.
    ///   - day: today.
    ///   - objection: what keeps this node from judging by it, in a line; nil for nothing.
    public mutating func take(
        _ bytes: [UInt8], trusting keys: [BundleKey], on day: CalendarDate,
        objection: (ProvenBundle) -> String?
    ) -> Fate {
        let proven: ProvenBundle
        do throws(WireError) {
            proven = try SignedBundle(reading: bytes).proven(byOneOf: keys)
        } catch { return refuse(error.description) }
        let mark = proven.mark
        if mark.version < version {
            return refuse("version \(mark.version): version \(version) was seen before")
        }
        if mark.version == version, mark.digest != digest {
            return refuse("version \(version): seen before with other content")
        }
        // It is genuine: whatever else may keep it from being used, none before it is.
        (version, digest) = (mark.version, mark.digest)
        if let why = proven.objection(on: day) ?? objection(proven) {
            return refuse("version \(version): \(why)")
        }
        refusal = nil
        return .adopted(mark)
    }

    private mutating func refuse(_ why: String) -> Fate {
        let words = String(
            String.UnicodeScalarView(why.printable.unicodeScalars.prefix(Self.refusalAtMost)))
        refusal = words
        return .refused(words)
    }
}
