import Foundation

/// The package's files, as they lie beside this test.
enum Tree {
    /// The package's folder.
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Files that rules are about, by path below the root, sorted. Fixtures are
    /// other machines' files and build products are nobody's.
    static let files: [SourceFile] = paths.compactMap { path in
        // What is no UTF-8 is no source.
        guard let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8)
        else { return nil }
        return SourceFile(path: path, text: text)
    }

    /// The Swift files.
    static let swift = files.filter { $0.path.hasSuffix(".swift") }

    private static let folders = [
        "Sources", "Tests", "Plugins", "Benchmarks", "packaging", "docs", "checks", ".ci",
    ]

    private static let paths: [String] = {
        let manager = FileManager.default
        let top = (try? manager.contentsOfDirectory(atPath: root.path)) ?? []
        let below = folders.flatMap { folder in
            (manager.enumerator(atPath: root.appending(path: folder).path)?.compactMap {
                $0 as? String
            } ?? []).map { "\(folder)/\($0)" }
        }
        return (top + below).filter(isOurs).sorted()
    }()

    private static func isOurs(_ path: String) -> Bool {
        let isFixture = path.contains("/Fixtures/") || path.contains("/fixtures/")
        var isFolder: ObjCBool = false
        let full = root.appending(path: path).path
        return !isFixture && FileManager.default.fileExists(atPath: full, isDirectory: &isFolder)
            && !isFolder.boolValue
    }
}
