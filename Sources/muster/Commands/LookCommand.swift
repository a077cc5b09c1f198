import ArgumentParser
import CLinux
import Glibc
import MusterAgent
import MusterModel
import MusterProbes

/// One look at the node for the service, which asks for it over the socket that is this
/// process's input and output; started by a unit, never by hand.
struct LookCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "look", abstract: "Answers the service's request for one look.",
        shouldDisplay: false)

    @Option(help: "The user, by name or number, whose requests are answered; root's are, too.")
    var peer = "muster"

    @Flag(help: "Answer the one look that is root's, and no other.")
    var rights = false

    @Option(help: "The configuration to read in place of /etc/muster/muster.yaml.")
    var config: String?

    @OptionGroup var setup: SetupOptions

    /// The longest word of the menu has six letters.
    private static let lineAtMost = 32
    private static let secondsToAsk: UInt32 = 5

    func run() throws {
        try refuseStrangers()
        let menu = Look.allCases.filter { ($0 == .rights) == rights }
        let word = Self.line()
        guard let look = menu.first(where: { $0.rawValue == word }) else {
            let words = menu.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("no such look; there are \(words)")
        }
        let setup = try NodeSetup(config, self.setup)
        let options = try setup.options(for: look, smoke: look == .smoke)
        let policy = try Policy(options)
        let selection = try Selection(
            only: CheckOptions.split(options.only), except: CheckOptions.split(options.except),
            among: policy.profiles.flatMap(\.checks), policy.probes.vocabulary)
        guard case .report(let report) = try AuditSession(options, policy, selection).run() else {
            throw ExitCode(128 + SIGTERM)
        }
        try Self.send(Sighting(look, report).frames.bytes)
    }

    /// The kernel says who is at the other end; nothing that was sent is looked at before.
    private func refuseStrangers() throws {
        let user = muster_peer_user(STDIN_FILENO)
        guard user >= 0 else { throw ValidationError("needed a socket as input") }
        let wanted = UInt32(peer).map(Int64.init) ?? getpwnam(peer).map { Int64($0.pointee.pw_uid) }
        guard user == 0 || user == wanted else {
            throw ValidationError("user \(user) is not answered, \(peer) is")
        }
    }

    private static func line() -> String {
        alarm(secondsToAsk)
        defer { alarm(0) }
        var line: [UInt8] = []
        while line.count < lineAtMost {
            var byte: UInt8 = 0
            guard read(STDIN_FILENO, &byte, 1) == 1, byte != UInt8(ascii: "\n") else { break }
            line.append(byte)
        }
        return String(decoding: line, as: UTF8.self)
    }

    private static func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(STDOUT_FILENO, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw ExitCode(ExitReason.outputLost.rawValue) }
            rest = rest.dropFirst(count)
        }
    }
}
