import ArgumentParser
import MusterCollector
import MusterModel

/// What has to be in an image.
struct BindsCommand: AsyncParsableCommand {
    /// How it is written.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, csv, list
    }

    static let configuration = CommandConfiguration(
        commandName: "binds",
        abstract: "Tells which directories have to be in an image that every site can use, and "
            + "which images lack them.")

    @OptionGroup var store: StoreOption
    @OptionGroup var file: ConfigurationOption
    @OptionGroup var remote: RemoteOption

    @Option(help: ArgumentHelp("The profile.", valueName: "id"))
    var profile = "baseline"

    @Option(help: "How: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format = Format.text

    func run() async throws {
        let points = try await made()
        switch format {
        case .text: for line in BindPointsText(points).lines { print(line) }
        case .json: print(points.json.canonicalText)
        case .csv: print(points.csv, terminator: "")
        case .list: for path in points.list { print(path) }
        }
    }

    private func made() async throws -> BindPoints {
        if let url = remote.url {
            return try BindPoints(
                reading: try await remote.client(of: url).answer(
                    at: BindPoints.path(under: profile)))
        }
        let bench = try Bench(of: file.places, version: CollectorProgram.version)
        return try await store.opened { store in
            let now = Clock.now()
            let bench = try await Bench.inForce(at: now, in: store, otherwise: bench)
            let maker = BindPointsMaker(store, bench: bench)
            guard let points = try await maker.points(under: profile, at: now) else {
                throw ReadinessSource.unknown(profile, among: bench)
            }
            return points
        }
    }
}
