import ArgumentParser
import MusterChecks

/// What of the configuration may be said on the command line, over all files and the
/// environment: for a try by hand, or a drop-in of the unit.
struct SetupOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The site's name in CRIC or GOCDB.", valueName: "name"))
    var site: String?

    @Option(
        name: .customLong("profile"),
        help: ArgumentHelp(
            "Judge by these profiles; repeat or join with commas.", valueName: "id"),
        completion: Completions.profiles)
    var profiles: [String] = []

    @Option(
        name: .customLong("collector"),
        help: ArgumentHelp(
            "Where reports go; repeat or join with commas, tried in their order.",
            valueName: "url"))
    var collectors: [String] = []

    /// Each as a layer over the configuration.
    var layers: [CheckFile] {
        texts.map { CheckFile($0.key.option ?? "", says: $0.texts, of: $0.key) }
    }

    /// The same options again, for a child.
    var words: [String] {
        texts.flatMap { key, texts in texts.flatMap { [key.option ?? "", $0] } }
    }

    private var texts: [(key: ConfigurationKey, texts: [String])] {
        let all: [(ConfigurationKey, [String])] = [
            (.site, site.map { [$0] } ?? []), (.profiles, profiles), (.urls, collectors),
        ]
        return all.filter { !$0.1.isEmpty }
    }
}
