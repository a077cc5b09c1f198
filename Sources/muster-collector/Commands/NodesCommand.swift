import ArgumentParser
import MusterModel
import MusterStore

/// The nodes of a site.
struct NodesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nodes",
        abstract: "Lists the nodes of a site, shows one, takes one out of the count.",
        subcommands: [
            NodesListCommand.self, NodesShowCommand.self, Retire.self, Revoke.self,
        ])
}

extension NodesCommand {
    /// Which node is meant.
    struct Place: ParsableArguments {
        @Argument(help: "The site.")
        var site: String

        @Argument(help: "The node.")
        var node: String
    }

    /// Takes a node out of the count.
    struct Retire: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retire",
            abstract: "A node counts no more; it does again when it reports.")

        @OptionGroup var store: StoreOption
        @OptionGroup var place: Place

        @Option(help: ArgumentHelp("Why, for the log.", valueName: "text"))
        var reason: String

        func run() async throws {
            try await NodesCommand.change(store, place, "node-retired", reason) { store, now in
                try await store.retire(node: place.node, at: place.site, now: now)
            }
        }
    }

    /// Takes a node's key back.
    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke",
            abstract: "A node's key is worth nothing; with a join token it may come with another.")

        @OptionGroup var store: StoreOption
        @OptionGroup var place: Place

        @Option(help: ArgumentHelp("Why, for the log.", valueName: "text"))
        var reason: String

        func run() async throws {
            try await NodesCommand.change(store, place, "keys-revoked", reason) { store, now in
                try await store.revokeKeys(of: place.node, at: place.site, now: now) > 0
            }
        }
    }

    private static func change(
        _ store: StoreOption, _ place: Place, _ deed: String, _ reason: String,
        _ body: @escaping (SQLiteStore, Int64) async throws -> Bool
    ) async throws {
        let isDone = try await store.opened { store in
            let now = Clock.now()
            guard try await body(store, now) else { return false }
            let document = JSONValue.object([
                "site": .string(place.site), "node": .string(place.node),
                "reason": .string(reason),
            ])
            try await store.note(deed, by: Person.name, document.canonicalText, at: now)
            return true
        }
        guard isDone else {
            Person.tell(
                "\(place.site.printable) \(place.node.printable): nothing to do, needed a node "
                    + "for which it is not done")
            throw ExitCode(1)
        }
    }
}
