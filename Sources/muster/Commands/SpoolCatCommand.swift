import ArgumentParser
import MusterAgent
import MusterModel

/// One report or section, as it lies there.
struct SpoolCatCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cat",
        abstract: "Prints a report's body, or a section, byte for byte.",
        discussion: "Canonical JSON: `muster spool cat 12 | jq .claims`.")

    @OptionGroup var spool: SpoolOption

    @Argument(help: "The report's number, or a section's digest.")
    var report: String

    func run() throws {
        let bytes = try spool.survey { survey in
            if let digest = Digest(text: report) { return try survey.section(digest) }
            guard let number = Int64(report), number > 0 else {
                throw ValidationError("\(report): needed a report's number or a section's digest")
            }
            return try survey.body(of: number)
        }
        guard let bytes else {
            throw AuditFailure(.noInput, "\(report): not in the spool; muster spool list shows it")
        }
        try Terminal.write(bytes + [UInt8(ascii: "\n")])
    }
}
