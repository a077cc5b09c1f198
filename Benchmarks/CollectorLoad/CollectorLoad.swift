import ArgumentParser

/// Work for a collector, by which it is measured: Benchmarks/collector calls it.
@main
struct CollectorLoad: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collector-load", subcommands: [SeedCommand.self, SendCommand.self])
}
