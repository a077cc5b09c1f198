import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import MusterCollector

/// Whoever never comes to an end is ended.
@Suite struct RequestDeadlineTests {
    private static let head = HTTPRequestPart.head(
        HTTPRequest(method: .post, scheme: "https", authority: "x", path: "/api/v1/reports"))

    private func channel() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHandler(RequestDeadline(.seconds(120)))
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/x")).wait()
        return channel
    }

    @Test func aByteNowAndThenDoesNotHoldAConnection() throws {
        let channel = try channel()
        try channel.writeInbound(Self.head)
        for _ in 1...12 {
            #expect(channel.isActive)
            try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(string: "x")))
            channel.embeddedEventLoop.advanceTime(by: .seconds(10))
        }
        #expect(!channel.isActive)
    }

    @Test func aRequestThatEndsIsAnsweredHoweverLongItTakes() throws {
        let channel = try channel()
        for _ in 1...3 {
            try channel.writeInbound(Self.head)
            channel.embeddedEventLoop.advanceTime(by: .seconds(119))
            try channel.writeInbound(HTTPRequestPart.end(nil))
            channel.embeddedEventLoop.advanceTime(by: .seconds(600))
            #expect(channel.isActive)
        }
        #expect(throws: Never.self) { try channel.finish() }
    }
}
