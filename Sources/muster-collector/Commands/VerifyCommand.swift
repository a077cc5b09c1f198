import ArgumentParser
import MusterStore

/// Whether the store is whole.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Looks the collector's whole file over; ends with 1 where it is damaged.")

    @OptionGroup var store: StoreOption

    func run() async throws {
        let objections = try await store.opened { try await $0.objections() }
        guard !objections.isEmpty else { return print("\(store.path): whole") }
        for words in objections { print("\(store.path): \(words)") }
        throw ExitCode(1)
    }
}
