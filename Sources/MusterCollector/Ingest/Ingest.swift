public import MusterModel
public import MusterStore

/// From the bytes of a request to a receipt for each report: what a collector does with
/// a delivery, without any HTTP.
public struct Ingest: Sendable {
    /// Why a whole request was not taken.
    public enum Refusal: Error, Hashable, Sendable {
        /// It is larger than any delivery.
        case tooLarge(String)
        /// It is no delivery.
        case malformed(String)
        /// It is not the sender's to send, as things are.
        case forbidden(String)
        /// Not now; seconds to wait.
        case busy(String, pause: Int64)
    }

    /// What a sender may report as; its refusal is the report's own.
    public typealias Admission = @Sendable (Envelope) async -> Result<NodeName, Objection>

    /// Why a report is not taken from its sender.
    public enum Objection: Error, Hashable, Sendable {
        /// It never will be: the report is refused, and no other.
        case report(String)
        /// The sender may not report as things are; nothing of the request is taken, so
        /// that it comes again when somebody has changed that.
        case sender(String)
        /// Nobody can tell now.
        case passing(String)
    }

    private static let pause: Int64 = 30

    private let inlet: Inlet
    private let frames: GaugeFrames
    private let way: RightOfWay
    private let now: @Sendable () -> Int64

    /// Ingest into an inlet.
    ///
    /// - Parameters:
    ///   - frames: of the store behind the inlet; values are held against them.
    ///   - way: taking reports goes first.
    ///   - now: milliseconds since 1970.
    public init(
        into inlet: Inlet, by frames: GaugeFrames, before way: RightOfWay = RightOfWay(),
        now: @escaping @Sendable () -> Int64
    ) {
        (self.inlet, self.frames, self.way, self.now) = (inlet, frames, way, now)
    }

    /// The bytes of a request, unpacked.
    /// - Throws: ``Refusal`` where that is more than a delivery may have.
    public static func unpacked(
        _ bytes: [UInt8], isGzip: Bool
    ) throws(Refusal) -> [UInt8] {
        guard isGzip else { return bytes }
        do { return try Inflate.gzip(bytes, atMost: Delivery.bytesAtMost) } catch {
            switch error {
            case .tooLarge:
                throw .tooLarge("more than \(Delivery.bytesAtMost) bytes, or packed too well")
            case .malformed: throw .malformed("no gzip (RFC 1952), or cut off")
            }
        }
    }

    /// Takes a delivery.
    ///
    /// - Parameters:
    ///   - bytes: of the request, unpacked.
    ///   - isLines: whether it is an envelope a line, and not one document.
    ///   - admission: asked for each report whom the sender may speak for.
    /// - Returns: a receipt for every report, after a durable commit.
    /// - Throws: ``Refusal`` where nothing was kept.
    public func take(
        _ bytes: [UInt8], isLines: Bool = false, admission: Admission
    ) async throws(Refusal) -> DeliveryAnswer {
        way.enter()
        defer { way.leave() }
        let elements: [Delivery.Element]
        do {
            elements =
                isLines
                ? try Delivery.elements(readingLines: bytes)
                : try Delivery.elements(reading: bytes)
        } catch {
            throw .malformed(error.description)
        }
        var receipts: [ReportKey: Receipt] = [:]
        var arrivals: [Arrival] = []
        let received = now()
        for element in elements {
            switch element {
            case .malformed(let key, let why): receipts[key] = .refused(why)
            case .envelope(let envelope):
                let key = ReportKey(envelope.id)
                switch await admission(envelope) {
                case .failure(.report(let words)): receipts[key] = .refused(words)
                case .failure(.sender(let words)): throw .forbidden(words)
                case .failure(.passing(let words)): throw .busy(words, pause: Self.pause)
                case .success(let name):
                    do throws(WireError) {
                        arrivals.append(try await arrival(envelope, from: name, received))
                    } catch { receipts[key] = .refused(error.description) }
                }
            }
        }
        if !arrivals.isEmpty {
            let kept: [Receipt]
            do { kept = try await inlet.keep(arrivals) } catch {
                throw .busy(error.reason, pause: error.pause)
            }
            for (arrival, receipt) in zip(arrivals, kept) { receipts[arrival.key] = receipt }
        }
        return DeliveryAnswer(receipts)
    }

    /// A report whose gauges fit their frame, as far as that is to be had: one that comes
    /// by another way meanwhile, or is lost, is met by whoever reads the gauges.
    private func arrival(
        _ envelope: Envelope, from name: NodeName, _ received: Int64
    ) async throws(WireError) -> Arrival {
        let body = try ReportBody(of: envelope)
        let arrival = try Arrival(envelope, body, from: name, received: received)
        let digest = body.gauges.frame
        var frame: GaugeFrame?
        if let bytes = envelope.sections[digest] {
            guard let sent = GaugeFrame(reading: bytes) else {
                throw WireError("sections: \(digest) is no frame of gauges")
            }
            frame = sent
            frames.remember(sent, at: name.site)
        } else {
            // A store that does not answer now takes no report either.
            frame = try? await frames.frames([digest], at: name.site)[digest]?.get()
        }
        if let objection = frame?.objection(to: body.values) {
            throw WireError("body.gauges.values: \(objection)")
        }
        return arrival
    }
}
