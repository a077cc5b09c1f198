/// What an entry in the journal reports. Every kind has a message id of its own
/// that never changes and that `packaging/catalog/muster.catalog` explains.
public enum JournalEvent: String, Hashable, Sendable, CaseIterable {
    /// An audit has ended; the summary of its verdicts.
    case auditDone = "audit-done"
    /// A required check does not hold.
    case findingFail = "finding-fail"
    /// An advised check does not hold.
    case findingWarn = "finding-warn"
    /// Nobody could tell whether a check holds.
    case findingUnknown = "finding-unknown"
    /// Nobody could tell because a mount does not answer.
    case mountHung = "mount-hung"
    /// A check does not hold, and an exception was accepted.
    case findingWaived = "finding-waived"

    /// The 128 bits of `MESSAGE_ID` as 32 hexadecimal digits (sd-id128(3)).
    public var id: String {
        switch self {
        case .auditDone: "4074da3a46dc483f90207927e01f1cd9"
        case .findingFail: "8e1284531e7349c7a1f03e4d0940ac2c"
        case .findingWarn: "a0d67e0a818546f38818aa7fde37df6b"
        case .findingUnknown: "c270f7558f7947eba657c4eb554188b9"
        case .mountHung: "9bda34661bd74c6e9278e35c06771365"
        case .findingWaived: "3902de1151f644c5927e0aece56c0a65"
        }
    }
}
