/// Finds in a text what tells which machine or site it came from: names of hosts,
/// addresses, accounts.
///
/// A host's name looks like any other word; it is recognised by the site's own
/// domain, or by what stands around it (URL, e-mail, source of a mount, proxy).
struct TraceScan {
    /// One place in the text.
    struct Trace: Hashable {
        /// What stands there.
        enum Kind: Hashable { case host, bare, account, ipv4, ipv6 }

        /// Bytes of the text.
        let range: Range<Int>
        /// What it is.
        let kind: Kind
    }

    private let bytes: [UInt8]
    private let names: MachineNames
    private var traces: [Trace] = []

    /// The traces in `bytes`, in order, none within another.
    static func traces(in bytes: [UInt8], of names: MachineNames) -> [Trace] {
        var scan = TraceScan(bytes: bytes, names: names)
        scan.run()
        return scan.traces
    }

    private init(bytes: [UInt8], names: MachineNames) {
        self.bytes = bytes
        self.names = names
    }

    private mutating func run() {
        var index = 0
        while index < bytes.count {
            guard Self.isWord(bytes[index]) else {
                index += 1
                continue
            }
            if let end = credentialsEnd(at: index) {
                note(index..<end, .account)
                index = end
                continue
            }
            var end = index
            while end < bytes.count, Self.isWord(bytes[end]) { end += 1 }
            look(at: index..<end)
            index = end
        }
    }

    private mutating func look(at word: Range<Int>) {
        if let address = ipv6(in: word) { return note(address, .ipv6) }
        var start = word.lowerBound
        for index in word.lowerBound...word.upperBound
        where index == word.upperBound || bytes[index] == UInt8(ascii: ":")
            || bytes[index] == UInt8(ascii: "_")
        {
            let name = trimmed(start..<index)
            if !name.isEmpty { classify(name) }
            start = index + 1
        }
    }

    private mutating func classify(_ range: Range<Int>) {
        let name = text(range).lowercased()
        if let addresses = addresses(in: range, name) {
            for address in addresses { note(address, .ipv4) }
        } else if let host = host(in: range, name) {
            note(host, .host)
        } else if names.isBareTelling {
            for place in bares(in: range, name) { note(place, .bare) }
        }
    }

    private mutating func note(_ range: Range<Int>, _ kind: Trace.Kind) {
        traces.append(Trace(range: range, kind: kind))
    }
}

// MARK: - Addresses

extension TraceScan {
    /// One address, or several with hyphens between; nil for anything else, and for
    /// what calls itself a version.
    private func addresses(in range: Range<Int>, _ name: String) -> [Range<Int>]? {
        let parts = name.parts(by: "-", keepingEmpty: true)
        guard parts.allSatisfy(NetworkAddress.isIPv4), !followsVersion(range.lowerBound) else {
            return nil
        }
        var start = range.lowerBound
        return parts.map { part in
            defer { start += part.utf8.count + 1 }
            return start..<(start + part.utf8.count)
        }
    }

    /// The address that is the whole word, without a colon or full stop behind it; not
    /// the `0::/` of a cgroup's path nor the `1::/` of a bind list.
    private func ipv6(in word: Range<Int>) -> Range<Int>? {
        let behind = byte(at: word.upperBound + 1).map { (48...57).contains($0) } ?? false
        if byte(at: word.upperBound) == UInt8(ascii: "/"), !behind { return nil }
        if byte(at: word.lowerBound - 1) == UInt8(ascii: "/") { return nil }
        let whole = word.lowerBound..<trimmed(word).upperBound
        return [whole, whole.dropLast()].first { NetworkAddress.isIPv6(text($0)[...]) }
    }

    private func followsVersion(_ start: Int) -> Bool {
        var end = start
        while end > 0, " \t\"'=:".utf8.contains(bytes[end - 1]) { end -= 1 }
        let before = text(max(0, end - 16)..<end).lowercased()
        return ["version", "version_id", "release", " v"].contains { before.hasSuffix($0) }
    }
}

// MARK: - Names

extension TraceScan {
    /// The part of a word that names a machine or the site's domain.
    private mutating func host(in range: Range<Int>, _ name: String) -> Range<Int>? {
        let account = isInURL(range) ? nil : account(before: range, name)
        let isMail = account != nil
        if let account {
            traces.removeAll { $0.range.overlaps(account) }
            note(account, .account)
        }
        if name == names.host, name.utf8.contains(UInt8(ascii: ".")) { return range }
        if names.known.contains(name), !names.kept.contains(name) { return range }
        for domain in names.domains {
            guard let end = Self.end(of: domain, in: name) else { continue }
            let found = String(Substring(name.utf8.prefix(end)))
            return names.kept.contains(found)
                ? nil : range.lowerBound..<(range.lowerBound + end)
        }
        let isNamed = name.utf8.contains { (97...122).contains($0) }
        guard isNamed, !name.hasPrefix("localhost"), !MachineNames.isPublic(name) else {
            return nil
        }
        return isMail || isInURL(range) || isSource(range) || isProxy(range) ? range : nil
    }

    /// Where `domain` ends in a name as a run of whole labels.
    private static func end(of domain: String, in name: String) -> Int? {
        let (all, part) = (Array(name.utf8), Array(domain.utf8))
        guard all.count >= part.count else { return nil }
        let dot = UInt8(ascii: ".")
        return (0...(all.count - part.count)).first { start in
            let end = start + part.count
            return (start == 0 || all[start - 1] == dot) && (end == all.count || all[end] == dot)
                && all[start..<end].elementsEqual(part)
        }.map { $0 + part.count }
    }

    /// Where the host's first label stands as a word; one of less than four bytes has
    /// to stand alone, it would be a part of many paths.
    private func bares(in range: Range<Int>, _ name: String) -> [Range<Int>] {
        let (all, part) = (Array(name.utf8), Array(names.bare.utf8))
        if part.count < 4 {
            let isAlone =
                all == part
                && ![range.lowerBound - 1, range.upperBound].contains {
                    byte(at: $0).map("/._-".utf8.contains) ?? false
                }
            return isAlone ? [range] : []
        }
        guard all.count >= part.count else { return [] }
        return (0...(all.count - part.count)).filter { start in
            let end = start + part.count
            return all[start..<end].elementsEqual(part)
                && (start == 0 || !Self.isLetterOrDigit(all[start - 1]))
                && (end == all.count || !Self.isLetterOrDigit(all[end]))
        }.map { (range.lowerBound + $0)..<(range.lowerBound + $0 + part.count) }
    }
}

// MARK: - What stands around a name

extension TraceScan {
    /// Units of systemd also have an @ (systemd.unit(5)).
    private static let units: Set<Substring> = [
        "service", "socket", "mount", "target", "timer", "slice", "scope", "path", "device", "swap",
        "automount",
    ]

    /// The account before the @ of an e-mail address.
    private func account(before range: Range<Int>, _ name: String) -> Range<Int>? {
        let at = range.lowerBound - 1
        let labels = name.parts(by: ".")
        guard byte(at: at) == UInt8(ascii: "@"), labels.count > 1, let last = labels.last,
            last.utf8.count > 1, last.utf8.allSatisfy({ (97...122).contains($0) }),
            !Self.units.contains(last)
        else { return nil }
        var start = at
        while let before = byte(at: start - 1),
            Self.isLetterOrDigit(before) || "._%+-".utf8.contains(before)
        { start -= 1 }
        return start < at ? start..<at : nil
    }

    /// Where the account and password of a URL end, for a place behind `://`.
    private func credentialsEnd(at index: Int) -> Int? {
        guard stands("://", before: index) else { return nil }
        let rest = bytes[index...].prefix(256).prefix { !" \t\r\n\"'/|;,".utf8.contains($0) }
        return rest.lastIndex(of: UInt8(ascii: "@")).flatMap { $0 > index ? $0 : nil }
    }

    private func isInURL(_ range: Range<Int>) -> Bool {
        if stands("://", before: range.lowerBound) { return true }
        guard byte(at: range.lowerBound - 1) == UInt8(ascii: "@"), let last = traces.last else {
            return false
        }
        return last.kind == .account && last.range.upperBound == range.lowerBound - 1
    }

    /// Whether it is the server of a mount: `nfs01:/export`, `//files/share`.
    private func isSource(_ range: Range<Int>) -> Bool {
        let before = byte(at: range.lowerBound - 1)
        let isFirst = before.map { " \t\n@".utf8.contains($0) } ?? true
        if isFirst, stands(":/", at: range.upperBound), !stands("://", at: range.upperBound) {
            return !["tcp", "o2ib"].contains(text(range))
        }
        let outer = byte(at: range.lowerBound - 3)
        return stands("//", before: range.lowerBound)
            && (outer.map { " \t\n".utf8.contains($0) } ?? true)
    }

    /// Whether it is a host with its port in a line about proxies or servers.
    private func isProxy(_ range: Range<Int>) -> Bool {
        guard byte(at: range.upperBound) == UInt8(ascii: ":"),
            let digit = byte(at: range.upperBound + 1), (48...57).contains(digit)
        else { return false }
        let line = bytes[..<range.lowerBound].suffix(512)
        let start = line.lastIndex(of: UInt8(ascii: "\n")) ?? line.startIndex
        let before = text(start..<range.lowerBound).lowercased()
        return ["proxy", "proxies", "server"].contains { before.firstRange(of: $0) != nil }
    }

    private func stands(_ word: StaticString, before index: Int) -> Bool {
        stands(word, at: index - word.utf8CodeUnitCount)
    }

    private func stands(_ word: StaticString, at index: Int) -> Bool {
        let end = index + word.utf8CodeUnitCount
        guard index >= 0, end <= bytes.count else { return false }
        return word.withUTF8Buffer { bytes[index..<end].elementsEqual($0) }
    }

    private func byte(at index: Int) -> UInt8? {
        bytes.indices.contains(index) ? bytes[index] : nil
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    /// Without hyphens and full stops at both ends.
    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, "-.".utf8.contains(bytes[start]) { start += 1 }
        while end > start, "-.".utf8.contains(bytes[end - 1]) { end -= 1 }
        return start..<end
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || byte >= 0x80 || ".:_-".utf8.contains(byte)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}
