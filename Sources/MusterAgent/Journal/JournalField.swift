internal import MusterModel

/// One `NAME=value` of a journal entry: printable, valid UTF-8, bounded.
public struct JournalField: Hashable, Sendable {
    /// Name, `=` and value together stay below this many bytes: `journalctl -o json`
    /// prints null for a field of 4,096 bytes and more (journalctl(1), `--all`).
    public static let bytesAtMost = 3_999

    /// Upper-case letters, digits and underscores, beginning with a letter;
    /// journald drops any other.
    public let name: String

    /// The text, without control characters.
    public let value: String

    /// A field; `value` is made printable and cut between two characters where it
    /// is too long, with an ellipsis at its end.
    public init(_ name: StaticString, _ value: String) {
        let name = "\(name)"
        precondition(Self.isName(name), "\(name): no name of a journal field")
        self.name = name
        self.value = value.printable.cut(to: Self.bytesAtMost - name.utf8.count - 1)
    }

    /// A field whose name was read; nil where that is none.
    init?(named name: String, _ value: String) {
        guard Self.isName(name) else { return nil }
        self.name = name
        self.value = value.printable.cut(to: Self.bytesAtMost - name.utf8.count - 1)
    }

    /// What is sent.
    var bytes: [UInt8] { Array("\(name)=\(value)".utf8) }

    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, (65...90).contains(first) else { return false }
        return name.utf8.count <= 64
            && name.utf8.allSatisfy {
                (65...90).contains($0) || (48...57).contains($0) || $0 == 95
            }
    }
}

extension String {
    /// The text in at most `bound` bytes of UTF-8, whole characters only.
    func cut(to bound: Int) -> String {
        guard utf8.count > bound else { return self }
        let mark = "…"
        var room = bound - mark.utf8.count
        let kept = prefix { character in
            room -= character.utf8.count
            return room >= 0
        }
        return kept + mark
    }
}
