import ArgumentParser

/// Where what is written leads to.
struct LinkOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The collector's address, to which HTML and Markdown link; without it that of --url.",
            valueName: "url"))
    var link: String?

    mutating func validate() throws {
        guard let link else { return }
        guard link.hasPrefix("https://") || link.hasPrefix("http://") else {
            throw ValidationError("--link: \(link), needed https://HOST:PORT")
        }
    }

    /// The address without the slash at its end; nil where nothing is linked.
    func address(_ remote: RemoteOption) -> String? {
        (link ?? remote.url).map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    }
}
