/// One thing that a probe may ask of a node: the whole vocabulary between probes
/// and machine, between the parent and its observers, and of a recording.
public enum Question: Hashable, Sendable {
    /// The content of a file, at most ``Question/contentAtMost`` bytes.
    case read(String)
    /// The names in a folder.
    case list(String)
    /// Kind, owner, mode and size of what a path leads to, links followed.
    case attributes(String)
    /// Where a symbolic link points; absent where the path is no link.
    case link(String)
    /// Type, size and free space of the file system below a path.
    case capacity(String)
    /// An extended attribute, by name.
    case extended(String, path: String)
    /// What an ordinary user may do with a path.
    case access(String)
    /// The output of a program: an absolute path and its arguments, none of which
    /// holds a space. Run without privileges.
    case run([String])
    /// Whether a process listens on a local socket.
    case connect(String)
    /// For how many milliseconds the mount below a path has not answered; absent
    /// where it does.
    case silence(String)
    /// The machine's hardware name, as `uname -m` says it.
    case machine
    /// A live attempt.
    case attempt(Attempt)
    /// At most ``Question/bytesAtMost`` bytes of a file, from an offset on.
    case bytes(String, offset: Int64, count: Int)
    /// What a container image holds at some paths.
    case inside(ImageInquiry)

    /// More bytes at once are not given.
    public static let bytesAtMost = 64 << 10
    /// The program of an external probe; it has no path here, because it is found by
    /// rules of its own.
    case plugin(PluginOrder)

    /// Longer files are cut; nothing that a probe reads is longer.
    public static let contentAtMost = 1 << 20

    /// The path that is touched, where the question has one.
    public var path: String? {
        switch self {
        case .read(let path), .list(let path), .attributes(let path), .link(let path),
            .capacity(let path), .extended(_, let path), .access(let path), .connect(let path),
            .silence(let path), .bytes(let path, _, _):
            path
        case .inside(let inquiry): inquiry.image
        case .run(let words): words.first
        case .attempt(let attempt): attempt.folder
        case .machine, .plugin: nil
        }
    }
}

extension Question {
    /// The program of others that is run to answer it; nil where none is.
    var program: String? {
        switch self {
        case .run(let words): words.first
        case .attempt(.smoke(let order)): order.program
        case .plugin(let order): order.words.first
        default: nil
        }
    }

    /// The question in a message: an external probe's is long, and its id says it all.
    var inWords: String { if case .plugin(let order) = self { order.probe } else { description } }

    /// The same question about another path.
    func at(_ path: String) -> Question {
        switch self {
        case .read: .read(path)
        case .list: .list(path)
        case .attributes: .attributes(path)
        case .link: .link(path)
        case .capacity: .capacity(path)
        case .extended(let name, _): .extended(name, path: path)
        case .access: .access(path)
        case .run(let words): .run([path] + words.dropFirst())
        case .bytes(_, let offset, let count): .bytes(path, offset: offset, count: count)
        case .inside(let inquiry): .inside(inquiry.at(path))
        case .connect: .connect(path)
        case .silence: .silence(path)
        case .machine, .plugin: self
        case .attempt(.userNamespace): self
        case .attempt(.privilegedOverlay): .attempt(.privilegedOverlay(path))
        case .attempt(.unprivilegedOverlay): .attempt(.unprivilegedOverlay(path))
        case .attempt(.rehearsal(let order)): .attempt(.rehearsal(order.below(path)))
        case .attempt(.smoke(let order)): .attempt(.smoke(order.below(path)))
        }
    }
}

/// Something that can only be known by trying it.
public enum Attempt: Hashable, Sendable {
    /// Make a user namespace as an ordinary user, map the user, mount a tmpfs.
    case userNamespace
    /// Mount an overlay as root, in a mount namespace of its own, with upper and
    /// work folder below the given one.
    case privilegedOverlay(String)
    /// Mount an overlay as an ordinary user inside a user namespace.
    case unprivilegedOverlay(String)
    /// Set up a container as an unprivileged runtime does, without a runtime.
    case rehearsal(RehearsalOrder)
    /// Start a container by a runtime that is installed.
    case smoke(SmokeOrder)

    /// Where scratch folders are made.
    var folder: String? {
        switch self {
        case .userNamespace: nil
        case .privilegedOverlay(let folder), .unprivilegedOverlay(let folder): folder
        case .rehearsal(let order): order.folder
        case .smoke(let order): order.folder
        }
    }
}

extension Question: CustomStringConvertible {
    /// `verb argument`: the key of an answer in a recording.
    public var description: String {
        switch self {
        case .read(let path): "read \(path)"
        case .list(let path): "list \(path)"
        case .attributes(let path): "attributes \(path)"
        case .link(let path): "link \(path)"
        case .capacity(let path): "capacity \(path)"
        case .extended(let name, let path): "extended \(name) \(path)"
        case .access(let path): "access \(path)"
        case .run(let words): "run \(words.joined(separator: " "))"
        case .connect(let path): "connect \(path)"
        case .silence(let path): "silence \(path)"
        case .machine: "machine"
        case .bytes(let path, let offset, let count): "bytes \(offset) \(count) \(path)"
        case .inside(let inquiry): "inside \(inquiry)"
        case .plugin(let order): "plugin \(order)"
        case .attempt(.userNamespace): "attempt userns"
        case .attempt(.privilegedOverlay(let folder)): "attempt overlay-privileged \(folder)"
        case .attempt(.unprivilegedOverlay(let folder)): "attempt overlay-unprivileged \(folder)"
        case .attempt(.rehearsal(let order)): "attempt rehearsal \(order.words.inLine)"
        case .attempt(.smoke(let order)): "attempt smoke \(order.words.inLine)"
        }
    }

    /// The question that `text` writes; nil where it writes none.
    public init?(_ text: String) {
        self.init(loosely: text)
        // One way to write a question, so that a recording answers it once.
        guard description.isBytewise(text) else { return nil }
    }

    private init?(loosely text: String) {
        let words = text.parts(by: " ", maxSplits: 1).map(String.init)
        let rest = words.count > 1 ? words[1] : ""
        switch words.first {
        case "machine" where rest.isEmpty: self = .machine
        case "attempt": self.init(attempt: rest)
        case "bytes":
            let parts = rest.parts(by: " ", maxSplits: 2)
            guard parts.count == 3, let offset = Int64(parts[0]), let count = Int(parts[1]),
                offset >= 0, (1...Self.bytesAtMost).contains(count), parts[2].isAbsolute
            else { return nil }
            self = .bytes(String(parts[2]), offset: offset, count: count)
        case "inside":
            guard let inquiry = ImageInquiry(rest) else { return nil }
            self = .inside(inquiry)
        case "plugin":
            guard let order = PluginOrder(rest) else { return nil }
            self = .plugin(order)
        case "run" where rest.isAbsolute: self = .run(rest.parts(by: " ").map(String.init))
        case "extended":
            let parts = rest.parts(by: " ", maxSplits: 1).map(String.init)
            guard parts.count == 2, parts[1].isAbsolute else { return nil }
            self = .extended(parts[0], path: parts[1])
        case let verb?:
            guard let ask = Self.aboutPaths[verb], rest.isAbsolute else { return nil }
            self = ask(rest)
        case nil: return nil
        }
    }

    private static let aboutPaths: [String: @Sendable (String) -> Question] = [
        "read": { .read($0) }, "list": { .list($0) }, "attributes": { .attributes($0) },
        "link": { .link($0) }, "capacity": { .capacity($0) }, "access": { .access($0) },
        "connect": { .connect($0) }, "silence": { .silence($0) },
    ]

    private init?(attempt text: String) {
        let words = text.parts(by: " ", maxSplits: 1).map(String.init)
        let folder = words.count == 2 && words[1].isAbsolute ? words[1] : nil
        switch (words.first, folder) {
        case ("userns", nil) where words.count == 1: self = .attempt(.userNamespace)
        case ("overlay-privileged", let folder?): self = .attempt(.privilegedOverlay(folder))
        case ("overlay-unprivileged", let folder?): self = .attempt(.unprivilegedOverlay(folder))
        case ("rehearsal", _?):
            guard let order = RehearsalOrder(words: words[1].parts(by: " ").map(String.init))
            else { return nil }
            self = .attempt(.rehearsal(order))
        case ("smoke", _?):
            guard let order = SmokeOrder(words: words[1].parts(by: " ").map(String.init))
            else { return nil }
            self = .attempt(.smoke(order))
        default: return nil
        }
    }
}

extension [String] {
    /// The words of an order as they stand in a question.
    fileprivate var inLine: String { joined(separator: " ") }
}
