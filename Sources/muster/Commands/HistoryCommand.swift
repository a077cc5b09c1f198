import ArgumentParser
import Glibc
import MusterAgent
import MusterModel
import MusterReport

/// What changed on this node, and when.
struct HistoryCommand: ParsableCommand {
    /// How the history is written.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }

    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Tells what changed on this node and when, from the journal.",
        discussion: """
            Verdicts, findings that came and went, troubles, deliveries; the oldest first. \
            Needs the right to read the journal: root, or group systemd-journal or adm. \
            Entries under our ids that neither root nor the service wrote are left out and \
            counted.
            """)

    @Option(help: ArgumentHelp("Only from a moment on: \(MomentWords.forms).", valueName: "moment"))
    var since: MomentWords?

    @Option(help: ArgumentHelp("Only before a moment.", valueName: "moment"))
    var until: MomentWords?

    @Option(help: ArgumentHelp("Only what is about a check.", valueName: "id"))
    var check: String?

    @Option(help: ArgumentHelp("Only what is about a profile.", valueName: "id"))
    var profile: String?

    @Option(help: ArgumentHelp("No more than the newest so many.", valueName: "count"))
    var limit = 1000

    @Flag(help: "Also the summary of every audit.")
    var summaries = false

    @Option(help: "How: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format = Format.text

    @Option(
        help: ArgumentHelp("Another machine's journal.", valueName: "folder"),
        completion: .directory)
    var directory: String?

    func validate() throws {
        guard (1...1_000_000).contains(limit) else {
            throw ValidationError("--limit: \(limit), needed 1 to 1000000")
        }
        if let since, let until, since.microseconds >= until.microseconds {
            throw ValidationError("--since: needed a moment before that of --until")
        }
    }

    func run() throws {
        do {
            let (lines, forged) = try lines()
            if lines.isEmpty, !Self.mayRead(directory) {
                throw AuditFailure(
                    .noInput,
                    "the journal: Permission denied; needed root, or group systemd-journal or adm")
            }
            try Terminal.show(lines: lines.reversed().map(shown))
            if forged > 0 {
                Terminal.say(
                    "muster: \(forged) entries under Muster's ids came from other accounts "
                        + "and are left out\n")
            }
            if lines.isEmpty, format == .text { Terminal.say("muster: nothing changed\n") }
        } catch let failure as JournalReading.Failure {
            throw AuditFailure(.noInput, failure.description)
        }
    }

    /// The newest first, and how many were not ours.
    private func lines() throws -> ([HistoryLine], forged: Int) {
        let journal = try JournalReading(in: directory)
        journal.seek(before: until?.microseconds)
        var (lines, forged): ([HistoryLine], Int) = ([], 0)
        while lines.count < limit, let entry = try journal.previous() {
            if let since, entry.time < since.microseconds { break }
            guard entry.isOurs else {
                forged += 1
                continue
            }
            guard let line = HistoryLine(entry, summaries: summaries),
                line.isAbout(check: check, profile: profile)
            else { continue }
            lines.append(line)
        }
        return (lines, forged)
    }

    private func shown(_ line: HistoryLine) -> String {
        let time = UTCTime(secondsSince1970: line.time / 1_000_000)
        guard format == .json else {
            let label = line.label + String(repeating: " ", count: max(0, 8 - line.label.count))
            return "\(time)  \(label)  \(line.words)"
        }
        var members: [String: JSONValue] = [
            "time": .string(time.description), "kind": .string(line.event.rawValue),
            "words": .string(line.words),
            "profiles": .array(line.profiles.map(JSONValue.string)),
        ]
        if let check = line.check { members["check"] = .string(check) }
        return JSONValue.object(members).canonicalText
    }

    /// Whether there is a journal that this account may read.
    private static func mayRead(_ folder: String?) -> Bool {
        if geteuid() == 0 || folder != nil { return true }
        return ["/var/log/journal", "/run/log/journal"].contains { root in
            ((try? SmallFile.names(in: root)) ?? []).contains {
                access("\(root)/\($0)/system.journal", R_OK) == 0
            }
        }
    }
}
