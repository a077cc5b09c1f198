internal import MusterModel

/// A path with `*` and `?` in its names, none of which crosses a slash.
struct ImagePattern: Hashable, Sendable {
    /// More images than this are no list of a profile.
    static let matchesAtMost = 64
    /// A pattern with more names than this is none of images.
    private static let namesAtMost = 32

    /// The pattern as written.
    let text: String

    /// What it matches on a node, sorted.
    /// - Throws: the first folder's trouble; unsupported beyond ``matchesAtMost``.
    func matches(on node: any NodeView) async throws(Absence) -> [String] {
        let names = text.parts(by: "/").map(String.init)
        guard names.count <= Self.namesAtMost else {
            throw Absence(.unsupported, "\(text): \(names.count) folders deep")
        }
        var found = [""]
        for (index, name) in names.enumerated() {
            let isLast = index == names.count - 1
            found = try await expanded(found, by: name, isLast: isLast, on: node)
        }
        return found.sorted()
    }

    private func expanded(
        _ folders: [String], by name: String, isLast: Bool, on node: any NodeView
    ) async throws(Absence) -> [String] {
        guard name.contains("*") || name.contains("?") else {
            let paths = folders.map { "\($0)/\(name)" }
            return isLast ? try await existing(paths, on: node) : paths
        }
        var found: [String] = []
        for folder in folders {
            for each in try await listed(folder, on: node) where Self.fits(each, name) {
                found.append("\(folder)/\(each)")
            }
            guard found.count <= Self.matchesAtMost else {
                throw Absence(.unsupported, "\(text): more than \(Self.matchesAtMost) matches")
            }
        }
        return found
    }

    /// As a shell does, `*` leaves hidden names out.
    private static func fits(_ name: String, _ pattern: String) -> Bool {
        (!name.hasPrefix(".") || pattern.hasPrefix(".")) && Glob(pattern).matches(name)
    }

    private func existing(
        _ paths: [String], on node: any NodeView
    ) async throws(Absence) -> [String] {
        var found: [String] = []
        for path in paths where try await node.exists(path) { found.append(path) }
        return found
    }

    /// No names in what is not there or is a file.
    private func listed(
        _ folder: String, on node: any NodeView
    ) async throws(Absence) -> [String] {
        do {
            return try await node.names(in: folder.isEmpty ? "/" : folder)
        } catch  where error.reason == .absent {
            return []
        }
    }
}
