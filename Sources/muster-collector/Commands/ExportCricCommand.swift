import ArgumentParser
import MusterCollector
import MusterModel

/// What queues should have in CRIC.
struct ExportCricCommand: AsyncParsableCommand {
    /// How it is written.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }

    static let configuration = CommandConfiguration(
        commandName: "cric",
        abstract: "Tells which container settings queues should have in CRIC, and what is "
            + "otherwise there.")

    @OptionGroup var store: StoreOption
    @OptionGroup var file: ConfigurationOption
    @OptionGroup var remote: RemoteOption

    @Option(help: ArgumentHelp("One site alone.", valueName: "name"))
    var site: String?

    @Option(help: "How: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format = Format.text

    func run() async throws {
        let settings = try await made()
        if let site, settings.queues.isEmpty {
            Person.tell("\(site.printable): no queue of such a site in the registry")
            throw ExitCode(1)
        }
        switch format {
        case .text: for line in QueueSettingsText(settings).lines { print(line) }
        case .json: print(settings.json.canonicalText)
        }
    }

    private func made() async throws -> QueueSettings {
        if let url = remote.url {
            return try QueueSettings(
                reading: try await remote.client(of: url).answer(at: QueueSettings.path(of: site)))
        }
        let bench = try Bench(of: file.places, version: CollectorProgram.version)
        return try await store.opened { store in
            let now = Clock.now()
            let bench = try await Bench.inForce(at: now, in: store, otherwise: bench)
            return try await QueueSettingsMaker(store, bench: bench).settings(of: site, at: now)
        }
    }
}
