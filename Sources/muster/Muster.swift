import ArgumentParser

@main
struct Muster: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "muster", version: "0.1.0")
}
