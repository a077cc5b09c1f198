internal import MusterModel

/// Whose ids a container really has, told by its uid_map (glideinWMS
/// singularity_lib.sh: the first line, `inside outside count`).
enum ContainerMode: String, Hashable, Sendable, CaseIterable {
    /// All ids as outside: a setuid starter or a daemon set it up.
    case privileged
    /// An id that is not root's, mapped to itself or another.
    case unprivileged
    /// Root inside, somebody else outside.
    case fakeroot

    /// The mode that a map means.
    ///
    /// - Parameter outside: the map of the node, which in a container is not the
    ///   full one either; an equal map means that there is no namespace of its own.
    /// - Throws: malformed where the line is no map.
    init(uidMap: String, outside: String?) throws(Absence) {
        let words = uidMap.split { $0.isWhitespace }
        let numbers = words.compactMap { UInt32($0) }
        guard numbers.count == 3, words.count == 3 else {
            throw Absence(.malformed, "/proc/self/uid_map: \(uidMap.excerpt), needed 3 numbers")
        }
        if let outside, outside.split(whereSeparator: { $0.isWhitespace }) == words {
            self = .privileged
        } else if numbers[0] != 0 {
            self = .unprivileged
        } else {
            self = numbers[1] == 0 ? .privileged : .fakeroot
        }
    }
}
