internal import Glibc

/// What root remembers of drains that its program began, in a folder of root's own: the
/// service cannot write it, and so cannot make root end what it did not begin.
public struct DrainRecord: Sendable {
    private let folder: SpoolFolder

    private static let name = "drained"
    private static let bytesAtMost = 16_384

    /// The record in a folder, which is made where it is not there yet.
    /// - Throws: ``SpoolFault`` as ``SpoolFolder/init(_:isReadByAll:)``.
    public init(in path: String) throws(SpoolFault) { folder = try SpoolFolder(path) }

    /// The profiles for which the program was run with `drain`; nil where it was not, or
    /// was run with `release` since.
    /// - Throws: ``SpoolFault`` of `read`.
    public func profiles() throws(SpoolFault) -> [String]? {
        do {
            let bytes = try folder.read(Self.name, atMost: Self.bytesAtMost)
            return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        } catch {
            if error.code == ENOENT { return nil }
            throw error
        }
    }

    /// The program was run with `drain`.
    /// - Throws: ``SpoolFault`` of the step; then it will be run again.
    public func drained(for profiles: [String]) throws(SpoolFault) {
        _ = try folder.write(Array(profiles.joined(separator: "\n").utf8), as: Self.name)
    }

    /// The program was run with `release`.
    /// - Throws: ``SpoolFault`` of the step; then it will be run again.
    public func released() throws(SpoolFault) {
        try folder.remove(Self.name)
        try folder.settle()
    }
}
