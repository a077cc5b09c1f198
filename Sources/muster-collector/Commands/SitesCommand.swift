import ArgumentParser
import MusterModel
import MusterReport
import MusterStore

/// How sites stand.
struct SitesCommand: AsyncParsableCommand {
    /// How the table is written.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }

    static let configuration = CommandConfiguration(
        commandName: "sites",
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

extension StandingRow {
    /// Its members; what the fold came to is under `why`.
    fileprivate var json: JSONValue {
        var members: [String: JSONValue] = [
            "site": .string(name), "trust": .string(trust.rawValue),
            "profile": .string(profile), "standing": .string(standing),
            "since_milliseconds": .integer(since), "ready": .integer(counts.ready),
            "degraded": .integer(counts.degraded), "unfit": .integer(counts.unfit),
            "undetermined": .integer(counts.undetermined), "stale": .integer(counts.stale),
            "silent": .integer(counts.silent), "cores_ready": .integer(counts.coresReady),
            "cores": .integer(counts.cores),
        ]
        if let expected = counts.expected { members["expected"] = .integer(expected) }
        if let why = try? JSONReader.value(in: document) { members["why"] = why }
        return .object(members)
    }
}
