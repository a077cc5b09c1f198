internal import MusterModel

/// Which of the watched bind sources a live attempt may be given.
struct BindChoice: Sendable {
    /// Those that are there and have answered, sorted.
    var paths: [String] = []
    /// The others, as `path: why`, sorted.
    var skipped: [String] = []

    /// Asks for each path first, by an observer where it may block: an attempt that
    /// binds a mount which does not answer would wait with it.
    init(of paths: [String], on node: any NodeView) async {
        let answers = await withTaskGroup(of: (String, String?).self) { group in
            for path in paths {
                group.addTask { (path, await Self.objection(to: path, on: node)) }
            }
            var answers: [(String, String?)] = []
            for await answer in group { answers.append(answer) }
            return answers.sorted { $0.0 < $1.0 }
        }
        for (path, objection) in answers {
            if let objection {
                skipped.append("\(path): \(objection)")
            } else {
                self.paths.append(path)
            }
        }
    }

    private static func objection(to path: String, on node: any NodeView) async -> String? {
        // Runtimes split their bind lists at these, and a question at spaces.
        guard path.isAbsolute, path.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }),
            !path.contains(":"), !path.contains(",")
        else { return "a name that no bind list can hold" }
        if path.parts(by: "/").contains("..") || path == "/" { return "no folder to bind" }
        do throws(Absence) {
            _ = try await node.attributes(of: path)
            return nil
        } catch {
            return error.reason.rawValue
        }
    }
}
