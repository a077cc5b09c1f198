public import MusterModel

/// What a courier is told.
public enum CourierEvent: Hashable, Sendable {
    /// Nothing but that time has passed.
    case tick
    /// All that the spool holds and was not settled, in any order.
    case spool([CourierEntry])
    /// The delivery of this number was answered as a collector answers; for what was in
    /// it, and the milliseconds that the server wants to be left alone.
    case answered(Int64, DeliveryAnswer, for: [Parcel], pause: Int64?)
    /// The delivery of this number came to nothing; and the milliseconds of Retry-After.
    case failed(Int64, CourierFailure, pause: Int64?)
    /// Reports of the delivery of this number that cannot be sent, and why; the others
    /// are on their way, where there are others. Comes before the answer.
    case unsendable(Int64, [ReportKey: String])
    /// Settings that replace the ones before.
    case configuration(CourierSettings)
}
