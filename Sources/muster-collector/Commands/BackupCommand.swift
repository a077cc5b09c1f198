import ArgumentParser
import MusterStore

/// A copy of the store while it is at work.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copies the collector's file, whole and at one instant, while it is at work.")

    @OptionGroup var store: StoreOption

    @Argument(help: "Where the copy goes; nothing may be there.", completion: .file())
    var path: String

    func run() async throws {
        try await store.opened { try await $0.backUp(to: path) }
    }
}
