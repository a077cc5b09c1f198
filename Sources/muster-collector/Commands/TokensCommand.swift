public import ArgumentParser
import MusterCollector
import MusterModel
import MusterReport
public import MusterStore

/// Tokens, by which nodes and readers are let in.
struct TokensCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokens",
        abstract: "Makes, lists and revokes the tokens by which nodes and readers are let in.",
        subcommands: [Create.self, List.self, Revoke.self], defaultSubcommand: List.self)
}

extension Credential.Role: ExpressibleByArgument {}

extension TokensCommand {
    /// Makes one.
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Makes a token and prints it, once; the collector keeps its digest alone.")

        @OptionGroup var store: StoreOption

        @Argument(
            help: ArgumentHelp(
                "join (nodes of a site make their keys known), report (reports of any node of a "
                    + "site), read-site, read-all or administer.", valueName: "role"))
        var role: Credential.Role

        @Option(help: ArgumentHelp("The site that it is for.", valueName: "name"))
        var site: String?

        @Option(
            name: .customLong("for"),
            help: ArgumentHelp("How long it opens anything: 30 d, 12 h.", valueName: "time"))
        var span = "90 d"

        @Option(
            help: ArgumentHelp(
                "How many nodes it may make known; any number without.",
                valueName: "n"))
        var uses: Int64?

        @Option(help: ArgumentHelp("What you want to read beside it.", valueName: "text"))
        var label = ""

        private static let spanAtMost = Duration.seconds(3660 * 86_400)

        func validate() throws {
            let isOfSite = [.join, .report, .readSite].contains(role)
            if isOfSite != (site != nil) {
                throw ValidationError(
                    isOfSite
                        ? "\(role.rawValue): needs --site"
                        : "--site: \(role.rawValue) is for every site")
            }
            if let site, let objection = Belonging.objection(to: site) {
                throw ValidationError("--site: \(objection)")
            }
            if let uses, uses < 1 || role != .join {
                throw ValidationError("--uses: needed a number from 1 on, of a join token")
            }
            guard let time = Duration(words: span), time > .zero, time <= Self.spanAtMost else {
                throw ValidationError("--for: \(span.printable), needed a time as in 30 d")
            }
            guard label.utf8.count <= 200 else {
                throw ValidationError("--label: needed at most 200 bytes")
            }
        }

        func run() async throws {
            let token = SecretToken()
            let now = Clock.now()
            let wanted = Credential(
                role: role, site: site, digest: token.digest, label: label, made: now,
                expires: now + (Duration(words: span)?.milliseconds ?? 0), usesLeft: uses)
            let kept = try await store.opened(making: true) { store in
                let kept = try await store.keep(wanted)
                try await store.note("token-made", by: Person.name, kept.document, at: now)
                return kept
            }
            print(token.text)
            Person.tell(
                "token \(kept.id): \(kept.role.rawValue)"
                    + (kept.site.map { " at \($0)" } ?? "")
                    + ", until \(UTCTime(secondsSince1970: kept.expires / 1000))")
        }
    }

    /// Lists them.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists all tokens that were ever made, newest first.")

        @OptionGroup var store: StoreOption

        func run() async throws {
            let all = try await store.opened { try await $0.credentials() }
            let now = Clock.now()
            let rows = all.map { one in
                [
                    "\(one.id)", one.role.rawValue, one.site?.printable ?? "all",
                    one.state(at: now), one.usesLeft.map { "\($0)" } ?? "any",
                    UTCTime(secondsSince1970: one.expires / 1000).description,
                    one.label.printable,
                ]
            }
            let head = ["token", "role", "site", "state", "uses left", "until", "label"]
            for line in TextTable.lines(head, rows) { print(line) }
        }
    }

    /// Takes one back.
    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke",
            abstract: "Takes a token back; within a second it opens nothing.",
            discussion: "Nodes that it made known stay known: see nodes revoke.")

        @OptionGroup var store: StoreOption

        @Argument(help: "The token's number.")
        var token: Int64

        func run() async throws {
            let now = Clock.now()
            let isDone = try await store.opened { store in
                let isDone = try await store.revoke(credential: token, at: now)
                let document = JSONValue.object(["token": .integer(token)]).canonicalText
                if isDone {
                    try await store.note("token-revoked", by: Person.name, document, at: now)
                }
                return isDone
            }
            guard isDone else {
                Person.tell("token \(token): there is none that opens anything")
                throw ExitCode(1)
            }
        }
    }
}

extension Credential {
    fileprivate var document: String {
        var members: [String: JSONValue] = [
            "token": .integer(id), "role": .string(role.rawValue), "label": .string(label),
            "expires": .integer(expires),
        ]
        if let site { members["site"] = .string(site) }
        if let usesLeft { members["uses"] = .integer(usesLeft) }
        return JSONValue.object(members).canonicalText
    }

    fileprivate func state(at now: Int64) -> String {
        if revoked != nil { return "revoked" }
        if now >= expires { return "expired" }
        return usesLeft == 0 ? "used up" : "good"
    }
}
