import Foundation
import PackagePlugin

/// Writes the lists that nobody should keep by hand: the probes of
/// `MusterProbes/Probes`, one file each, and the files of `checks/`.
@main
struct CataloguePlugin: BuildToolPlugin {
    func createBuildCommands(
        context: PluginContext, target: any Target
    ) async throws -> [Command] {
        let tool = try context.tool(named: "catalogue").url
        let root = context.package.directoryURL
        let (kind, folder, suffix) =
            switch target.name {
            case "MusterProbes":
                ("probes", root.appending(path: "Sources/MusterProbes/Probes"), "Probe.swift")
            default:
                ("checks", root.appending(path: "checks"), ".yaml")
            }
        let inputs = try FileManager.default
            .contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasSuffix(suffix) }
            .sorted { $0.path < $1.path }
        let output = context.pluginWorkDirectoryURL.appending(path: "Catalogue.swift")
        return [
            .buildCommand(
                displayName: "Catalogue of \(kind)",
                executable: tool,
                arguments: [kind, output.path] + inputs.map(\.path),
                inputFiles: inputs,
                outputFiles: [output]
            )
        ]
    }
}
