import ArgumentParser
import Glibc
import MusterChecks
import MusterModel
import MusterProbes

/// Begins a site's own check file from what this node is.
struct ChecksDraftCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Writes a commented check file of your site from this node as it is.",
        discussion: """
            Looks at the node as `muster check` does and prints a file that asks of every node \
            what this one has. --output writes it, and never over another file.
            """)

    @Argument(help: "The new profile's id: lower-case letters, digits, dots and hyphens.")
    var name: String

    @OptionGroup var options: CheckOptions

    func run() throws {
        let policy = try Policy(options)
        let selection = try Selection(
            only: [], except: [], among: policy.profiles.flatMap(\.checks),
            policy.probes.vocabulary)
        let end = try AuditSession(options, policy, selection).run()
        guard case .report(let report) = end else {
            throw AuditFailure(.configuration, "interrupted; nothing was written")
        }
        let library = try Policy.library(
            checks: options.checks, waivers: options.waivers, policy.probes.vocabulary)
        guard library.profile(name) == nil else {
            throw ValidationError("\(name): this profile is there already, needed another id")
        }
        let draft = SiteDraft(
            name: name, from: report, including: library.profile("baseline"),
            demanded: policy.circumstances.demands.flatMap { $0.binds.map(\.source) })
        guard let draft else {
            throw ValidationError(
                "\(name): needed lower-case letters, digits, dots and hyphens, a letter first")
        }
        guard let output = options.output else { return try Terminal.show(draft.text) }
        try Self.write(draft.text, to: output)
        try Terminal.show(lines: ["\(output): next, read it, then muster checks lint \(output)"])
    }

    /// - Throws: ``AuditFailure`` where the file is there, or cannot be written.
    private static func write(_ text: String, to path: String) throws(AuditFailure) {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard file >= 0 else {
            let why = String(cString: strerror(errno))
            throw AuditFailure(.configuration, "\(path): \(why); needed a new file")
        }
        defer { close(file) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 else {
                let why = String(cString: strerror(errno))
                unlink(path)
                throw AuditFailure(.configuration, "\(path): \(why)")
            }
            rest = rest.dropFirst(count)
        }
    }
}
