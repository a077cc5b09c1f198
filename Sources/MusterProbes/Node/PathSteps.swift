internal import MusterModel

/// The names of a path that are still ahead, those that links bring included; bounded,
/// because links may lead in circles.
struct PathSteps {
    /// As many links as the kernel follows (path_resolution(7)).
    private static let linksAtMost = 40
    /// A path of PATH_MAX has half as many names as bytes; every `..` walks again.
    private static let stepsAtMost = 16_384

    private let path: String
    private var ahead: [String]
    private var links = 0
    private var steps = 0

    /// All names of `path`.
    init(_ path: String) {
        self.path = path
        ahead = path.parts(by: "/").reversed().map(String.init)
    }

    /// Whether nothing is ahead.
    var isAtEnd: Bool { ahead.isEmpty }

    /// What is ahead, in its order.
    var rest: [String] { ahead.reversed() }

    /// The next name, `..` among them, `.` left out; nil at the end.
    /// - Throws: malformed after too many.
    mutating func next() throws(Absence) -> String? {
        while let name = ahead.popLast() {
            steps += 1
            if steps > Self.stepsAtMost { throw Absence(.malformed, "\(path): too many steps") }
            if name != "." { return name }
        }
        return nil
    }

    /// Goes on with the names of a link's target.
    /// - Throws: malformed after too many links.
    mutating func follow(_ target: String) throws(Absence) {
        links += 1
        if links > Self.linksAtMost { throw Absence(.malformed, "\(path): too many links") }
        ahead += target.parts(by: "/").reversed().map(String.init)
    }

    /// Walks some names once more before the others.
    mutating func again(_ names: some BidirectionalCollection<String>) {
        ahead.append(contentsOf: names.reversed())
    }
}
