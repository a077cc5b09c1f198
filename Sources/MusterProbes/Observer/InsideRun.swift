internal import CDecompress
internal import MusterModel

/// One look into an image, in the process that was started for it alone, as an
/// ordinary user with little memory.
public struct InsideRun {
    /// What the process may map: itself, the libraries, and a few blocks.
    private static let memory: UInt64 = 1 << 30

    private let inquiry: ImageInquiry

    /// The look that `question` writes (`inside 0 20 /image` and lines of paths);
    /// nil for any other.
    public init?(_ question: String) {
        guard case .inside(let inquiry)? = Question(question) else { return nil }
        self.inquiry = inquiry
    }

    /// Looks.
    /// - Returns: the answer as a line of JSON.
    public func perform() -> String {
        muster_bound_memory(Self.memory)
        do throws(Absence) {
            return Answer.entries(try entries()).json.canonicalText
        } catch {
            return Answer.missing(error).json.canonicalText
        }
    }

    /// The observer has walked here already, so that this path has no link in it.
    private func entries() throws(Absence) -> [ImageEntry] {
        let table = try MountTable(parsing: try OwnMounts.text(), from: OwnMounts.path)
        let own = table.covering(inquiry.image)?.device
        let image = inquiry.image
        let walk = PathWalk(root: "/", stops: { _ in nil })
        guard case .here(let found, _) = try walk.walk(to: image, following: false) else {
            throw Absence(.malformed, "\(image): lies elsewhere meanwhile")
        }
        let look = ImageLook(
            inquiry, at: image,
            stops: { path in
                table.blocking(image + path).flatMap { $0.device == own ? nil : $0 }
            })
        return try look.entries(found)
    }
}
