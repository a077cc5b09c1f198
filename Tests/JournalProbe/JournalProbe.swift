import AuditExamples
import MusterAgent
import MusterModel

/// Sends an example's entries to the journal and prints what became of them, so
/// that tests can run the writer in a mount namespace of its own.
@main
enum JournalProbe {
    static func main() {
        let examples: [String: AuditExample] = [
            "troubled": .troubled, "hostile": .hostile, "crowded": .crowded(230),
        ]
        guard let word = CommandLine.arguments.dropFirst().first, let example = examples[word]
        else {
            print("usage: journal-probe \(examples.keys.sorted().joined(separator: "|"))")
            return
        }
        print(JournalWriter().write(example.report.journalEntries))
    }
}
