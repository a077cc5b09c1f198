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
    private let now: @Sendable () -> Int64

    /// Ingest into an inlet.
    ///
    /// - Parameter now: milliseconds since 1970.
    public init(into inlet: Inlet, now: @escaping @Sendable () -> Int64) {
        (self.inlet, self.now) = (inlet, now)
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
                    do {
                        arrivals.append(
                            try Arrival(
                                envelope, from: name.node, of: name.site, received: received))
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
}
