internal import MusterModel

/// How an image is named.
enum ImageReference: Hashable, Sendable {
    /// A file or folder of the node.
    case path(String)
    /// A pattern of paths with `*` or `?`.
    case glob(String)
    /// A link of unpacked.cern.ch to a folder.
    case unpacked(String)
    /// A registry's image: its scheme, `docker`, `oras`.
    case remote(String)
    /// None of these.
    case strange

    /// Where CernVM-FS shows container images as folders.
    static let unpackedFolder = "/cvmfs/unpacked.cern.ch/"

    /// Transports of the runtimes (Apptainer user guide, "SUPPORTED URIs").
    static let schemes = ["docker", "oras", "library", "shub", "http", "https", "oci"]

    /// Reads a name as it is written.
    init(_ text: String) {
        if let scheme = Self.schemes.first(where: { text.hasPrefix($0 + "://") }) {
            self = .remote(scheme)
        } else if !text.isAbsolute || text.utf8.contains(0) {
            self = .strange
        } else if text.contains("*") || text.contains("?") {
            self = .glob(text)
        } else if text.hasPrefix(Self.unpackedFolder) {
            self = .unpacked(text)
        } else {
            self = .path(text)
        }
    }

    /// The word of the fact.
    var word: String {
        switch self {
        case .path: "path"
        case .glob: "glob"
        case .unpacked: "unpacked"
        case .remote(let scheme): scheme
        case .strange: "unrecognised"
        }
    }

    /// The root folder of the CernVM-FS repository that holds the path; nil for
    /// other paths.
    static func repository(of path: String) -> String? {
        let parts = path.parts(by: "/", maxSplits: 2)
        return parts.count > 2 && parts[0] == "cvmfs" ? "/cvmfs/\(parts[1])" : nil
    }
}
