internal import MusterModel

/// What docker adds to its program: a daemon, and a group that is root in all
/// but name.
enum Docker {
    /// Where the daemon listens; `/var/run` leads to the same place.
    static let socket = "/run/docker.sock"

    /// Whether the daemon answers a connection.
    /// - Throws: forbidden where this user may not connect, or why it could not
    ///   be tried.
    static func listens(on node: any NodeView) async throws(Absence) -> Bool {
        let end: AttemptEnd
        do throws(Absence) {
            end = try await node.connect(to: socket)
        } catch  where error.reason == .absent {
            return false
        }
        if end.works { return true }
        switch end.error {
        case "EACCES", "EPERM": throw Absence(.forbidden, "\(socket): \(end.error ?? "")")
        default: return false
        }
    }

    /// The members of group docker in the text of `/etc/group`, sorted.
    /// - Throws: absent where there is no such group.
    static func members(in groups: String) throws(Absence) -> [String] {
        for line in groups.split(whereSeparator: \.isNewline) {
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            guard fields.count == 4, fields[0] == "docker" else { continue }
            return fields[3].split(separator: ",").map { String($0.trimmingSpace) }
                .filter { !$0.isEmpty }.sorted()
        }
        throw Absence(.absent, "/etc/group: no group docker")
    }
}
