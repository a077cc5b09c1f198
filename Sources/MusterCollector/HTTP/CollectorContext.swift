public import Hummingbird
public import NIOCore

/// What belongs to one request: its connection, beside what Hummingbird keeps.
public struct CollectorContext: RequestContext, RemoteAddressRequestContext {
    /// What Hummingbird keeps.
    public var coreContext: CoreRequestContextStorage
    /// The other end as the kernel has it; nil in tests without a socket.
    public let remoteAddress: SocketAddress?
    /// The connection; its peer's certificate is asked of it.
    let channel: any Channel

    /// The context of a request that has come in on a connection.
    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
        remoteAddress = source.channel.remoteAddress
    }

    /// Whether the other end is this machine.
    public var isLoopback: Bool {
        let address = remoteAddress?.ipAddress ?? ""
        return address == "::1" || address.hasPrefix("127.")
    }
}
