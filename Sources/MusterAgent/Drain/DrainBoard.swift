internal import CLinux
internal import Glibc

/// The folder in which everybody may read what is decided about drains.
struct DrainBoard {
    /// The folder; made by systemd-tmpfiles, and given to the service's account.
    let path: String
    /// What hangs there; nil where that is not known.
    private var shown: [UInt8]?

    init(_ path: String) { self.path = path }

    /// Shows a notice, all at once; an empty one is taken down.
    /// - Throws: ``SpoolFault`` of the step; it is tried again with the next notice.
    mutating func show(_ notice: [UInt8]) throws(SpoolFault) {
        guard notice != shown else { return }
        shown = nil
        if notice.isEmpty {
            guard unlink("\(path)/\(DrainNotice.name)") == 0 || errno == ENOENT else {
                throw SpoolFault(.remove, path, errno)
            }
        } else {
            let folder = try SpoolFolder(path, isReadByAll: true)
            _ = try folder.write(notice, as: DrainNotice.name)
        }
        shown = notice
    }
}
