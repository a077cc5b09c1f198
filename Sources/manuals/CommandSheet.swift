/// One command as the program describes it: ArgumentParser's `--experimental-dump-help`,
/// serialisation version 0; what is not needed is not read.
struct CommandSheet: Decodable {
    let commandName: String
    let superCommands: [String]?
    let abstract: String?
    let discussion: String?
    let shouldDisplay: Bool
    let arguments: [ArgumentSheet]?
    let subcommands: [CommandSheet]?

    /// `muster checks lint`.
    var call: String { words.joined(separator: " ") }

    /// `muster-checks-lint`.
    var page: String { words.joined(separator: "-") }

    /// What help shows, without what every command has.
    var shownArguments: [ArgumentSheet] {
        (arguments ?? []).filter {
            $0.shouldDisplay && !["help", "version"].contains($0.valueName)
        }
    }

    /// The commands below it that help shows.
    var shownSubcommands: [CommandSheet] {
        (subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
    }

    private var words: [String] { (superCommands ?? []) + [commandName] }
}

/// One argument, option or flag.
struct ArgumentSheet: Decodable {
    /// What kind of words it takes on the command line.
    enum Kind: String, Decodable {
        case positional, option, flag
    }

    /// `--profile`, or `-h`.
    struct Name: Decodable {
        let kind: String
        let name: String

        /// Without the first hyphen, which mdoc writes itself.
        var behindHyphen: String { kind == "long" ? "-" + name : name }
    }

    let kind: Kind
    let shouldDisplay: Bool
    let isOptional: Bool
    let isRepeating: Bool
    let names: [Name]?
    let valueName: String?
    let defaultValue: String?
    let abstract: String?
    let discussion: String?

    /// The value as help calls it.
    var value: String { (valueName ?? "value").replacing("…", with: "...") }

    /// Abstract and discussion, one sentence after the other.
    var sentences: String {
        [abstract, discussion].compactMap(\.self).joined(separator: " ")
            .replacing("\n", with: " ")
    }
}
