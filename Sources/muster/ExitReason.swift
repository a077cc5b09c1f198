/// Why the program ends with no verdict: codes of sysexits.h, which no verdict uses.
enum ExitReason: Int32, CaseIterable {
    /// EX_USAGE: the command line was not understood, or asks for nothing.
    case usage = 64
    /// EX_NOINPUT: a file or folder of the command line that cannot be read.
    case noInput = 66
    /// EX_SOFTWARE: the audit did not end by its deadline and was ended.
    case stuck = 70
    /// EX_IOERR: the output could not be written, so that nobody has it.
    case outputLost = 74
    /// EX_TEMPFAIL: no collector has taken the report.
    case notPushed = 75
    /// EX_CONFIG: a check file that is wrong, a root or record folder of no use.
    case configuration = 78

    /// What happened, in half a sentence.
    var meaning: String {
        switch self {
        case .usage: "the command line was not understood, or asks for nothing"
        case .noInput: "a file or folder of the command line cannot be read"
        case .stuck: "the audit did not end by its deadline and was ended; nothing was judged"
        case .outputLost: "the output could not be written, so that nobody has it"
        case .notPushed: "no collector has taken the report; with --exit-code never alone"
        case .configuration:
            "a check, waiver or binds file with a mistake, or a folder that is of no use"
        }
    }
}

/// What kept a command from doing its work, in a sentence.
struct AuditFailure: Error, CustomStringConvertible {
    let reason: ExitReason
    let description: String

    init(_ reason: ExitReason = .configuration, _ description: String) {
        self.reason = reason
        self.description = description
    }
}
