/// Whether a word is the address of a machine.
enum NetworkAddress {
    /// Whether `word` is four numbers from 0 to 255 that may be some machine's: no
    /// mask, no loopback, not "any".
    static func isIPv4(_ word: Substring) -> Bool {
        guard let octets = octets(of: word) else { return false }
        return octets[0] != 0 && octets[0] != 127 && octets[0] != 255
    }

    /// Whether `word` is an IPv6 address (RFC 4291, 2.2) that may be some machine's:
    /// not the loopback, not "any".
    static func isIPv6(_ word: Substring) -> Bool {
        guard word.utf8.count <= 39, word.utf8.contains(where: isDigit) else { return false }
        let halves = word.split(separator: "::", omittingEmptySubsequences: false)
        guard halves.count <= 2, word != "::1" else { return false }
        let groups = halves.flatMap { $0.isEmpty ? [] : $0.parts(by: ":", keepingEmpty: true) }
        let areHex = groups.allSatisfy { group in
            (1...4).contains(group.utf8.count) && group.utf8.allSatisfy(isHex)
        }
        return areHex && (halves.count == 2 ? (1...7).contains(groups.count) : groups.count == 8)
    }

    private static func octets(of word: Substring) -> [Int]? {
        guard word.utf8.count <= 15 else { return nil }
        let parts = word.parts(by: ".", keepingEmpty: true)
        guard parts.count == 4 else { return nil }
        let octets = parts.compactMap { part -> Int? in
            guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy(isDigit),
                part == "0" || !part.hasPrefix("0")
            else { return nil }
            return Int(part).flatMap { $0 <= 255 ? $0 : nil }
        }
        return octets.count == 4 ? octets : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func isHex(_ byte: UInt8) -> Bool {
        isDigit(byte) || (65...70).contains(byte) || (97...102).contains(byte)
    }
}
