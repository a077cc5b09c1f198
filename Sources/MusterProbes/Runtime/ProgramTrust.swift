internal import MusterModel

/// Whose programs root's audit runs: though they run as an ordinary user, whoever
/// may write one would choose what runs when root calls.
enum ProgramTrust {
    /// Lets a program pass that root alone may write, with every folder above it;
    /// every program where the audit is not root's, or the machine does not run.
    ///
    /// - Parameter path: without symbolic links.
    /// - Throws: not-tried, naming who else may write what; or why somebody could
    ///   not be looked at.
    static func check(_ path: String, on node: any NodeView) async throws(Absence) {
        guard node.vantage.isRoot, node.vantage.place != .tree else { return }
        var place = ""
        for part in [""] + path.parts(by: "/").map(String.init) {
            place += place.hasSuffix("/") ? part : "/" + part
            let found = try await node.attributes(of: place)
            if let why = found.stranger {
                throw Absence(.notTried, "\(path): not run as root calls, \(place) is \(why)")
            }
        }
    }

    /// Those of `paths` that ``check(_:on:)`` stops.
    static func refused(_ paths: [String], on node: any NodeView) async -> [String] {
        var refused: [String] = []
        for path in paths {
            do throws(Absence) { try await check(path, on: node) } catch { refused.append(path) }
        }
        return refused
    }
}

extension FileAttributes {
    /// Who beside root may change it, in words; nil where nobody may. In a folder
    /// with the sticky bit others cannot touch what is root's.
    fileprivate var stranger: String? {
        let isSticky = kind == .folder && mode & 0o1000 != 0
        if user != 0 { return "of user \(user)" }
        if isSticky { return nil }
        if mode & 0o002 != 0 { return "writable by everybody" }
        return mode & 0o020 != 0 && group != 0 ? "writable by group \(group)" : nil
    }
}
