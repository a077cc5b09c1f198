/// How reports reach a collector.
public struct DeliveryPlan: Hashable, Sendable {
    /// The collectors, in the order in which they are tried.
    public let targets: [PushTarget]
    /// What every delivery is: all but where to.
    public let order: DeliveryOrder

    /// A plan; nil without a target.
    public init?(to targets: [PushTarget], as order: DeliveryOrder) {
        guard !targets.isEmpty else { return nil }
        (self.targets, self.order) = (targets, order)
    }

    /// The order for one of the targets.
    func order(to url: String) -> DeliveryOrder? {
        var order = order
        guard let target = targets.first(where: { $0.url == url }) else { return nil }
        order.target = target
        return order
    }
}
