import ArgumentParser
import MusterModel
import MusterProbes

/// Lists the probes and the facts they yield.
struct ProbesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probes", abstract: "Lists the probes and the questions they answer.")

    @Flag(help: "Also list every fact.")
    var facts = false

    @OptionGroup var probes: ProbesOption

    func run() throws {
        var lines: [String] = []
        for card in try probes.load().vocabulary.probes {
            lines.append(Columns.row(card.id, card.question))
            guard facts else { continue }
            lines += card.facts.map(\.name).sorted().map { "  " + $0.text }
        }
        try Terminal.show(lines: lines)
    }
}

/// Two columns of plain text.
enum Columns {
    /// The width of the first column; longer words push the second one.
    private static let width = 34

    /// One line.
    static func row(_ first: String, _ second: String) -> String {
        first + String(repeating: " ", count: max(2, width - first.count)) + second
    }
}
