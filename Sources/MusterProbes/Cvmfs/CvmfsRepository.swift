internal import MusterModel

/// One repository as the node shows it.
struct CvmfsRepository {
    /// The repository.
    let name: CvmfsName
    /// The machine.
    let node: any NodeView
    /// The mounts before anything was touched.
    let mounts: CvmfsMounts
    /// Whether a client is installed; false where that is not known.
    let hasClient: Bool

    /// Where it is mounted.
    var point: String { "\(mounts.folder)/\(name.text)" }

    /// Whether its root answers and is readable. Under autofs the touch mounts it.
    /// - Throws: why that is not known; hung where it does not answer.
    func isAccessible() async throws(Absence) -> Bool {
        if try await isOutOfReach() { return false }
        do throws(Absence) {
            let names = try await node.names(in: point)
            // An empty folder that nothing is mounted on is a mount point.
            if !names.isEmpty { return true }
            return try await isMountedNow()
        } catch where error.reason == .absent || error.reason == .malformed {
            if let doubt = try doubtInTree() { throw doubt }
            return false
        }
    }

    /// Whether it is mounted now, from the mount table alone.
    /// - Throws: why there is no mount table.
    func isMountedNow() async throws(Absence) -> Bool {
        try await CvmfsMounts.read(on: node, below: mounts.folder).mount(of: name) != nil
    }

    /// No client, nothing mounted, no folder: there is nothing to touch.
    private func isOutOfReach() async throws(Absence) -> Bool {
        guard !hasClient, case .success = mounts.table, try !mounts.hasAny() else { return false }
        return try await !node.exists(mounts.folder)
    }

    /// A tree of files holds no mounted repository; what is missing there may
    /// answer on the machine itself.
    private func doubtInTree() throws(Absence) -> Absence? {
        guard node.vantage.place == .tree else { return nil }
        let doubt = Absence(.notTried, "\(point): a tree of files has nothing mounted")
        guard case .success = mounts.table else { return doubt }
        if try mounts.isAutomatic() { return doubt }
        return try mounts.mount(of: name) == nil ? nil : doubt
    }

    /// A synthetic attribute of the repository's root, asked by name: that answers
    /// whatever CVMFS_MAGIC_XATTRS_VISIBILITY says (field guide §9).
    /// - Throws: why there is none; absent also for a server's re-export.
    func attribute(_ attribute: String) async throws(Absence) -> String {
        let text = try await node.extended("user.\(attribute)", of: point)
        let word = text.prefix(1000).filter { !$0.isNewline && $0 != "\0" }.trimmingSpace
        guard !word.isEmpty else {
            throw Absence(.absent, "\(point): user.\(attribute) is empty")
        }
        return String(word)
    }

    /// An attribute that is a whole number.
    /// - Throws: as ``attribute(_:)``; malformed where it is no number.
    func number(_ attribute: String) async throws(Absence) -> Int64 {
        let word = try await self.attribute(attribute)
        guard let number = Int64(word) else {
            throw Absence(
                .malformed, "\(point): user.\(attribute) is \(word.excerpt), needed a number")
        }
        return number
    }

    /// Cleanups of the cache in the last 24 hours.
    /// - Throws: unsupported where the client's cache does not count them (-1).
    func cleanups() async throws(Absence) -> Int64 {
        let count = try await number("ncleanup24")
        guard count >= 0 else {
            throw Absence(.unsupported, "\(point): this cache does not count cleanups")
        }
        return count
    }

    /// The time since the last I/O error; zero where clocks disagree.
    /// - Throws: absent where there was none since the mount.
    func sinceLastError() async throws(Absence) -> Duration {
        let stamp = try await number("timestamp_last_ioerr")
        guard stamp > 0 else {
            throw Absence(.absent, "\(point): no I/O error since it was mounted")
        }
        return .seconds(max(0, try await CvmfsClock.now(on: node) - stamp))
    }

    /// Limit and use of the cache: a client answers statfs with its limit as the
    /// total, and limit less use as available.
    /// - Throws: unsupported for another file system, and where there is no limit.
    func cache() async throws(Absence) -> (limit: Bytes, used: Bytes) {
        let mount = try await CvmfsMounts.read(on: node, below: mounts.folder).mount(of: name)
        guard let mount, mount.isCvmfs else {
            throw Absence(.unsupported, "\(point): not served by a CVMFS client of this node")
        }
        let capacity = try await node.capacity(of: point)
        guard capacity.total > 0 else {
            throw Absence(.unsupported, "\(point): a cache without a limit reports 0")
        }
        return (Bytes(capacity.total), Bytes(max(0, capacity.total - capacity.available)))
    }
}
