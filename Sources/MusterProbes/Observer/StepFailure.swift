internal import Glibc

/// A step of a live attempt that the kernel refused.
struct StepFailure: Error {
    /// The step's name, as the attempt's facts give it.
    let step: String
    /// The kernel's errno.
    let code: Int32

    /// The end of an attempt that failed here.
    func end(seen: [String: String] = [:]) -> AttemptEnd {
        AttemptEnd(works: false, step: step, error: ErrnoName.of(code), seen: seen)
    }

    /// Takes the answer of a call that says -errno.
    static func check(_ step: String, _ answer: Int32) throws(StepFailure) {
        if answer < 0 { throw StepFailure(step: step, code: -answer) }
    }

    /// Takes the answer of a call that says -1 and sets errno.
    static func call(_ step: String, _ answer: Int32) throws(StepFailure) {
        if answer < 0 { throw StepFailure(step: step, code: errno) }
    }
}
