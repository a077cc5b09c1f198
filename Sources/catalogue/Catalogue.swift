// Writes one Swift file from a list of files; called by CataloguePlugin alone.
// usage: catalogue probes|checks OUTPUT FILE…
import Foundation

/// The tool behind CataloguePlugin.
@main
enum Catalogue {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3 else {
            throw CocoaError(.formatting)
        }
        let files = arguments.dropFirst(3).map { URL(filePath: $0) }
        let text = arguments[1] == "probes" ? probes(files) : try checks(files)
        // The build asks again whenever this tool was linked anew; a file that is touched
        // without need compiles two modules again.
        let output = URL(filePath: arguments[2])
        if (try? String(contentsOf: output, encoding: .utf8)) == text { return }
        try text.write(to: output, atomically: true, encoding: .utf8)
    }

    /// A probe file `KernelProbe.swift` holds the type `KernelProbe`.
    static func probes(_ files: [URL]) -> String {
        let names = files.map { $0.deletingPathExtension().lastPathComponent }.sorted()
        let rows = names.map { "        \($0).self,\n" }.joined()
        return """
            extension ProbeCatalogue {
                /// Every probe in `Probes/`, ordered by file name.
                public static let all: [any Probe.Type] = [
            \(rows)    ]
            }

            """
    }

    /// A check file becomes text in the binary, so that one file is a whole
    /// installation; four hashes because no check file holds `"####`.
    static func checks(_ files: [URL]) throws -> String {
        let rows = try files.map { file in
            let text = try String(contentsOf: file, encoding: .utf8)
            return """
                        CheckFile(name: "\(file.lastPathComponent)", text: ####\"\"\"
                \(text)
                \"\"\"####),

                """
        }
        return """
            extension CheckFile {
                /// The files of `checks/` as they were when this was built.
                public static let builtIn: [CheckFile] = [
            \(rows.joined())    ]
            }

            """
    }
}
