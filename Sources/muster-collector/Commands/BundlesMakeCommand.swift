import ArgumentParser
import Foundation
import MusterChecks
import MusterCollector
import MusterModel

/// Puts check files together and signs them; needs no store and no network.
struct BundlesMakeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make",
        abstract: "Puts check files together to a bundle and signs it.",
        discussion: "Refuses what a node would refuse, every mistake with file, line and column.")

    @OptionGroup var file: ConfigurationOption

    @Option(
        help: ArgumentHelp("The key that signs, from bundles key.", valueName: "file"),
        completion: .file())
    var key: String

    @Option(
        name: .customLong("version"),
        help: ArgumentHelp(
            "Its version: higher than that of any bundle before.", valueName: "n"))
    var version: Int64

    @Option(
        help: ArgumentHelp(
            "Check files, or a folder of them; checks.d of the configuration without.",
            valueName: "path"),
        completion: .file())
    var checks: [String] = []

    @Option(
        help: ArgumentHelp(
            "The last day on which nodes may use it, YYYY-MM-DD; no end without.",
            valueName: "day"))
    var until: String?

    @Option(help: ArgumentHelp("What it is for, in a line.", valueName: "text"))
    var note = ""

    @Option(
        help: ArgumentHelp("Where it goes; nothing is written over.", valueName: "file"),
        completion: .file())
    var output: String

    func validate() throws {
        guard CheckBundle.versions.contains(version) else {
            throw ValidationError("--version: needed a number from 1 on")
        }
        let today = CalendarDate(secondsSince1970: Clock.now() / 1000)
        if let until, CalendarDate(until).map({ $0 < today }) ?? true {
            throw ValidationError(
                "--until: \(until.printable), needed a day as 2027-03-31 that is not over")
        }
    }

    func run() throws {
        let secret = try BundleFile.secret(key)
        var maker = BundleMaker(version: version, made: Clock.now() / 1000)
        (maker.until, maker.note) = (until.flatMap(CalendarDate.init), note)
        let (bundle, warnings) = try maker.bundle(of: try files())
        for warning in warnings { Person.tell("warning: \(warning)") }
        guard let signed = SignedBundle(bundle, by: secret) else {
            throw Bench.Mistakes(
                lines: ["\(output): needed at most \(SignedBundle.bodyAtMost) bytes of files"])
        }
        try BundleFile.create(output, signed.bytes, mode: 0o644)
        print(signed.digest)
        Person.tell("\(output): version \(version), \(bundle.files.count) files")
    }

    private func files() throws -> [CheckFile] {
        let paths = checks.isEmpty ? [file.places.checks] : checks
        return try paths.flatMap { path -> [CheckFile] in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw UnreadableFile(description: "\(path): no such file or folder")
            }
            guard isFolder.boolValue else {
                do {
                    let text = try CheckFile.FolderReader.policy.text(path)
                    return [CheckFile(name: path, text: text)]
                } catch { throw UnreadableFile(description: "\(error)") }
            }
            let read = CheckFile.inFolder(path, by: .policy)
            if let error = read.errors.first { throw UnreadableFile(description: "\(error)") }
            return read.files
        }
    }
}
