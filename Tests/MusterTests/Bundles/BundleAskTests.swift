import Foundation
import LaunchKit
import MusterAgent
import MusterModel
import Testing

/// `muster deliver` when it asks for a bundle, before collectors of every manner.
@Suite struct BundleAskTests {
    private let bench: Workbench

    init() throws { bench = try Workbench() }

    private func ask(
        _ url: String, having digests: [Digest] = [],
        _ change: (inout DeliveryOrder) -> Void = { _ in }
    ) throws -> DeliveryOutcome {
        var order = DeliveryOrder(to: try PushTarget(url), version: "0.1.0")
        order.totalMilliseconds = 5_000
        order.asking = digests
        change(&order)
        let path = bench.root + "/input-\(UUID())"
        try Data(order.input(with: [])).write(to: URL(filePath: path))
        let end = try Launch.run(
            ["/bin/sh", "-c", "exec \"$0\" deliver <\"$1\"", Launch.program("muster"), path])
        return try DeliveryOutcome(reading: Array(end.output.utf8), atMost: 2 << 20)
    }

    private func trouble(of outcome: DeliveryOutcome) -> DeliveryOutcome.Trouble? {
        if case .failed(let trouble, _) = outcome { trouble } else { nil }
    }

    private func signed(_ size: Int = 10) throws -> SignedBundle {
        let bundle = try CheckBundle(
            version: 1, made: 1,
            files: [.init(name: "a.yaml", text: String(repeating: "x", count: size))])
        return try #require(SignedBundle(bundle, by: BundleSecret()))
    }

    @Test func aBundleComesOnceAndByGet() throws {
        let server = try CollectorDouble(in: bench)
        // As large as one may be, without a little.
        let signed = try signed(SignedBundle.bodyAtMost - 500)
        try Data(signed.bytes).write(to: URL(filePath: server.folder + "/bundle"))
        let first = try ask(server.address + "/bundle") {
            $0.vouching = String(repeating: "0", count: 64)
            $0.token = .text("s3cr3t")
        }
        #expect(first == .answered(status: 200, retryAfter: nil, signed.bytes))
        let other = Digest(of: [7])
        let second = try ask(server.address + "/bundle", having: [other, signed.digest])
        #expect(second == .answered(status: 304, retryAfter: nil, []))
        let headers = server.headers
        #expect(headers.contains("If-None-Match: \"\(other)\", \"\(signed.digest)\""))
        #expect(headers.contains("Authorization: Bearer s3cr3t"))
        #expect(headers.contains("Muster-Key: 000"))
        #expect(!headers.contains("Content-Type") && !headers.contains("Accept-Encoding"))
    }

    @Test(arguments: [
        ("endless", DeliveryOutcome.Trouble.tooLarge), ("cut", .broken), ("silent", .timeout),
        ("dripping", .timeout),
    ])
    func everyMannerOfAnswerEndsInTime(
        path: String, expected: DeliveryOutcome.Trouble
    ) throws {
        let server = try CollectorDouble(in: bench)
        let outcome = try ask("\(server.address)/\(path)") { $0.totalMilliseconds = 2_000 }
        #expect(trouble(of: outcome) == expected)
    }

    /// 64 MiB in a few KiB stay packed: nobody said that this may be done.
    @Test func nothingIsUnpacked() throws {
        let server = try CollectorDouble(in: bench)
        guard case .answered(200, _, let bytes) = try ask(server.address + "/packed") else {
            Issue.record("no answer")
            return
        }
        #expect(bytes.count < 1 << 20 && bytes.starts(with: [0x1F, 0x8B]))
    }

    @Test func aRedirectIsNotFollowed() throws {
        let server = try CollectorDouble(in: bench)
        guard case .answered(307, _, _) = try ask(server.address + "/moved") else {
            Issue.record("no answer")
            return
        }
        #expect(!server.headers.contains("/stored"))
    }

    @Test func anOrderThatAsksHasNoBody() throws {
        var order = DeliveryOrder(to: try PushTarget("http://127.0.0.1:9/"), version: "0")
        order.asking = [Digest(of: [1])]
        #expect(try DeliveryOrder(reading: order.line) == order)
        let path = bench.root + "/input"
        try Data(order.input(with: [7])).write(to: URL(filePath: path))
        let end = try Launch.run(
            ["/bin/sh", "-c", "exec \"$0\" deliver <\"$1\"", Launch.program("muster"), path])
        #expect(end.output.contains(#""error":"order""#))
        let many = (0...16).map { Digest(of: [$0]) }
        order.asking = many
        #expect(throws: WireError.self) { try DeliveryOrder(reading: order.line) }
        let strange = String(decoding: order.line, as: UTF8.self).replacing(many[0].text, with: "x")
        #expect(throws: WireError.self) { try DeliveryOrder(reading: Array(strange.utf8)) }
    }
}
