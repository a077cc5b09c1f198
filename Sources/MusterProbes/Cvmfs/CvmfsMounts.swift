internal import MusterModel

/// What the mount table says about CVMFS; nothing is touched to know it.
struct CvmfsMounts {
    /// The table, or why there is none.
    let table: Result<MountTable, Absence>
    /// Where repositories are mounted, `/cvmfs`.
    let folder: String

    /// The vantage's mount table as it stands now.
    static func read(on node: any NodeView, below folder: String) async -> CvmfsMounts {
        let path = node.mountTablePath
        do throws(Absence) {
            let text = try await node.text(of: path)
            return CvmfsMounts(
                table: .success(try MountTable(parsing: text, from: path)), folder: folder)
        } catch {
            return CvmfsMounts(table: .failure(error), folder: folder)
        }
    }

    /// Whether the folder itself is an autofs mount.
    /// - Throws: why there is no mount table.
    func isAutomatic() throws(Absence) -> Bool {
        try table.get().mounts.contains { $0.point == folder && $0.type == "autofs" }
    }

    /// Whether anything is mounted on the folder or below.
    /// - Throws: why there is no mount table.
    func hasAny() throws(Absence) -> Bool {
        try table.get().mounts.contains { folder.leads(to: $0.point) }
    }

    /// What is mounted on a repository's own folder: a CVMFS client, or a server's
    /// re-export; nil where only autofs waits there, or nothing.
    /// - Throws: why there is no mount table.
    func mount(of name: CvmfsName) throws(Absence) -> Mount? {
        let mount = try table.get().mounted(on: "\(folder)/\(name.text)")
        return mount?.type == "autofs" ? nil : mount
    }

    /// The repositories that a CVMFS client has mounted; none without a table.
    var names: [CvmfsName] {
        guard let mounts = try? table.get().mounts else { return [] }
        return mounts.filter(\.isCvmfs).compactMap { mount in
            guard mount.point.hasPrefix(folder + "/") else { return nil }
            return CvmfsName(mount.point.dropFirst(folder.count + 1))
        }
    }
}

extension Mount {
    /// Whether a CVMFS client serves it: `fuse` with the source `cvmfs2` (field
    /// guide §9).
    var isCvmfs: Bool { type.hasPrefix("fuse") && source == "cvmfs2" || type == "fuse.cvmfs2" }
}
