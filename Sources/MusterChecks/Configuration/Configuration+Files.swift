extension Configuration {
    /// The first line of a configuration file.
    public static let format = "muster-agent/1"

    /// The configuration that files tell, each over those before it; a list replaces a
    /// list. A file of comments alone says nothing.
    ///
    /// - Returns: also every mistake, by file and place; with one nothing is to be used.
    public static func read(
        _ files: [CheckFile]
    ) -> (configuration: Configuration, errors: [ChecksError]) {
        var configuration = Configuration()
        var errors: [ChecksError] = []
        for file in files where !file.text.isOnlyComments {
            var reader = NodeReader(file: file.name)
            do {
                let root = try YAMLDocument.root(of: file.text, file: file.name)
                reader.configuration(root, &configuration)
            } catch {
                errors.append(error)
            }
            errors += reader.errors
        }
        errors += configuration.objections(files.last?.name ?? "")
        return (configuration, errors)
    }

    /// What no single file can see.
    private func objections(_ file: String) -> [ChecksError] {
        var found: [String] = []
        if (collector.certificate == nil) != (collector.key == nil) {
            found.append("collector: a certificate without its key, or a key alone")
        }
        if collector.addresses.isEmpty, collector.token != nil || collector.certificate != nil {
            found.append("collector: a credential without urls to show it to")
        }
        if looks.brief > looks.full { found.append("schedule: brief is longer than full") }
        return found.map { ChecksError(whole: file, .value, $0) }
    }
}

extension StringProtocol {
    /// Whether every line is empty or a comment.
    fileprivate var isOnlyComments: Bool {
        split(whereSeparator: \.isNewline).allSatisfy { line in
            let text = line.drop(while: \.isWhitespace)
            return text.isEmpty || text.hasPrefix("#")
        }
    }
}
