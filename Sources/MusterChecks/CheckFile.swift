/// One file of checks: its name, for error messages, and its text.
public struct CheckFile: Hashable, Sendable {
    /// The file's name or path, as an administrator would open it.
    public let name: String
    /// The YAML text.
    public let text: String

    /// A file that was read.
    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }

    /// The id of the profile that it states; nil where it states none, or does not read.
    public var statedProfile: String? { outermost("profile") }

    /// Whether it states exceptions.
    public var statesWaivers: Bool { statedFormat == "muster-waivers/1" }

    /// Its form, as `muster-checks/1`; nil where it states none, or does not read.
    var statedFormat: String? { outermost("format") }

    private func outermost(_ key: String) -> String? {
        guard let root = try? YAMLDocument.root(of: text, file: name),
            case .mapping(let entries) = root.content,
            case .scalar(let word, _)? = entries.first(where: { $0.key == key })?.value.content
        else { return nil }
        return word
    }
}
