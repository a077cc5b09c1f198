extension Configuration {
    /// The first line of a configuration file.
    public static let format = "muster-agent/1"

    /// What files and words came to.
    public struct Reading: Sendable {
        /// The configuration; with an error nothing of it is to be used.
        public var configuration = Configuration()
        /// Who said each key: `FILE:LINE`, a variable, an option; what nobody said is not
        /// here.
        public var origins: [ConfigurationKey: String] = [:]
        /// Every mistake, by file and place.
        public var errors: [ChecksError] = []
    }

    /// The configuration that files tell, each over those before it; a list replaces a
    /// list. A file of comments alone says nothing.
    ///
    /// - Parameter words: what was said without a file, over all files, in its order.
    public static func read(_ files: [CheckFile], under words: [CheckFile] = []) -> Reading {
        var reading = Reading()
        for file in files where !file.text.isOnlyComments { reading.take(file, isFile: true) }
        for word in words { reading.take(word, isFile: false) }
        let last = (files + words).last?.name ?? ""
        reading.errors += reading.configuration.objections(last)
        return reading
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
        if bundles.areFollowed, bundles.keys.isEmpty {
            found.append("bundles: followed without keys that may have signed them")
        }
        if bundles.areFollowed, collector.addresses.isEmpty {
            found.append("bundles: followed without collector: urls to ask for them")
        }
        if looks.brief > looks.full { found.append("schedule: brief is longer than full") }
        return found.map { ChecksError(whole: file, .value, $0) }
    }
}

extension Configuration.Reading {
    /// Lays one layer over what there is. A line of what is no file is nobody's.
    fileprivate mutating func take(_ file: CheckFile, isFile: Bool) {
        var reader = NodeReader(file: file.name)
        var found: [ChecksError] = []
        do {
            let root = try YAMLDocument.root(of: file.text, file: file.name)
            reader.configuration(root, &configuration)
            for key in ConfigurationKey.allCases {
                guard let mark = root.mark(at: key.names) else { continue }
                origins[key] = isFile ? "\(file.name):\(mark.line)" : file.name
            }
        } catch {
            found = [error]
        }
        found += reader.errors
        errors +=
            isFile
            ? found : found.map { ChecksError(whole: $0.file, $0.code, $0.detail) }
    }
}

extension YAMLNode {
    /// Where the key at the end of a path of names stands; nil where it does not.
    fileprivate func mark(at names: [String]) -> YAMLMark? {
        guard case .mapping(let entries) = content,
            let entry = entries.first(where: { $0.key == names.first })
        else { return nil }
        return names.count == 1 ? entry.mark : entry.value.mark(at: Array(names.dropFirst()))
    }
}

extension StringProtocol {
    /// Whether every line is empty or a comment.
    var isOnlyComments: Bool {
        split(whereSeparator: \.isNewline).allSatisfy { line in
            let text = line.drop(while: \.isWhitespace)
            return text.isEmpty || text.hasPrefix("#")
        }
    }
}
