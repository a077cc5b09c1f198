import ArgumentParser
import Glibc
import MusterAgent
import MusterChecks
import MusterModel
import MusterProbes

/// Runs the site's own program where the service has decided to drain or to release;
/// started by muster-drain.service as root, never by hand.
///
/// Of what the service wrote, one word and the names of pinned profiles are taken. What is
/// run stands in drain.yaml, and root remembers by itself what it drained.
struct DrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain", abstract: "Runs the drain program for the service's decision.",
        shouldDisplay: false)

    @Option(help: "The configuration that drain.yaml lies beside.")
    var config = NodeSetup.usualPath

    @Option(help: "Where the service tells its decision.")
    var drains = ServicePlan.usualDrains

    @Option(help: "Where root keeps what it drained; as systemd says.")
    var state: String?

    func run() throws {
        let file = DrainFile(beside: config)
        guard file.errors.isEmpty else {
            throw AuditFailure(.configuration, file.errors.joined(separator: "\n"))
        }
        guard let rules = file.rules, let program = rules.program else {
            return Terminal.say("muster drain: \(file.path) names no program\n")
        }
        let path = state ?? JobNames.variable("STATE_DIRECTORY") ?? "/var/lib/muster-drain"
        do {
            let record = try DrainRecord(in: path)
            let errand = DrainErrand(
                DrainNotice(in: drains), pinned: rules.pins.map(\.profile),
                record: try record.profiles(), now: Int64(time(nil)))
            switch errand {
            case .nothing(let why): Terminal.say("muster drain: nothing is done: \(why)\n")
            case .drain(let profiles):
                try start(program, "drain", for: profiles, file)
                try record.drained(for: profiles)
            case .release(let profiles):
                try start(program, "release", for: profiles, file)
                try record.released()
            }
        } catch let fault as SpoolFault {
            throw AuditFailure(.configuration, "\(path): \(fault)")
        }
    }

    private func start(
        _ program: String, _ word: String, for profiles: [String], _ file: DrainFile
    ) throws {
        let names = profiles.joined(separator: ",")
        Terminal.say("muster drain: \(program) \(word) (\(names))\n")
        let code: Int32
        do {
            code = try TrustedProgram.run(
                [program, word], namedIn: file.path, variables: ["MUSTER_PROFILES=\(names)"])
        } catch { throw AuditFailure(.configuration, error.detail) }
        guard code == 0 else {
            throw AuditFailure(.stuck, "\(program) \(word): ended with \(code), needed 0")
        }
    }
}
