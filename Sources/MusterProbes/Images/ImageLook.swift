internal import Glibc
internal import MusterModel

/// Looks into an opened image: a folder, or a file with a squashfs in it.
struct ImageLook {
    /// What is looked for.
    let inquiry: ImageInquiry
    /// Where the image lies on this machine.
    let place: String
    /// The mount to stop before on the way through a folder, by its path in it.
    let stops: @Sendable (String) -> Mount?

    /// A look at what `place` holds.
    init(
        _ inquiry: ImageInquiry, at place: String,
        stops: @escaping @Sendable (String) -> Mount?
    ) {
        self.inquiry = inquiry
        self.place = place
        self.stops = stops
    }

    /// An entry for each path, in their order.
    /// - Throws: why the image could not be looked into at all.
    func entries(_ found: borrowing Descriptor) throws(Absence) -> [ImageEntry] {
        switch try FileTouch.attributes(found, inquiry.image).kind {
        case .folder: return inquiry.paths.map(inFolder)
        case .file:
            let file = try found.reopened(O_RDONLY | O_NONBLOCK, as: inquiry.image)
            return try inSquashfs(OpenImage(file, source: inquiry.image))
        case let kind:
            throw Absence(
                .malformed, "\(inquiry.image): a \(kind.rawValue), needed a file or folder")
        }
    }

    private func inFolder(_ path: String) -> ImageEntry {
        let walk = PathWalk(root: place, stops: stops)
        do throws(Absence) {
            switch try walk.walk(to: path) {
            case .crossing(let mount, _):
                return .missing(
                    Absence(.notTried, "\(inquiry.image)\(path): lies on \(mount.point)"))
            case .here(let found, _): return try entry(found, path)
            }
        } catch  where error.reason == .absent {
            return .nothing
        } catch {
            return .missing(error)
        }
    }

    private func entry(
        _ found: borrowing Descriptor, _ path: String
    ) throws(Absence) -> ImageEntry {
        let source = inquiry.image + path
        let kind = try FileTouch.attributes(found, source).kind
        guard kind == .file, inquiry.bytes > 0 else { return .found(kind, []) }
        let file = try found.reopened(O_RDONLY | O_NONBLOCK, as: source)
        return .found(kind, try file.bytes(at: 0, count: inquiry.bytes, source))
    }

    /// What one image lacks altogether, its library or a table, it lacks for every
    /// path.
    private func inSquashfs(_ image: OpenImage) throws(Absence) -> [ImageEntry] {
        var reader = try SquashfsReader(image, at: inquiry.offset)
        return try Self.entries(of: inquiry, from: &reader)
    }

    /// An entry for each path of the inquiry, out of a squashfs.
    /// - Throws: malformed, unsupported.
    static func entries(
        of inquiry: ImageInquiry, from reader: inout SquashfsReader
    ) throws(Absence) -> [ImageEntry] {
        var entries: [ImageEntry] = []
        for path in inquiry.paths {
            guard let inode = try reader.find(path) else {
                entries.append(.nothing)
                continue
            }
            do throws(Absence) {
                let bytes =
                    inquiry.bytes > 0 ? try reader.beginning(inquiry.bytes, of: inode) : []
                entries.append(.found(inode.kind, bytes))
            } catch {
                entries.append(.missing(error))
            }
        }
        return entries
    }
}
