import ArgumentParser
import Glibc
import MusterAgent
import MusterChecks
import MusterModel
import MusterProbes

/// The node's service.
struct AgentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agent",
        abstract: "Watches this node for years: looks, tells the journal, reports.",
        discussion: """
            Started by muster-agent.service. Looks at the node each hour and at once where \
            something changes, tells the journal what is new, and keeps reports until a \
            collector has them. Needs no configuration. SIGHUP reads it again.
            """)

    @Option(
        help: ArgumentHelp("Read another configuration.", valueName: "file"), completion: .file())
    var config: String?

    @Flag(help: "Only say whether the configuration is right, with every mistake and its place.")
    var checkConfig = false

    @Flag(help: "With --check-config: every key, its value, and who said so.")
    var verbose = false

    @OptionGroup var setup: SetupOptions

    @Option(
        help: ArgumentHelp(
            "Where reports and state are kept; as systemd says, else /var/lib/muster.",
            valueName: "folder"), completion: .directory)
    var state: String?

    @Option(
        help: ArgumentHelp("Where the observers' units listen.", valueName: "folder"),
        completion: .directory)
    var observers = "/run/muster"

    @Flag(help: "Look with children of this process, outside systemd: they see what it sees.")
    var observeHere = false

    @Option(
        help: ArgumentHelp("Where everybody may read about drains.", valueName: "folder"),
        completion: .directory)
    var drains = ServicePlan.usualDrains

    func validate() throws {
        if verbose, !checkConfig {
            throw ValidationError("--verbose: is said together with --check-config")
        }
    }

    func run() throws {
        if checkConfig { return try check(try NodeSetup(config, setup)) }
        while true {
            switch Service(try plan(try NodeSetup(config, setup))).run() {
            case .asked: return
            case .reload: continue
            case .failed(let why): throw AuditFailure(.configuration, why)
            }
        }
    }

    private func check(_ setup: NodeSetup) throws {
        let rule = try BundleRule(
            try setup.options(for: .full, smoke: true), setup.configuration,
            BundleFiles.signed(lookingIn: stateFolder))
        let drain = DrainFile(beside: setup.path)
        let wrong = drain.errors + drain.objections(under: rule.local, or: rule.policy)
        guard wrong.isEmpty else {
            throw AuditFailure(.configuration, wrong.joined(separator: "\n"))
        }
        var lines = ["\(setup.path): right"]
        if let pins = drain.rules?.pins {
            let names = pins.map(\.profile).joined(separator: ", ")
            lines.append("\(drain.path): right, this node is drained by \(names)")
        }
        if verbose {
            lines += setup.lines
            lines += Self.digests(rule.local)
            if let why = rule.objection { lines.append("not judged by a bundle: \(why)") }
            if rule.policy.origin != .builtIn {
                lines += ["", "judged by \(rule.policy.origin.words):"] + Self.digests(rule.policy)
            }
        }
        try Terminal.show(lines: lines)
    }

    private static func digests(_ policy: Policy) -> [String] {
        policy.profiles.map {
            Columns.row(
                "sha256 of \($0.id)", $0.digest(with: policy.circumstances.advisories).text)
        }
    }

    /// As systemd says where nothing else is said.
    private var stateFolder: String {
        state ?? JobNames.variable("STATE_DIRECTORY") ?? "/var/lib/muster"
    }

    private func plan(_ setup: NodeSetup) throws -> ServicePlan {
        let configuration = setup.configuration
        _ = try Policy(try setup.options(for: .full, smoke: true))
        let identity = Identity.current()
        let own = identity.machineID ?? identity.hostName ?? ""
        let name = configuration.tellsHostName ? identity.hostName : nil
        var plan = ServicePlan(
            state: stateFolder, observers: observeHere ? .children : .units(observers),
            periods: Periods(
                full: configuration.looks.full, brief: configuration.looks.brief,
                smoke: configuration.looks.smoke),
            limits: SpoolLimits(
                bytes: configuration.spool.bytes.count, files: Int(configuration.spool.files),
                floor: configuration.spool.floor.count),
            site: configuration.site, node: name ?? Self.hashed(own), phase: Self.number(own),
            words: (config.map { ["--config", $0] } ?? []) + self.setup.words,
            delivery: try delivery(configuration), drains: drains)
        if configuration.bundles.areFollowed {
            plan.bundles = BundlePlan(trusting: configuration.bundles.keys)
        }
        return plan
    }

    private func delivery(_ configuration: Configuration) throws -> DeliveryPlan? {
        let collector = configuration.collector
        var targets: [PushTarget] = []
        for url in collector.addresses {
            do { targets.append(try PushTarget(url)) } catch {
                throw AuditFailure(.configuration, "collector: \(url): \(error)")
            }
        }
        guard let first = targets.first else { return nil }
        var order = DeliveryOrder(to: first, version: Muster.version)
        if let path = collector.authorities {
            order.authorities = try ReportPush.authorities(at: path)
        }
        (order.certificate, order.key) = (collector.certificate, collector.key)
        order.token = collector.token.map { .file($0) }
        if let proxy = collector.proxy {
            do { order.proxy = try PushTarget(proxy, allowingPlain: true) } catch {
                throw AuditFailure(.configuration, "collector: proxy: \(error)")
            }
        }
        order.totalMilliseconds = collector.deadline.milliseconds
        if let objection = order.objection {
            throw AuditFailure(.configuration, "collector: \(objection)")
        }
        return DeliveryPlan(to: targets, as: order)
    }

    /// A name that is the node's own and does not tell which it is.
    private static func hashed(_ own: String) -> String {
        "node-" + Digest(of: Array("muster node \(own)".utf8)).text.prefix(16)
    }

    private static func number(_ own: String) -> UInt64 {
        UInt64(Digest(of: Array("muster phase \(own)".utf8)).text.prefix(16), radix: 16) ?? 0
    }
}
