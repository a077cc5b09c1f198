internal import CLinux
internal import MusterModel

/// The way of a check bundle from a collector to the judge: asked for behind a delivery that
/// was taken, proven by a child that speaks with nobody, kept in the service's folder.
struct BundleKeeper {
    /// What the desk has to tell.
    struct News {
        /// For the journal.
        var entries: [JournalEntry] = []
        /// Why nothing came, told once while it lasts; empty where something did.
        var trouble: String?
    }

    private enum Errand {
        /// A collector is asked.
        case asking(Talk)
        /// What it sent is looked over.
        case proving(Talk, [UInt8])

        var talk: Talk {
            switch self {
            case .asking(let talk), .proving(let talk, _): talk
            }
        }
    }

    private let delivery: DeliveryPlan
    private let words: [String]
    private let files: BundleFiles
    private let pause: Duration
    private var errand: Errand?
    private var askAgainAt: AgentMoment?
    /// Bundles that this service will not take, whatever else changes.
    private var refused: [Digest] = []
    private var child: pid_t?

    /// As many are told a collector.
    private static let refusedAtMost = 8
    private static let grace: Duration = .seconds(10)
    private static let patienceWithProof: Duration = .seconds(30)

    /// A keeper; nil where nobody is followed, or there is no collector.
    init?(_ plan: ServicePlan) {
        guard let bundles = plan.bundles, let delivery = plan.delivery else { return nil }
        self.delivery = delivery
        words = plan.words
        files = BundleFiles(in: plan.state, trusting: bundles.keys)
        // A delivery comes with each whole look: every second one at most is followed.
        pause = .milliseconds(plan.periods.full.milliseconds / 2)
    }

    /// The exchange that goes on.
    var talk: Talk? { errand?.talk }

    /// The bundle for the judge, as it came; the judge proves it again.
    var signed: [UInt8]? { files.signed }

    /// A process that was started since the last time.
    mutating func takeChild() -> pid_t? {
        defer { child = nil }
        return child
    }

    /// A collector has answered at an address: it is asked, too, where that is due.
    mutating func reached(_ url: String, by key: NodeKey?, at now: AgentMoment) -> News {
        guard errand == nil, askAgainAt.map({ now >= $0 }) ?? true else { return News() }
        askAgainAt = now + pause
        guard var order = delivery.order(to: url) else { return News() }
        do throws(PushTarget.Objection) { order.target = try order.target.beside("bundle") } catch {
            return News(trouble: "no address: \(error)")
        }
        order.asking = [files.digest].compactMap(\.self) + refused
        order.vouching = key?.publicText
        let span = Duration.milliseconds(order.totalMilliseconds) + Self.grace
        do throws(SpoolFault) {
            let talk = try Talk(
                withChild: DeliveryChild.words, saying: order.input(with: []),
                Talk.Bounds(deadline: now + span, bytes: DeliveryOutcome.longLineAtMost + 1))
            child = talk.child
            errand = .asking(talk)
        } catch { return News(trouble: "not asked for: \(error)") }
        return News()
    }

    /// Goes on with what is underway; nil where nothing came of it yet.
    mutating func goOn(at now: AgentMoment) -> News? {
        guard let errand, let end = errand.talk.goOn(at: now) else { return nil }
        self.errand = nil
        switch errand {
        case .asking: return answered(end, at: now)
        case .proving(_, let bytes): return proven(end, bytes)
        }
    }
}

extension BundleKeeper {
    private mutating func answered(_ end: Talk.End, at now: AgentMoment) -> News {
        guard case .heard(let bytes) = end else { return News(trouble: "not asked: \(end)") }
        let line = Array(bytes.prefix { $0 != UInt8(ascii: "\n") })
        switch try? DeliveryOutcome(reading: line, atMost: DeliveryOutcome.longLineAtMost) {
        case .answered(200, _, let bundle)?: return prove(bundle, at: now)
        // What we have is the newest; or nothing is published.
        case .answered(304, _, _)?, .answered(404, _, _)?: return News(trouble: "")
        case .answered(let status, _, _)?: return News(trouble: "answered \(status)")
        case .failed(_, let why)?: return News(trouble: why)
        case nil: return News(trouble: "the asking child said nothing of use")
        }
    }

    private mutating func prove(_ bundle: [UInt8], at now: AgentMoment) -> News {
        var frames = Frames()
        frames.add("bundle", bundle)
        do throws(SpoolFault) {
            frames.add("record", try files.remembered().bytes)
            let talk = try Talk(
                withChild: ["muster", "adopt"] + words, saying: frames.bytes,
                Talk.Bounds(
                    deadline: now + Self.patienceWithProof, bytes: Adoption.bytesAtMost))
            child = talk.child
            errand = .proving(talk, bundle)
        } catch { return News(trouble: "not looked over: \(error)") }
        return News()
    }

    private mutating func proven(_ end: Talk.End, _ bytes: [UInt8]) -> News {
        guard case .heard(let said) = end, let adoption = Frames(said).flatMap(Adoption.init)
        else { return News(trouble: "the child that looked it over said nothing of use") }
        do throws(SpoolFault) {
            let before = try files.remembered()
            try files.keep(adoption, of: bytes)
            return told(adoption, before, bytes)
        } catch { return News(trouble: "not kept: \(error)") }
    }

    private mutating func told(
        _ adoption: Adoption, _ before: BundleRecord, _ bytes: [UInt8]
    ) -> News {
        switch adoption.fate {
        case .adopted(let mark):
            refused = []
            return News(entries: [.adopted(mark)], trouble: "")
        case .refused(let why):
            // Not sent again for nothing, until this service begins anew.
            if let digest = try? SignedBundle(reading: bytes).digest {
                refused = Array((refused + [digest]).suffix(Self.refusedAtMost))
            }
            return News(entries: before.refusal == why ? [] : [.refused(why)], trouble: "")
        }
    }
}

extension JournalEntry {
    /// Another bundle is judged by.
    fileprivate static func adopted(_ mark: PolicyOrigin.Mark) -> JournalEntry {
        let words = PolicyOrigin.bundle(mark).words
        return JournalEntry(
            .bundleAdopted, "judged from the next look on by \(words), signed by \(mark.keyID)",
            priority: 5,
            [
                JournalField("MUSTER_POLICY", words),
                JournalField("MUSTER_REMEDY", "nothing has to be changed"),
            ])
    }

    /// A bundle was not taken.
    fileprivate static func refused(_ why: String) -> JournalEntry {
        JournalEntry(
            .bundleRefused, "a check bundle was not taken: \(why)", priority: 4,
            [
                JournalField("MUSTER_BUNDLE", why),
                JournalField(
                    "MUSTER_REMEDY",
                    "ask whoever publishes check bundles; all is judged as before"),
            ])
    }
}
