internal import MusterModel

extension NodeView {
    /// The end of a program whose words are known only at run time.
    /// - Throws: why it could not be run or did not end in time.
    func run(_ words: [String]) async throws(Absence) -> ProgramEnd {
        switch await answer(.run(words)) {
        case .program(let end): return end
        case .missing(let absence): throw absence
        default:
            throw Absence(.malformed, "\(words.first ?? ""): answered with something else")
        }
    }
}
