import ArgumentParser
import Foundation
import MusterCollector

/// Where the collector's configuration is, the same for every command.
struct ConfigurationOption: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            "The folder of collector.yaml, checks.d, waivers.yaml and waivers.d.",
            valueName: "folder"), completion: .directory)
    var folder = "/etc/muster-collector"

    private static let bytesAtMost = 1 << 20

    /// The configuration's own file.
    var path: String { folder + "/collector.yaml" }

    /// Check files and waivers.
    var places: Bench.Places {
        var places = Bench.Places()
        places.checks = folder + "/checks.d"
        places.waivers = folder + "/waivers.yaml"
        places.siteWaivers = folder + "/waivers.d"
        return places
    }

    /// What the file says; the usual where there is none.
    /// - Throws: ``Bench/Mistakes`` with every mistake, each with its line.
    func read() throws -> CollectorConfiguration {
        guard FileManager.default.fileExists(atPath: path) else { return CollectorConfiguration() }
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        guard data.count <= Self.bytesAtMost, let text = String(data: data, encoding: .utf8) else {
            throw Bench.Mistakes(lines: ["\(path): needed UTF-8 text of at most 1 MiB"])
        }
        let reading = CollectorConfiguration.reading(text, from: path)
        guard reading.mistakes.isEmpty else { throw Bench.Mistakes(lines: reading.mistakes) }
        return reading.configuration
    }
}
