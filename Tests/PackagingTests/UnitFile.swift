import Foundation
import LaunchKit
import Testing

/// A unit file or drop-in of packaging/systemd, as systemd reads it.
struct UnitFile: CustomTestStringConvertible {
    /// One assignment.
    struct Directive {
        let section: String
        let name: String
        let value: String
    }

    /// The folder of the units.
    static let folder = Launch.package.appending(path: "packaging/systemd")

    /// The units of the package, sorted by name.
    static let all = read(in: folder, suffixes: [".service", ".socket", ".slice", ".path"])
    /// The drop-ins that are examples.
    static let examples = read(in: folder.appending(path: "examples"), suffixes: [".conf"])
    /// The templates that look at the node.
    static let observers = all.filter { $0.name.contains("@.service") }

    /// The file's name.
    let name: String
    /// What it assigns, in its order.
    let directives: [Directive]

    var testDescription: String { name }

    /// Reads text; lines before the first section and lines that assign nothing are told as
    /// directives without a section or name, which no test accepts.
    init(name: String, text: String) {
        var section = ""
        var found: [Directive] = []
        for line in text.replacing("\\\n", with: " ").split(separator: "\n") {
            if line.hasPrefix("#") || line.hasPrefix(";") { continue }
            if line.hasPrefix("[") {
                section = String(line.dropFirst().prefix { $0 != "]" })
                continue
            }
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            found.append(
                Directive(
                    section: section, name: parts.count == 2 ? String(parts[0]) : "",
                    value: parts.count == 2 ? String(parts[1]) : String(line)))
        }
        self.name = name
        directives = found
    }

    /// The values of a directive, in their order.
    func values(_ name: String) -> [String] {
        directives.filter { $0.name == name }.map(\.value)
    }

    private static func read(in folder: URL, suffixes: [String]) -> [UnitFile] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().filter { name in suffixes.contains { name.hasSuffix($0) } }
            .compactMap { name in
                (try? String(contentsOf: folder.appending(path: name), encoding: .utf8))
                    .map { UnitFile(name: name, text: $0) }
            }
    }
}
