/// Where a server listens: a name or number of this host, and a port.
public struct ListenAddress: Hashable, Sendable {
    /// A name, an IPv4 address, or an IPv6 address without its brackets.
    public let host: String
    /// 0 for any that is free.
    public let port: Int

    /// Loopback alone.
    public static let usual = ListenAddress(host: "127.0.0.1", port: 8443)

    private init(host: String, port: Int) { (self.host, self.port) = (host, port) }

    /// The address in `HOST:PORT` or `[IPV6]:PORT`; nil for anything else.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"),
            let port = UInt16(text[text.index(after: colon)...])
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        let isPlain = host.utf8.allSatisfy { byte in
            UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || byte == UInt8(ascii: ".")
                || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ":")
        }
        guard !host.isEmpty, host.utf8.count <= 253, isPlain else { return nil }
        (self.host, self.port) = (String(host), Int(port))
    }

    /// Whether only programs of this host reach it.
    public var isLoopback: Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
}
