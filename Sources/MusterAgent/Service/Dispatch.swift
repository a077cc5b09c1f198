internal import Glibc
internal import MusterModel

/// The way of reports from the spool to a collector: the courier decides, a short-lived
/// child carries.
struct Dispatch {
    /// What the spool has to do, and the journal is told.
    struct News {
        var acknowledged: [Int64] = []
        var setAside: [(sequence: Int64, why: String)] = []
        var change: CourierStep.Change?
        /// The address of a collector that has just answered as one.
        var reached: String?
    }

    private let plan: DeliveryPlan
    private var courier: Courier
    private var random = SystemRandomNumberGenerator()
    private var flight: (number: Int64, talk: Talk, parcels: [Parcel], url: String)?
    private var until: AgentMoment?
    private var child: pid_t?
    /// What vouches for reports; without one the connection's credential has to do.
    var key: NodeKey?

    /// A child says its outcome in a line; what it may take longer than its order allows.
    private static let grace: Duration = .seconds(10)

    init(_ plan: DeliveryPlan) {
        self.plan = plan
        courier = Courier(CourierSettings(urls: plan.targets.map(\.url)))
    }

    /// The exchange that goes on.
    var talk: Talk? { flight?.talk }
    /// When it has something to do by itself.
    var wake: AgentMoment? { flight == nil ? until : nil }
    /// Reports that must stay in the spool until they are heard of.
    var underway: [Int64] { courier.underway.map(\.sequence) }
    /// What is known of the way.
    var state: CourierState { courier.state }

    /// A process that was started since the last time.
    mutating func takeChild() -> pid_t? {
        defer { child = nil }
        return child
    }

    /// Goes on with what is underway, and begins what is due.
    ///
    /// - Parameters:
    ///   - entries: all that the spool holds; nil where that is as before.
    ///   - body, section: what is to be sent; nil where it is not to be had any more.
    mutating func goOn(
        _ entries: [CourierEntry]?, at now: AgentMoment, body: (Int64) -> [UInt8]?,
        section: (Digest) -> [UInt8]?
    ) -> News {
        var news = News()
        if let entries { take(.spool(entries), now, &news, body, section) }
        if let (number, talk, parcels, url) = flight, let end = talk.goOn(at: now) {
            flight = nil
            let event = Self.event(of: end, number, parcels)
            if case .answered = event { news.reached = url }
            take(event, now, &news, body, section)
        } else if flight == nil, let until, now >= until {
            take(.tick, now, &news, body, section)
        }
        return news
    }

    private static func event(
        of end: Talk.End, _ number: Int64, _ parcels: [Parcel]
    ) -> CourierEvent {
        let outcome: DeliveryOutcome
        switch end {
        case .heard(let bytes):
            let line = Array(bytes.prefix { $0 != UInt8(ascii: "\n") })
            do { outcome = try DeliveryOutcome(reading: line) } catch {
                outcome = .failed(.child, "the delivering child said nothing of use")
            }
        case .failed(let why): outcome = .failed(.child, why)
        }
        return outcome.event(of: number, carrying: parcels)
    }

    private mutating func take(
        _ event: CourierEvent, _ now: AgentMoment, _ news: inout News,
        _ body: (Int64) -> [UInt8]?, _ section: (Digest) -> [UInt8]?
    ) {
        var event: CourierEvent? = event
        // What cannot be sent is told the courier, which may then order something else.
        for _ in 0..<Self.roundsAtMost {
            guard let next = event else { return }
            event = nil
            let step = courier.take(next, at: now.milliseconds, using: &random)
            for settlement in step.settled { news.add(settlement) }
            news.change = step.change ?? news.change
            switch step.order {
            case .nothing(let moment): until = moment.map { AgentMoment($0) }
            case .deliver(let number, let keys, let known, let url):
                event = begin(number, keys, known, url, now, body, section)
            }
        }
    }

    /// An order is followed by at most one other for each report that cannot be sent.
    private static let roundsAtMost = Delivery.envelopesAtMost + 2

    /// Starts the child; or what the courier is to be told in its place.
    private mutating func begin(
        _ number: Int64, _ keys: [ReportKey], _ known: KnownSections, _ url: String,
        _ now: AgentMoment, _ body: (Int64) -> [UInt8]?, _ section: (Digest) -> [UInt8]?
    ) -> CourierEvent? {
        var delivery = Delivery()
        var unsendable: [ReportKey: String] = [:]
        for key in keys {
            guard let bytes = body(key.sequence) else {
                unsendable[key] = "it is in the spool no more"
                continue
            }
            do throws(WireError) {
                let fits = try delivery.add(
                    body: bytes, signature: self.key?.signature(of: bytes), known: known,
                    section: section)
                guard fits else { break }
            } catch { unsendable[key] = error.description }
        }
        if delivery.envelopes.isEmpty {
            return .unsendable(number, unsendable)
        }
        let parcels = delivery.envelopes.map(Parcel.init)
        guard var order = plan.order(to: url) else {
            return .failed(number, .carriage(.order, "\(url): no target"), pause: nil)
        }
        order.vouching = key?.publicText
        let span = Duration.milliseconds(order.totalMilliseconds) + Self.grace
        do throws(SpoolFault) {
            let talk = try Talk(
                withChild: DeliveryChild.words, saying: order.input(with: delivery.bytes),
                Talk.Bounds(deadline: now + span, bytes: DeliveryOutcome.lineAtMost + 1))
            child = talk.child
            flight = (number, talk, parcels, url)
        } catch {
            return .failed(number, .carriage(.child, "\(error)"), pause: nil)
        }
        return unsendable.isEmpty ? nil : .unsendable(number, unsendable)
    }
}

extension Dispatch.News {
    fileprivate mutating func add(_ settlement: CourierStep.Settlement) {
        switch settlement.outcome {
        case .acknowledged: acknowledged.append(settlement.key.sequence)
        case .setAside(let why): setAside.append((settlement.key.sequence, why))
        }
    }
}
