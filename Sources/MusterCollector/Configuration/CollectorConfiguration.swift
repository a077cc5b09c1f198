internal import MusterChecks
public import MusterModel

/// What a collector is told by its file; without one it listens on loopback and keeps to
/// the usual thresholds.
public struct CollectorConfiguration: Hashable, Sendable {
    /// The first line of the file.
    public static let format = "muster-collector/1"

    /// How long things are kept.
    public struct Retention: Hashable, Sendable {
        /// Rows of reports; their numbers are known for ever.
        public var reports = Duration.seconds(30 * 86_400)
        /// Transitions of verdicts, findings, freshness and standings.
        public var history = Duration.seconds(1825 * 86_400)
        /// How sites stood at the end of each hour; then of each day.
        public var hours = Duration.seconds(30 * 86_400)
        /// Sheets, sections and claims that no current state names.
        public var contents = Duration.seconds(30 * 86_400)
    }

    /// Where to listen.
    public var listen = ListenAddress.usual
    /// PEM files of the server's certificate, its chain behind it, and key.
    public var certificate: String?, key: String?
    /// Who is let in beside the holders of tokens.
    public var identity = IdentityRules()
    /// By which nodes make a site.
    public var rules = StandingRules.usual
    /// How long things are kept.
    public var retention = Retention()
    /// Who is told of changes.
    public var webhooks: [Webhook] = []
    /// Where documents go by themselves; nil for nowhere.
    public var monit: MonitRules?

    /// The usual one.
    public init() {}

    /// The configuration in a file's text, or every mistake in it, each with its line.
    public static func reading(
        _ text: String, from name: String
    ) -> (configuration: CollectorConfiguration, mistakes: [String]) {
        var configuration = CollectorConfiguration()
        var reader = NodeReader(file: name)
        do {
            let root = try YAMLDocument.root(of: text, file: name)
            reader.collector(root, &configuration)
        } catch { return (configuration, [error.description]) }
        let whole = configuration.objections.map { "\(name): \($0)" }
        return (configuration, reader.errors.map(\.description) + whole)
    }

    /// What no single key can see.
    private var objections: [String] {
        var found: [String] = []
        if (certificate == nil) != (key == nil) {
            found.append("tls: a certificate without its key, or a key alone")
        }
        if identity.authorities != nil, certificate == nil {
            found.append("identity: client_ca without a certificate of the server's own")
        }
        if identity.authorities == nil, !identity.hosts.isEmpty {
            found.append("identity: hosts without a client_ca to believe")
        }
        if rules.freshFor >= rules.silentAfter {
            found.append("standing: fresh_for is not shorter than silent_after")
        }
        let least = max(rules.notReadyBelow, rules.notReadyBelowAtCentres)
        if least > rules.readyFrom {
            found.append("standing: not_ready_below is above ready_from")
        }
        if let objection = monit?.objection { found.append(objection) }
        return found
    }
}
