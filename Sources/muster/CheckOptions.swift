import ArgumentParser
import MusterModel
import MusterProbes

/// How an audit is shown.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, ndjson, junit, tap, nagios, prometheus, classad, sarif, html, csv
}

/// What `muster check` is asked.
struct CheckOptions: ParsableArguments {
    @Option(
        name: .customLong("profile"),
        help: ArgumentHelp(
            "Judge under these profiles alone; repeat or join with commas; all for every one.",
            valueName: "id"),
        completion: Completions.profiles)
    var profiles: [String] = []

    @Option(
        help: ArgumentHelp("Only these probes or checks.", valueName: "id,…"),
        completion: Completions.selection)
    var only: [String] = []

    @Option(
        help: ArgumentHelp("Without these probes or checks.", valueName: "id,…"),
        completion: Completions.selection)
    var except: [String] = []

    @Option(
        help: ArgumentHelp("Look at the tree of files below a folder.", valueName: "folder"),
        completion: .directory)
    var root: String?

    @Option(
        // An option string begins with a hyphen itself: --binds '-B /data'.
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Directories that the site's queues bind.",
            discussion: """
                A list SRC[:DST[:OPTIONS]],…; @FILE with one a line; or a catchall or \
                container_options string as AGIS and CRIC hold it.
                """, valueName: "binds"))
    var binds: [String] = []

    @Option(
        help: ArgumentHelp(
            "Container images that the site's queues start.",
            discussion: """
                A list of paths, patterns of paths and references (docker://…), with commas \
                between; or @FILE with one a line.
                """, valueName: "images"))
    var images: [String] = []

    @Flag(help: "Also ask registries and web servers for the images that are named there.")
    var remoteImages = false

    @Option(
        help: ArgumentHelp(
            "How the report is shown: \(OutputFormat.allValueStrings.joined(separator: ", ")).",
            valueName: "format"))
    var format: OutputFormat = .text

    @Option(
        help: ArgumentHelp(
            "Write the report to a file, all at once.",
            discussion: "The file is replaced when the new report is on the disk.",
            valueName: "file"),
        completion: .file())
    var output: String?

    @Option(
        name: .customLong("exit-code"),
        help: ArgumentHelp(
            "What the exit code tells: never, verdict or nagios.",
            discussion: "verdict by default, nagios with --format nagios.", valueName: "rule"))
    var exitCode: ExitRule?

    @Flag(help: "Write nothing to the journal.")
    var noJournal = false

    @Option(
        name: .customLong("deadline"),
        help: ArgumentHelp(
            "How long the audit may take as a whole, as \"30 s\"; 2 min with --smoke.",
            valueName: "time"),
        transform: readDeadline)
    var askedDeadline: Duration?

    /// What was asked, or what such an audit needs.
    var deadline: Duration { askedDeadline ?? (smoke ? .seconds(120) : .seconds(30)) }

    @Option(
        help: ArgumentHelp("Read more check files from a folder.", valueName: "folder"),
        completion: .directory)
    var checks: String?

    @Option(
        help: ArgumentHelp(
            "Judge by a check bundle, whoever signed it, over the built-in check files.",
            valueName: "file"),
        completion: .file())
    var bundle: String?

    @OptionGroup var probes: ProbesOption

    @Option(
        help: ArgumentHelp("Read accepted exceptions from a file.", valueName: "file"),
        completion: Completions.checkFiles)
    var waivers: String?

    @Option(
        help: ArgumentHelp("Judge as on another day, YYYY-MM-DD.", valueName: "day"),
        transform: readDay)
    var date: CalendarDate?

    @Option(
        help: ArgumentHelp("Record the node as a fixture in a new folder.", valueName: "folder"),
        completion: .directory)
    var record: String?

    @Option(help: ArgumentHelp("The site's name in CRIC or GOCDB.", valueName: "name"))
    var site: String?

    @Option(
        help: ArgumentHelp(
            "The queue that the report belongs to.",
            discussion:
                "In a job, site and queue come from its environment where they are not given.",
            valueName: "name"))
    var queue: String?

    @Option(
        help: ArgumentHelp(
            "Where the audit stands, if not where it seems: host, job or container.",
            valueName: "place"),
        transform: readPlace)
    var vantage: Vantage.Place?

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "Whom root's audit poses as where an ordinary user is meant.", valueName: "user"))
    var ordinary: String?

    @Flag(help: "Start a container on every route, as an ordinary user, and look around inside.")
    var smoke = false

    @Option(
        name: .customLong("smoke-image"),
        help: ArgumentHelp(
            "The image to start with --smoke: a folder, a file, or docker://NAME; repeat for more.",
            valueName: "image"),
        completion: .file(), transform: readImage)
    var smokeImages: [String] = []

    func validate() throws {
        for (name, values) in [("profile", profiles), ("only", only), ("except", except)]
        where values.contains(where: { Self.split([$0]).isEmpty }) {
            throw ValidationError("--\(name): names nothing, needed ids with commas between")
        }
        if binds.contains(where: { $0.allSatisfy(\.isWhitespace) || $0 == "@" }) {
            throw ValidationError(
                "--binds: names nothing, needed directories, @FILE or a queue's option string")
        }
        if !smokeImages.isEmpty, !smoke {
            throw ValidationError("--smoke-image: nothing is started without --smoke")
        }
        if root != nil, record != nil {
            throw ValidationError("--record makes a fixture of this machine, not of --root")
        }
        if root != nil, vantage != nil {
            throw ValidationError("--vantage: of a tree of files there is no other")
        }
        for (name, value) in [("site", site), ("queue", queue)] {
            if let value, let objection = Belonging.objection(to: value) {
                throw ValidationError("--\(name): no name: \(objection)")
            }
        }
        if output?.isEmpty == true || output?.hasSuffix("/") == true {
            throw ValidationError("--output: needed the name of a file")
        }
    }

    /// What the exit code tells: as asked, else what the format's readers expect.
    var exitRule: ExitRule { exitCode ?? (format == .nagios ? .nagios : .verdict) }

    /// A list option's elements; commas join as repeating does.
    static func split(_ values: [String]) -> [String] {
        values.flatMap { $0.split { $0 == "," || $0.isWhitespace }.map(String.init) }
    }
}

/// Between the shortest that lets an attempt end and the longest that a person
/// waits for.
private func readDeadline(_ text: String) throws -> Duration {
    guard let time = Duration(words: text), time >= .seconds(1), time <= .seconds(3600) else {
        throw ValidationError("--deadline: \(text), needed a time from 1 s to 1 h, as \"30 s\"")
    }
    return time
}

/// A tree is looked at with `--root`, and nobody stands in one.
private func readPlace(_ text: String) throws -> Vantage.Place {
    guard let place = Vantage.Place(rawValue: text), place != .tree else {
        throw ValidationError("--vantage: \(text), needed host, job or container")
    }
    return place
}

/// What a runtime could take for an option of its own is no image.
private func readImage(_ text: String) throws -> String {
    guard SmokeOrder.isImage(text) else {
        throw ValidationError(
            "--smoke-image: \(text), needed an absolute path without a space, or docker://NAME")
    }
    return text
}

private func readDay(_ text: String) throws -> CalendarDate {
    guard let date = CalendarDate(text) else {
        throw ValidationError("--date: \(text), needed a day as 2026-11-23")
    }
    return date
}
