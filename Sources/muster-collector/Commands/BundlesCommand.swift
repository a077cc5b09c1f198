import ArgumentParser
import MusterCollector
import MusterModel
import MusterReport
import MusterStore

/// Check bundles, by which nodes judge themselves as a centre says.
struct BundlesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundles",
        abstract: "Makes, shows and publishes signed check bundles, which nodes may follow.",
        subcommands: [Key.self, BundlesMakeCommand.self, Show.self, Publish.self, List.self],
        defaultSubcommand: List.self)
}

extension BundlesCommand {
    /// Makes a key.
    struct Key: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "key",
            abstract: "Makes a key that signs, and prints the half that nodes pin.",
            discussion: "A collector never needs it: keep it where bundles are made.")

        @Option(
            help: ArgumentHelp(
                "Where the half that signs goes; nothing is written over.", valueName: "file"),
            completion: .file())
        var output: String

        func run() throws {
            let secret = BundleSecret()
            try BundleFile.create(output, Array((secret.text + "\n").utf8), mode: 0o600)
            print(secret.key.text)
            Person.tell("\(output): signs as \(secret.key.id)")
        }
    }

    /// Shows one.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Shows what is in a check bundle, and whether a key has signed it.")

        @Argument(help: "The bundle's file.", completion: .file())
        var file: String

        @Option(
            help: ArgumentHelp(
                "The public half, or a file that holds it; without one nobody looks who signed.",
                valueName: "key"))
        var key: String?

        func run() throws {
            let signed = try BundleFile.signed(file)
            let proven = try BundleFile.bundle(in: signed, file, by: key)
            let (bundle, mark) = (proven.bundle, proven.mark)
            let signer = key == nil ? "it says \(mark.keyID); nobody looked" : mark.keyID
            print("version    \(mark.version)")
            print("sha256     \(mark.digest)")
            print("signed by  \(signer.printable)")
            print("made       \(UTCTime(secondsSince1970: bundle.made))")
            if let until = bundle.until { print("until      \(until)") }
            if !bundle.note.isEmpty { print("note       \(bundle.note)") }
            for one in bundle.files {
                print("file       \(one.name), \(one.text.utf8.count) bytes")
            }
        }
    }

    /// Hands one out.
    struct Publish: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "publish",
            abstract: "Hands a check bundle out to every node that asks, from now on.",
            discussion: "Only of a higher version than any before: to go back, make the old files "
                + "into a bundle of a higher version.")

        @OptionGroup var store: StoreOption

        @Argument(help: "The bundle's file.", completion: .file())
        var file: String

        @Option(
            help: ArgumentHelp(
                "The public half, or a file that holds it, that has to have signed it.",
                valueName: "key"))
        var key: String

        func run() async throws {
            let signed = try BundleFile.signed(file)
            let proven = try BundleFile.bundle(in: signed, file, by: key)
            let mistakes = BundleMaker.mistakes(in: proven.bundle)
            guard mistakes.isEmpty else { throw Bench.Mistakes(lines: mistakes) }
            let (mark, now) = (proven.mark, Clock.now())
            let publication = try await store.opened { store in
                let publication = try await store.publish(
                    PublishedBundle(version: mark.version, digest: mark.digest, published: now),
                    signed.bytes)
                if publication == .published {
                    try await store.note(
                        "bundle-published", by: Person.name,
                        PolicyOrigin.bundle(mark).json.canonicalText, at: now)
                }
                return publication
            }
            switch publication {
            case .published: print("version \(mark.version) is handed out")
            case .known: print("version \(mark.version) is handed out already")
            case .notHigher(let than):
                Person.tell(
                    "version \(mark.version): version \(than) was published, needed a higher one")
                throw ExitCode(1)
            }
        }
    }

    /// Lists what was handed out.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists the check bundles that were published, the newest first.")

        @OptionGroup var store: StoreOption

        private static let listedAtMost = 100

        func run() async throws {
            let all = try await store.opened { try await $0.bundles(atMost: Self.listedAtMost) }
            let rows = all.map {
                [
                    "\($0.version)", UTCTime(secondsSince1970: $0.published / 1000).description,
                    $0.digest.text,
                ]
            }
            for line in TextTable.lines(["version", "published", "sha256"], rows) { print(line) }
        }
    }
}
