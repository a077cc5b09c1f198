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
    /// A profile's verdict is another than before.
    case verdictChanged = "verdict-changed"
    /// A finding is no longer open.
    case findingCleared = "finding-cleared"
    /// Something goes wrong with the audit itself.
    case trouble = "trouble"
    /// It does so no longer.
    case troubleOver = "trouble-over"
    /// Reports reach a collector again, or do not any more.
    case deliveryChanged = "delivery-changed"
    /// Reports wait on a disk that failed, or were given up.
    case spoolTrouble = "spool-trouble"
    /// The node is to take no more work, because of a pinned profile's verdict.
    case nodeDrained = "node-drained"
    /// A drain that the service itself began is over.
    case nodeReleased = "node-released"
    /// Nothing is drained by a profile, because it is not the one that was pinned.
    case drainRefused = "drain-refused"
    /// Verdicts rest on another check bundle from now on.
    case bundleAdopted = "bundle-adopted"
    /// A check bundle that a collector sent was not taken.
    case bundleRefused = "bundle-refused"

    /// The 128 bits of `MESSAGE_ID` as 32 hexadecimal digits (sd-id128(3)).
    public var id: String {
        switch self {
        case .auditDone: "4074da3a46dc483f90207927e01f1cd9"
        case .findingFail: "8e1284531e7349c7a1f03e4d0940ac2c"
        case .findingWarn: "a0d67e0a818546f38818aa7fde37df6b"
        case .findingUnknown: "c270f7558f7947eba657c4eb554188b9"
        case .mountHung: "9bda34661bd74c6e9278e35c06771365"
        case .findingWaived: "3902de1151f644c5927e0aece56c0a65"
        case .verdictChanged: "794000b978504e0495439ece5220ff40"
        case .findingCleared: "33f1f69610104429bba5f067b349ea78"
        case .trouble: "ecbd37441aa641d78808b5a1d6fcbd44"
        case .troubleOver: "28843acc7f95432fbb6904269268efd6"
        case .deliveryChanged: "ea3e230f96904d8daec02a51b6f4f0ff"
        case .spoolTrouble: "6a5e32915b194cf7aba4025d8ca46cf8"
        case .nodeDrained: "10950c633fc442cd923742f38d03cc9c"
        case .nodeReleased: "b278482d7bf24882a04525a079529554"
        case .drainRefused: "7e989561e7ad4406abe5b9895c256037"
        case .bundleAdopted: "a09f091069664b09bc40faf2b70932c4"
        case .bundleRefused: "3d0c52e637784fcab0ac4fa713ee7302"
        }
    }
}
