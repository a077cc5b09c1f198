internal import MusterModel

/// The file that a person would open to repair a finding: the first below `/etc`
/// that the remedy names, else the first that a fact was read from.
struct ConfigurationFile {
    /// The absolute path.
    let path: String

    /// No path of a kernel is longer (PATH_MAX).
    private static let bytesAtMost = 4_096

    /// Nil where neither names such a file.
    init?(of finding: Finding) {
        let texts = [finding.remedy].compactMap(\.self) + finding.evidence.map(\.fact.origin)
        guard let path = texts.lazy.compactMap(Self.path).first else { return nil }
        self.path = path
    }

    /// `file:///etc/…` with everything but RFC 3986's unreserved characters and
    /// slashes escaped.
    var uri: String {
        let hex = Array("0123456789ABCDEF")
        return path.utf8.reduce(into: "file://") { uri, byte in
            if Self.isPlain(byte) {
                uri.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                uri += "%\(hex[Int(byte >> 4)])\(hex[Int(byte & 15)])"
            }
        }
    }

    private static func path(in text: String) -> String? {
        let word = text.prefix(bytesAtMost * 4).split {
            $0.isWhitespace || "(),;:'\"<>{}=".contains($0)
        }
        .first { $0.hasPrefix("/etc/") && $0.utf8.count <= bytesAtMost }
        guard let word else { return nil }
        let ended = word.last == "." ? word.dropLast() : word
        // A folder or a pattern is no file to open.
        return ended.last == "/" || ended.contains("*") ? nil : String(ended)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 45...57, 65...90, 95, 97...122, 126: true
        default: false
        }
    }
}
