import ArgumentParser
import MusterCollector
import MusterModel
import MusterReport
import MusterStore

/// Sites: how they stand, and which there are.
struct SitesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sites",
        abstract: "Tells how sites stand, shows one, and takes over registries.",
        subcommands: [SitesListCommand.self, SitesShowCommand.self, SitesImportCommand.self],
        defaultSubcommand: SitesListCommand.self)
}

/// How sites stand.
struct SitesListCommand: AsyncParsableCommand {
    /// How the table is written.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }

    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Tells of every site how it stands under every profile, and why.")

    @OptionGroup var store: StoreOption

    @Option(help: ArgumentHelp("One site alone.", valueName: "name"))
    var site: String?

    @Option(help: ArgumentHelp("One profile alone.", valueName: "id"))
    var profile: String?

    @Option(help: "How: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format = Format.text

    func run() async throws {
        let rows = try await store.opened { try await $0.standings(of: site) }
            .filter { row in profile.map { $0 == row.profile } ?? true }
        switch format {
        case .json: print(JSONValue.array(rows.map(\.json)).canonicalText)
        case .text: for line in Self.table(rows) { print(line) }
        }
    }

    private static func table(_ rows: [StandingRow]) -> [String] {
        let head = ["site", "profile", "standing", "ready", "known", "nodes", "since"]
        let cells = rows.map { row in
            let counts = row.counts
            return [
                row.name.printable + (row.trust == .registered ? "" : " (unregistered)"),
                row.profile, row.standing, "\(counts.ready)", "\(counts.ready + counts.unfit)",
                "\(counts.nodes)",
                UTCTime(secondsSince1970: row.since / 1000).description,
            ]
        }
        return TextTable.lines(head, cells)
    }
}
