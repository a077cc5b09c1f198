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
}
