internal import MusterModel

/// Groups and users as the node's own files name them; a directory service knows
/// more.
enum AccountFiles {
    /// The name of a group in the text of `/etc/group`; nil where it has none.
    static func name(ofGroup number: UInt32, in groups: String) -> String? {
        entries(in: groups, fields: 4).first { UInt32($0[2]) == number }.map { String($0[0]) }
    }

    /// Who is in a group, by its own line and as the first group of a user, sorted.
    /// - Throws: absent where no group has that number.
    static func members(
        ofGroup number: UInt32, groups: String, users: String
    ) throws(Absence) -> [String] {
        let groups = entries(in: groups, fields: 4).filter { UInt32($0[2]) == number }
        guard !groups.isEmpty else {
            throw Absence(.absent, "/etc/group: no group \(number)")
        }
        let named = groups.flatMap { $0[3].split(separator: ",") }.map { String($0.trimmingSpace) }
        let first = entries(in: users, fields: 7).filter { UInt32($0[3]) == number }
            .map { String($0[0]) }
        return Set(named + first).filter { !$0.isEmpty }.sorted()
    }

    private static func entries(in text: String, fields: Int) -> [[Substring]] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            let parts = line.split(separator: ":", omittingEmptySubsequences: false)
            return parts.count == fields ? parts : nil
        }
    }
}
