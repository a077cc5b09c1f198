/// Where a report is pushed to: an https address, or a plain one that was allowed.
public struct PushTarget: Hashable, Sendable {
    /// Why a text is no such address, in words.
    public struct Objection: Error, Hashable, Sendable, CustomStringConvertible {
        /// What was found, and what was needed.
        public let description: String
    }

    /// The address as it was given.
    public let url: String
    /// Its host and port, for messages.
    public let authority: String
    /// Whether it is http, without TLS.
    public let isPlain: Bool
    /// Whether it never leaves the machine.
    public let isLoopback: Bool

    /// Longer addresses are refused, bytes.
    private static let bytesAtMost = 2_048

    /// An address.
    ///
    /// - Parameter allowingPlain: whether http is taken although it leaves the machine.
    /// - Throws: ``Objection``.
    public init(_ text: String, allowingPlain: Bool = false) throws(Objection) {
        guard text.utf8.count <= Self.bytesAtMost, text.utf8.allSatisfy(Self.isPlainByte) else {
            throw Self.objection("needed at most 2,048 printable ASCII characters, no quotes")
        }
        let isPlain = text.hasPrefix("http://")
        guard isPlain || text.hasPrefix("https://") else {
            throw Self.objection("needed https://HOST/…")
        }
        let rest = text.dropFirst(isPlain ? 7 : 8)
        let authority = rest.prefix { !"/?".contains($0) }
        guard !rest.contains("#"), !authority.contains("@") else {
            throw Self.objection("needed an address without a fragment, user or password")
        }
        guard let host = Self.host(of: authority) else {
            throw Self.objection("needed HOST or HOST:PORT behind the scheme")
        }
        isLoopback = Self.isLoopback(host)
        guard !isPlain || isLoopback || allowingPlain else {
            throw Self.objection("http leaves the machine without TLS; needed https")
        }
        url = text
        self.authority = String(authority)
        self.isPlain = isPlain
    }

    /// The address of another resource in the same folder: `…/api/v1/bundle` beside
    /// `…/api/v1/reports`.
    /// - Throws: ``Objection`` where that is too long for one.
    func beside(_ name: String) throws(Objection) -> PushTarget {
        let scheme = isPlain ? 7 : 8
        let rest = url.dropFirst(scheme)
        let path = rest.drop { !"/?".contains($0) }.prefix { $0 != "?" }
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
        return try PushTarget(
            String(url.prefix(scheme)) + authority + folder + name, allowingPlain: isPlain)
    }

    private static func objection(_ text: String) -> Objection { Objection(description: text) }

    private static func isPlainByte(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && !"\"<>\\^`{|}".utf8.contains(byte)
    }

    /// The host in front of a port, if there is one; nil where either is none.
    private static func host(of authority: Substring) -> Substring? {
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            let host = authority[...end]
            let digits = host.dropFirst().dropLast()
            let isAddress =
                digits.contains(":")
                && digits.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
            return isAddress && isPort(authority[end...].dropFirst()) ? host : nil
        }
        let host = authority.prefix { $0 != ":" }
        let letters = host.allSatisfy { $0.isLetter || $0.isNumber || "-._".contains($0) }
        guard let first = host.first, first != "-", letters else { return nil }
        return isPort(authority.dropFirst(host.count)) ? host : nil
    }

    private static func isPort(_ text: Substring) -> Bool {
        if text.isEmpty { return true }
        guard text.hasPrefix(":"), let port = UInt16(text.dropFirst()) else { return false }
        return port > 0
    }

    /// `localhost`, 127.0.0.0/8 and ::1 (RFC 6761, RFC 1122, RFC 4291).
    private static func isLoopback(_ host: Substring) -> Bool {
        let bytes = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return host.lowercased() == "localhost" || host == "[::1]"
            || bytes.count == 4 && bytes.first == 127 && !bytes.contains(nil)
    }
}
