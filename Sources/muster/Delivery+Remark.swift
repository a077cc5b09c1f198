import MusterAgent
import MusterModel

extension JournalWriter.Delivery {
    /// What the reader should know about the journal; nil where all went well.
    var remark: String? {
        switch self {
        case .delivered: nil
        case .noJournal: "not in the journal: no journald listens here"
        case .noLibrary: "not in the journal: libsystemd.so.0 is not installed"
        case .noJournalInBuild: "not in the journal: this static build writes none"
        case .stuck(let taken): "journald takes nothing; \(taken) entries were taken before"
        case .refused(let code, let taken):
            "the journal refused an entry (error \(code)); \(taken) were taken before"
        }
    }
}
