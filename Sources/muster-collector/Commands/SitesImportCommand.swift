import ArgumentParser
import Foundation
import MusterCollector
import MusterModel
import MusterStore

/// Brings the registry up to date.
struct SitesImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Takes over sites, queues or downtimes from files; - is standard input.",
        discussion: """
            What a file is shows by itself: CRIC's rcsite or pandaqueue (JSON), GOCDB's \
            get_site_list or get_downtime (XML), or sites of your own (YAML). Each source \
            replaces what it said before and leaves the others alone.
            """)

    @OptionGroup var store: StoreOption

    @Argument(help: "Files to take over.", completion: .file())
    var files: [String]

    @Flag(help: "Tell what would change, and change nothing.")
    var dryRun = false

    @Flag(help: "Take over also what has lost more than half of its sites.")
    var force = false

    private static let shownAtMost = 200

    func run() async throws {
        var isRefused = false
        try await store.opened(making: true) { store in
            let keeper = RegistryKeeper(store)
            for file in files {
                let now = Clock.now()
                let data = try Self.bytes(of: file)
                let looked = try await keeper.look(at: data, from: file, now)
                tell(looked, file)
                if let objection = looked.objection, !force {
                    Person.tell("\(file): not taken over: \(objection); --force takes it over")
                    isRefused = true
                    continue
                }
                if dryRun || looked.changes.isEmpty { continue }
                try await keeper.keep(looked, by: Person.name, now)
                let document = JSONValue.object([
                    "source": .string(looked.reading.source.rawValue), "file": .string(file),
                    "changes": .integer(Int64(looked.changes.count)),
                ])
                try await store.note(
                    "registry-imported", by: Person.name, document.canonicalText, at: now)
            }
        }
        if isRefused { throw ExitCode(1) }
    }

    private func tell(_ looked: RegistryKeeper.Import, _ file: String) {
        let reading = looked.reading
        print(
            "\(file): \(reading.source.rawValue): \(reading.siteCount) sites, "
                + "\(reading.downtimeCount) downtimes, \(looked.changes.count) changes, "
                + "\(reading.remarks.count) left out")
        for line in looked.changes.prefix(Self.shownAtMost) { print("  " + line.printable) }
        if looked.changes.count > Self.shownAtMost {
            print("  and \(looked.changes.count - Self.shownAtMost) more")
        }
        for line in reading.remarks { Person.tell(line.printable) }
    }

    private static func bytes(of file: String) throws -> [UInt8] {
        if file == "-" { return Array(try FileHandle.standardInput.readToEnd() ?? Data()) }
        do { return Array(try Data(contentsOf: URL(fileURLWithPath: file))) } catch {
            throw UnreadableFile(description: "\(file): \(error.localizedDescription)")
        }
    }
}

/// A file of the command line that cannot be read.
struct UnreadableFile: Error, CustomStringConvertible {
    let description: String
}
