import ArgumentParser
import MusterCollector

/// Passive results for Nagios and ETF.
struct ExportNagiosCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nagios",
        abstract: "Writes how sites stand as passive check results for Nagios and ETF.")

    @OptionGroup var store: StoreOption
    @OptionGroup var file: ConfigurationOption
    @OptionGroup var remote: RemoteOption

    @Option(help: ArgumentHelp("The profiles; given once for each.", valueName: "id"))
    var profile = ["baseline"]

    @Option(
        help: ArgumentHelp(
            "The core's command file, or a file that is replaced; - for standard output.",
            valueName: "file"), completion: .file())
    var output = "-"

    func run() async throws {
        let source = ReadinessSource(store: store, file: file, remote: remote)
        var lines: [String] = []
        for profile in profile {
            let report = try await source.report(under: profile, since: Clock.now())
            lines += PassiveChecks(report).commands
        }
        if output == "-" {
            for line in lines { print(line) }
        } else if let pipe = try CommandPipe(at: output) {
            try pipe.write(lines)
        } else {
            try WholeFile(path: output).write(Array(lines.map { $0 + "\n" }.joined().utf8))
        }
    }
}
