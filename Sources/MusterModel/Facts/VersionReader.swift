/// Takes a version text apart, byte by byte, without a backtrack.
struct VersionReader {
    private var rest: Substring.UTF8View

    /// Words that mark what comes before a version, in their order.
    private static let marks = ["dev", "alpha", "beta", "pre", "rc"]

    /// No version of the field has a longer number; all longer ones count alike, as
    /// one more than the largest with as many digits.
    private static let digitsAtMost = 15

    init(_ text: String) {
        let trimmed = text.drop { $0 == " " || $0 == "v" }
        rest = trimmed.utf8
    }

    /// Digits followed by a colon.
    mutating func epoch() -> Int64 {
        let digits = rest.prefix(while: Self.isDigit)
        guard !digits.isEmpty, rest.dropFirst(digits.count).first == UInt8(ascii: ":") else {
            return 0
        }
        rest = rest.dropFirst(digits.count + 1)
        return Self.number(digits)
    }

    /// Numbers joined by dots; stops before anything else.
    mutating func numbers() -> [Int64] {
        var numbers: [Int64] = []
        while true {
            let digits = rest.prefix(while: Self.isDigit)
            if digits.isEmpty { return numbers }
            numbers.append(Self.number(digits))
            rest = rest.dropFirst(digits.count)
            guard rest.first == UInt8(ascii: "."), rest.dropFirst().first.map(Self.isDigit) == true
            else { return numbers }
            rest = rest.dropFirst()
        }
    }

    /// `-rc.2`, `~rc1`, `b1`-less words alone: the word's rank, then its numbers.
    mutating func preRelease() -> [Int64]? {
        let tilde = rest.first == UInt8(ascii: "~")
        let start = rest.drop { [45, 46, 126, 95].contains($0) }
        let word = String(decoding: start.prefix(while: Self.isLetter), as: UTF8.self).lowercased()
        guard let rank = Self.marks.firstIndex(of: word) ?? (tilde ? 0 : nil) else { return nil }
        rest = start.dropFirst(word.utf8.count).drop { $0 == 45 || $0 == 46 }
        return [Int64(rank)] + numbers()
    }

    /// Numbers behind a hyphen.
    mutating func release() -> [Int64] {
        guard rest.first == UInt8(ascii: "-") else { return [] }
        rest = rest.dropFirst()
        return numbers()
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || (97...122).contains(byte)
    }

    private static func number(_ digits: Substring.UTF8View) -> Int64 {
        let significant = digits.drop { $0 == 48 }
        if significant.count > digitsAtMost { return 1_000_000_000_000_000 }
        return significant.reduce(0) { $0 * 10 + Int64($1 - 48) }
    }
}
