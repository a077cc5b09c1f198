internal import MusterModel

/// The client's cache on disk.
struct CvmfsCache {
    /// The parameters that count.
    let settings: CvmfsSettings

    /// The folder that holds the files: CVMFS_CACHE_DIR, or `shared` below the base
    /// where repositories share it, else the base (field guide §7).
    /// - Throws: why it is not known; malformed for a path that is not absolute.
    func folder() throws(Absence) -> String {
        let name = "CVMFS_CACHE_DIR"
        let base: String
        do throws(Absence) {
            base = try settings.text(name)
        } catch where error.reason == .absent {
            let folder = try settings.text("CVMFS_CACHE_BASE")
            base = (try? settings.flag("CVMFS_SHARED_CACHE")) == true ? "\(folder)/shared" : folder
        }
        guard base.hasPrefix("/") else {
            throw Absence(.malformed, "cache folder \(base.excerpt), needed an absolute path")
        }
        return base.plainPath
    }

    /// The file system that the cache is on, and the folder that was asked: the
    /// nearest one that is there, because a client makes its cache when it starts.
    /// - Throws: why it could not be asked.
    func disk(on node: any NodeView) async throws(Absence) -> (capacity: Capacity, folder: String) {
        var folder = try folder()
        while folder != "/" {
            do throws(Absence) {
                return (try await node.capacity(of: folder), folder)
            } catch {
                let isMissing: Bool =
                    switch error.reason {
                    case .absent: true
                    // A tree of files knows what is there, but not its disks.
                    case .notTried: try await !node.exists(folder)
                    default: false
                    }
                if !isMissing { throw error }
            }
            folder = folder.parentFolder
        }
        return (try await node.capacity(of: "/"), "/")
    }

    /// A size rounded down to whole GB (10⁹ bytes), so that disks of one model are
    /// equal.
    static func rounded(_ bytes: Int64) -> Bytes { Bytes(bytes - bytes % 1_000_000_000) }
}
