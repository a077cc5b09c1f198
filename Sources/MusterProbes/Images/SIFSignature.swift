internal import MusterModel

/// What a PGP signature object of a SIF claims: a message in the clear with the
/// digests of the objects that it covers (apptainer/sif, pkg/integrity).
enum SIFSignature {
    /// More of a signature is not read; with its message it has about two kilobytes.
    static let bytesAtMost = 16 << 10

    /// The digest that a signature gives for an object, `sha256:…`; nil where the
    /// text is of another form, or does not cover it.
    ///
    /// - Parameter relative: the object's number less the least of its group.
    static func digest(ofObject relative: Int64, in text: String) -> String? {
        let lines = text.split(whereSeparator: \.isNewline)
        guard let line = lines.first(where: { $0.hasPrefix("{") }),
            let json = try? JSONReader.value(in: line.utf8),
            let object = json["objects"]?.elements?.first(where: {
                $0["relativeId"]?.number == relative
            }), let digest = object["objectDigest"]?.text, isDigest(digest)
        else { return nil }
        return digest
    }

    /// An algorithm's name, a colon, and digits.
    private static func isDigest(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 && (1...16).contains(parts[0].utf8.count)
            && (32...128).contains(parts[1].utf8.count)
            && parts[0].utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) }
            && parts[1].utf8.allSatisfy { (97...102).contains($0) || (48...57).contains($0) }
    }
}
