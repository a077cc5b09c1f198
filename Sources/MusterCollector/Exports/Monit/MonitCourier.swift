internal import Logging
internal import MusterModel
internal import MusterStore
internal import ServiceLifecycle

/// Brings documents to MONIT, as often as its rules say. Whatever becomes of it, nothing else
/// of the collector waits for it.
actor MonitCourier: Service {
    /// Makes the report of now under a profile; nil for one that is not in force.
    typealias Make = @Sendable (_ profile: String) async throws -> ReadinessReport?
    /// Waits; throws where it is cancelled.
    typealias Pause = @Sendable (Duration) async throws -> Void

    static let target = "monit"

    private let make: Make
    private let ledger: ExportLedger
    private let logger: Logger
    private let now: @Sendable () -> Int64
    private let pause: Pause
    private let patience: Duration
    private var rules: MonitRules?

    /// New rules are looked for so often.
    private static let glance = Duration.seconds(20)

    init(
        _ rules: MonitRules?, ledger: ExportLedger, logger: Logger,
        now: @escaping @Sendable () -> Int64, patience: Duration = .seconds(60),
        pause: @escaping Pause = { try await Task.sleep(for: $0) }, make: @escaping Make
    ) {
        (self.rules, self.ledger, self.logger) = (rules, ledger, logger)
        (self.now, self.patience, self.pause, self.make) = (now, patience, pause, make)
        if rules != nil { ledger.open(Self.target) }
    }

    /// From now on by others; what is on its way goes on.
    func take(_ rules: MonitRules?) {
        self.rules = rules
        if rules != nil { ledger.open(Self.target) }
    }

    /// Sends until it is cancelled or the group shuts down.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled { try? await self.period() }
        }
    }

    /// One period: sends, and waits for the next.
    func period() async throws {
        guard let rules else { return try await pause(Self.glance) }
        // Collectors that start together do not send together.
        try await pause(rules.every * Double.random(in: 0..<0.05))
        for profile in rules.profiles { await deliver(profile, by: rules) }
        var left = rules.every
        while left > .zero, self.rules == rules {
            let step = min(left, Self.glance)
            try await pause(step)
            left -= step
        }
    }

    /// Sends the documents of a profile.
    func deliver(_ profile: String, by rules: MonitRules) async {
        do {
            guard let report = try await make(profile) else {
                return fail(.unready, "profile \(profile) is not in force")
            }
            let documents = MonitDocuments(report, by: rules.producer)
            try await deliver(MonitDelivery(documents.batches), by: rules)
        } catch {
            if !Task.isCancelled { fail(.unready, "\(error)".printable) }
        }
    }

    private func deliver(_ delivery: MonitDelivery, by rules: MonitRules) async throws {
        let sender = MonitSender(rules: rules, patience: patience)
        var delivery = delivery
        while !Task.isCancelled {
            switch delivery.next() {
            case .send(let part):
                let (answer, words) = try await sender.send(part)
                if Task.isCancelled { return }
                if answer == .taken { ledger.took(part.count, for: Self.target) }
                note(answer, words)
                delivery.answered(answer, luck: .random(in: 0...1))
            case .wait(let span): try await pause(span)
            case .done: return ledger.succeeded(Self.target, at: now())
            case .giveUp: return logger.error("MONIT: given up until the next period")
            }
        }
    }

    private func note(_ answer: MonitDelivery.Answer, _ words: String) {
        switch answer {
        case .taken: break
        case .busy: fail(.busy, words)
        case .lost: fail(.lost, words)
        case .refused: fail(.refused, words)
        }
    }

    private func fail(_ reason: ExportLedger.Reason, _ words: String) {
        ledger.failed(Self.target, reason)
        logger.warning(
            "MONIT: not taken",
            metadata: ["reason": .string(reason.rawValue), "why": .string(words)])
    }
}
