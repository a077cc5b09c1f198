import ArgumentParser
import MusterCollector
import MusterModel

/// Documents for CERN's MONIT.
struct ExportMonitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "monit",
        abstract: "Writes how sites stand as documents for CERN's MONIT.")

    @OptionGroup var store: StoreOption
    @OptionGroup var file: ConfigurationOption
    @OptionGroup var remote: RemoteOption

    @Option(help: ArgumentHelp("The profiles; given once for each.", valueName: "id"))
    var profile = ["baseline"]

    @Option(help: ArgumentHelp("The producer's name, as agreed with MONIT.", valueName: "name"))
    var producer = "muster"

    @Option(
        help: ArgumentHelp(
            "A folder for a file each profile, monit-ID.json; - for standard output.",
            valueName: "folder"), completion: .directory)
    var output = "-"

    mutating func validate() throws {
        guard MonitDocuments.isProducer(producer) else {
            throw ValidationError(
                "--producer: \(producer.printable), needed letters, digits, _ and -")
        }
    }

    func run() async throws {
        let source = ReadinessSource(store: store, file: file, remote: remote)
        for profile in profile {
            let report = try await source.report(under: profile, since: Clock.now())
            let line = MonitDocuments(report, by: producer).line + [UInt8(ascii: "\n")]
            guard output != "-" else {
                print(String(decoding: line, as: UTF8.self), terminator: "")
                continue
            }
            // A profile's id is a word; one that a file gave otherwise names no other folder.
            let name = report.profile.replacing("/", with: "_")
            try WholeFile(path: "\(output)/monit-\(name).json").write(line)
        }
    }
}
