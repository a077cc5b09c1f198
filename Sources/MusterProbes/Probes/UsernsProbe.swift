public import MusterModel

/// placeholder
public enum UsernsProbe: Probe {
    static let limit = FactCard("userns.limit.user", .integer, "The highest number of user namespaces, from user.max_user_namespaces.")
    public static let card = ProbeCard("userns", "May ordinary users make user namespaces here?", sources: ["/proc/sys/user/max_user_namespaces"], facts: [limit])
    public static func observe(_ node: any NodeView, watching: WatchList) async -> [Fact] {
        var notes = Notes()
        let path = "/proc/sys/user/max_user_namespaces"
        await notes.note(limit, from: path) { () async throws(Absence) in .integer(try await node.number(of: path)) }
        return notes.facts
    }
}
