/// What a rehearsal is to set up.
public struct RehearsalOrder: Hashable, Sendable {
    /// Where its scratch folder is made.
    public let folder: String
    /// Paths of the node to bind into the container; absolute, without a space.
    public let binds: [String]

    /// A rehearsal with these binds; without any it brings its own alone.
    public init(folder: String, binds: [String] = []) {
        self.folder = folder
        self.binds = binds
    }

    /// Folder and binds.
    var words: [String] { [folder] + binds }

    /// The order that `words` write; nil where one is no absolute path.
    init?(words: [String]) {
        guard let folder = words.first, words.allSatisfy(\.isAbsolute) else { return nil }
        self.init(folder: folder, binds: Array(words.dropFirst()))
    }

    /// The same order with another scratch folder.
    func below(_ folder: String) -> RehearsalOrder {
        RehearsalOrder(folder: folder, binds: binds)
    }
}
