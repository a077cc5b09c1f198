/// What is asked of a container image's content: whether some paths are in it, and
/// how their files begin.
public struct ImageInquiry: Hashable, Sendable, CustomStringConvertible {
    /// More paths at once are not looked at.
    public static let pathsAtMost = 128
    /// Of all files together no more than this is given: an answer passes through
    /// a pipe that keeps 64 KiB, as text.
    public static let contentAtMost = 40 << 10

    /// The image on the node: a folder or a file.
    public let image: String
    /// Where the file system begins in the file; 0 for a folder.
    public let offset: Int64
    /// How many bytes of each file are asked for.
    public let bytes: Int
    /// The paths from the image's root, each without a slash at its end.
    public let paths: [String]

    /// An inquiry; paths beyond ``pathsAtMost`` and those with a line end are left
    /// out, and the bytes of each are kept below ``contentAtMost`` together.
    public init(_ image: String, offset: Int64 = 0, paths: [String], bytes: Int = 0) {
        self.image = image
        self.offset = max(0, offset)
        self.paths = Array(paths.filter(Self.isLookedFor).map(Self.plain).prefix(Self.pathsAtMost))
        self.bytes = max(0, min(bytes, Self.contentAtMost / max(1, self.paths.count)))
    }

    /// The same look at another place.
    func at(_ path: String) -> ImageInquiry {
        ImageInquiry(path, offset: offset, paths: paths, bytes: bytes)
    }

    /// `OFFSET BYTES IMAGE`, and a line for each path.
    public var description: String {
        "\(offset) \(bytes) " + ([image] + paths).joined(separator: "\n")
    }

    /// The inquiry that `text` writes; nil where it writes none.
    init?(_ text: String) {
        let parts = text.parts(by: " ", maxSplits: 2, keepingEmpty: true)
        guard parts.count == 3, let offset = Int64(parts[0]), let bytes = Int(parts[1]) else {
            return nil
        }
        let lines = parts[2].parts(by: "\n", keepingEmpty: true).map(String.init)
        guard lines.allSatisfy(\.isAbsolute), let image = lines.first else { return nil }
        self.init(image, offset: offset, paths: Array(lines.dropFirst()), bytes: bytes)
    }

    /// Whether a path can be asked for at all.
    static func isLookedFor(_ path: String) -> Bool {
        path.isAbsolute && !path.utf8.contains(0) && !path.utf8.contains(UInt8(ascii: "\n"))
    }

    private static func plain(_ path: String) -> String {
        "/" + path.parts(by: "/").joined(separator: "/")
    }
}
