import ArgumentParser
import MusterAgent
import MusterModel

/// Whether every file of the spool is whole.
struct SpoolCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Reads every report and section; ends with 1 where one is damaged.",
        discussion: """
            The service needs no help with what it names: it puts a damaged file aside, \
            declares it as a gap, and delivers the rest.
            """)

    @OptionGroup var spool: SpoolOption

    func run() throws {
        let (files, damaged) = try spool.survey { survey in
            var (files, damaged) = (0, 0)
            try survey.visit { item in
                files += 1
                if item.state == .broken { damaged += 1 }
                if let words = item.words { try Terminal.show(lines: ["\(item.name): \(words)"]) }
            }
            for (name, objection) in try survey.damagedSections() {
                damaged += 1
                try Terminal.show(lines: ["sections/\(name.printable): \(objection)"])
            }
            return (files, damaged)
        }
        try Terminal.show(lines: ["\(files) files, \(damaged) damaged"])
        if damaged > 0 { throw ExitCode(1) }
    }
}

extension SpoolSurvey.Item {
    /// What there is to tell of it; nil where all is well.
    fileprivate var words: String? {
        switch state {
        case .stranger: "none of the spool's; left alone"
        case .damaged: "put aside: \(objection ?? "it reads now")"
        case .waits, .done, .refused, .broken, .draft: objection
        }
    }
}
