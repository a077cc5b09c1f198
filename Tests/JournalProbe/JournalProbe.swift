import AuditExamples
import MusterAgent
import MusterModel

/// Sends an example's entries to the journal and prints what became of them, so
/// that tests can run the writer in a mount namespace of its own.
@main
enum JournalProbe {
    static func main() {
        let word = CommandLine.arguments.dropFirst().first ?? ""
        guard let shape = AuditShape(rawValue: word) else {
            print("usage: journal-probe \(AuditShape.allCases.map(\.rawValue))")
            return
        }
        print(JournalWriter().write(shape.example.report.journalEntries))
    }
}
