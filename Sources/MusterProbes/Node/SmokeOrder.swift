/// Which container a smoke is to start, and by what.
public struct SmokeOrder: Hashable, Sendable {
    /// The kinds of runtime, by how they are called.
    public enum Launcher: String, Hashable, Sendable, CaseIterable {
        /// Apptainer or Singularity by its setuid starter; the same in a user
        /// namespace.
        case setuid, userns
        case podman, docker, charliecloud
    }

    /// How the program is called.
    public let launcher: Launcher
    /// The runtime's executable.
    public let program: String
    /// The image: an absolute path, or a reference such as `docker://alpine`.
    public let image: String
    /// Paths of the node to bind, each to the same place inside.
    public let binds: [String]
    /// Paths to look at inside that no bind of their own brings: repositories.
    public let looks: [String]
    /// Where its scratch folder is made.
    public let folder: String

    /// An order from its parts, none of which holds a space.
    public init(
        _ launcher: Launcher, program: String, image: String, binds: [String] = [],
        looks: [String] = [], folder: String
    ) {
        self.launcher = launcher
        self.program = program
        self.image = image
        self.binds = binds
        self.looks = looks
        self.folder = folder
    }

    /// `FOLDER LAUNCHER PROGRAM IMAGE BIND… -- LOOK…`.
    var words: [String] {
        [folder, launcher.rawValue, program, image] + binds + (looks.isEmpty ? [] : ["--"] + looks)
    }

    /// The order that `words` write; nil where they write none.
    init?(words: [String]) {
        guard words.count >= 4, let launcher = Launcher(rawValue: words[1]),
            words[0].isAbsolute, words[2].isAbsolute, Self.isImage(words[3])
        else { return nil }
        let paths = words.dropFirst(4).split(
            separator: "--", maxSplits: 1, omittingEmptySubsequences: false)
        guard paths.allSatisfy({ $0.allSatisfy(\.isAbsolute) }) else { return nil }
        self.init(
            launcher, program: words[2], image: words[3], binds: paths.first.map(Array.init) ?? [],
            looks: paths.count > 1 ? Array(paths[1]) : [], folder: words[0])
    }

    /// Whether a text can be an image's place: a path, or a scheme and a name; never
    /// what a runtime would take for an option.
    public static func isImage(_ text: String) -> Bool {
        let plain = text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
        return plain && (text.isAbsolute || reference(text) != nil)
    }

    /// The name behind `docker://`; nil for everything else.
    static func reference(_ text: String) -> Substring? {
        let scheme = "docker://"
        guard text.hasPrefix(scheme), text.utf8.count > scheme.utf8.count,
            text.utf8.dropFirst(scheme.utf8.count).first != UInt8(ascii: "-")
        else { return nil }
        return text.dropFirst(scheme.count)
    }

    /// The same order with another scratch folder.
    func below(_ folder: String) -> SmokeOrder {
        SmokeOrder(
            launcher, program: program, image: image, binds: binds, looks: looks, folder: folder)
    }
}
