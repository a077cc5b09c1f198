import ArgumentParser
import Foundation
import MusterChecks
import MusterCollector
import MusterModel
import MusterReport
import MusterStore

/// What would be otherwise if sites were judged by something else.
struct WhatIfCommand: AsyncParsableCommand {
    /// How the answer is written.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }

    static let configuration = CommandConfiguration(
        commandName: "what-if",
        abstract: "Tells which sites would be ready if they were judged by something else.",
        discussion: "Judges what nodes last reported; asks no node, and changes nothing.")

    @OptionGroup var store: StoreOption
    @OptionGroup var file: ConfigurationOption
    @OptionGroup var remote: RemoteOption

    @Option(
        name: .customLong("file"),
        help: ArgumentHelp(
            "A check file: a profile instead of the one of its name, or advisories beside "
                + "those in force.",
            valueName: "file"), completion: .file(extensions: ["yaml"]))
    var files: [String] = []

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Another value of a limit, as in userns.limit=15000.", valueName: "name=value"))
    var limits: [String] = []

    @Option(help: ArgumentHelp("A check that nobody would ask.", valueName: "check"))
    var without: [String] = []

    @Option(
        name: .customLong("profile"),
        help: ArgumentHelp(
            "Under this profile alone; under all that are touched without it.",
            valueName: "id"))
    var profiles: [String] = []

    @Option(help: "How: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format = Format.text

    private static let bytesAtMost = 1 << 20

    func run() async throws {
        let proposal = try proposal()
        let answer = try await answer(to: proposal)
        switch format {
        case .json: print(answer.json.canonicalText)
        case .text: for line in WhatIfText(answer).lines { print(line) }
        }
    }

    private func answer(to proposal: Proposal) async throws -> WhatIf {
        let profiles = profiles.isEmpty ? nil : Set(profiles)
        if let url = remote.url {
            let body = proposal.request(under: profiles).canonicalBytes
            return try WhatIf(
                reading: try await remote.client(of: url).answer(at: WhatIf.path, posting: body))
        }
        let configured = try Bench(of: file.places, version: CollectorProgram.version)
        let usual = try file.read().rules
        return try await store.opened { store in
            let now = Clock.now()
            let base = try await Bench.inForce(at: now, in: store, otherwise: configured)
            let rules = try await Bench.rulesInForce(at: now, in: store, otherwise: usual)
            return try await WhatIfMaker(store, base: base, rules: rules).whatIf(
                proposal, under: profiles, at: now)
        }
    }

    private func proposal() throws -> Proposal {
        var proposal = Proposal()
        proposal.files = try files.map { path in
            guard let data = FileManager.default.contents(atPath: path),
                data.count <= Self.bytesAtMost, let text = String(data: data, encoding: .utf8)
            else { throw UnreadableFile(description: "\(path): needed UTF-8 text up to 1 MiB") }
            return CheckFile(name: path, text: text)
        }
        for pair in limits {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw ValidationError("--set: \(pair), needed NAME=VALUE")
            }
            proposal.limits[parts[0]] = parts[1]
        }
        proposal.without = Set(without)
        return proposal
    }
}
