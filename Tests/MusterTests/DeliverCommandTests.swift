import Foundation
import Glibc
import LaunchKit
import MusterAgent
import MusterModel
import Testing

/// `muster deliver` with the real libcurl, before a collector's double.
@Suite struct DeliverCommandTests {
    private let bench: Workbench

    init() throws { bench = try Workbench() }

    private func order(
        _ url: String, _ change: (inout DeliveryOrder) -> Void = { _ in }
    ) throws -> DeliveryOrder {
        var order = DeliveryOrder(to: try PushTarget(url), version: "0.1.0")
        order.totalMilliseconds = 20_000
        change(&order)
        return order
    }

    private func deliver(
        raw input: [UInt8], environment: [String: String] = [:]
    ) throws -> (outcome: DeliveryOutcome, end: Launch.End) {
        let path = bench.root + "/input-\(UUID())"
        try Data(input).write(to: URL(filePath: path))
        let end = try Launch.run(
            ["/bin/sh", "-c", "exec \"$0\" deliver <\"$1\"", Launch.program("muster"), path],
            environment: environment)
        return (try DeliveryOutcome(reading: Array(end.output.utf8)), end)
    }

    private func deliver(
        _ order: DeliveryOrder, _ delivery: Delivery, environment: [String: String] = [:]
    ) throws -> DeliveryOutcome {
        try deliver(raw: order.input(with: delivery.bytes), environment: environment).outcome
    }

    private func status(of outcome: DeliveryOutcome) -> Int? {
        if case .answered(let status, _, _) = outcome { status } else { nil }
    }

    private func trouble(of outcome: DeliveryOutcome) -> DeliveryOutcome.Trouble? {
        if case .failed(let trouble, _) = outcome { trouble } else { nil }
    }

    @Test func aDeliveryArrivesCompressedAndItsAnswerComesBack() throws {
        let server = try CollectorDouble(in: bench)
        let outcome = try deliver(order(server.address + "/collect"), SampleReport.delivery(3))
        guard case .answered(200, nil, let bytes) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        let answer = try DeliveryAnswer(reading: bytes)
        #expect(answer.receipts.count == 3 && answer.receipts.values.allSatisfy { $0 == .stored })
        #expect(try Delivery(reading: server.body).envelopes.count == 3)
        for line in [
            "Content-Encoding: gzip", "Content-Type: application/json", "User-Agent: muster/0.1.0",
        ] { #expect(server.headers.contains(line)) }
        #expect(!server.headers.contains("Authorization") && !server.headers.contains("Expect:"))
        let again = try deliver(order(server.address + "/collect"), SampleReport.delivery(3))
        guard case .answered(200, nil, let known) = again else {
            Issue.record("\(again)")
            return
        }
        #expect(try DeliveryAnswer(reading: known).receipts.values.allSatisfy { $0 == .known })
    }

    @Test(
        arguments: [
            ("missing", 404, nil), ("broken", 500, nil), ("moved", 307, nil), ("empty", 200, nil),
            ("busy/7", 503, 7), ("forbidden", 403, nil), ("atmost/1", 413, nil),
            ("unprocessable/2", 422, nil),
        ] as [(String, Int, Int64?)])
    func everyStatusComesBackAsItIs(path: String, status: Int, wait: Int64?) throws {
        let server = try CollectorDouble(in: bench)
        let outcome = try deliver(order("\(server.address)/\(path)"), SampleReport.delivery(2))
        guard case .answered(status, wait, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(!server.headers.contains("/stored"), "a redirect was followed")
    }

    @Test func aDateInRetryAfterCounts() throws {
        let server = try CollectorDouble(in: bench)
        let outcome = try deliver(order(server.address + "/limited"), SampleReport.delivery(1))
        guard case .answered(429, let wait?, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(wait > 86_400 * 365)
    }

    @Test(arguments: [
        ("huge", DeliveryOutcome.Trouble.tooLarge), ("endless", .tooLarge), ("cut", .broken),
        ("silent", .timeout), ("dripping", .timeout),
    ])
    func everyMannerOfAnswerEndsInTime(path: String, expected: DeliveryOutcome.Trouble) throws {
        let server = try CollectorDouble(in: bench)
        let order = try order("\(server.address)/\(path)") { $0.totalMilliseconds = 2_000 }
        #expect(trouble(of: try deliver(order, SampleReport.delivery(1))) == expected)
    }

    @Test(arguments: [
        ("http://127.0.0.1:9/", DeliveryOutcome.Trouble.connect),
        ("https://no-such-name.invalid/", .resolve),
    ])
    func whoIsNotThereIsSaidToBeNotThere(
        url: String, expected: DeliveryOutcome.Trouble
    ) throws {
        #expect(trouble(of: try deliver(order(url), SampleReport.delivery(1))) == expected)
    }

    @Test func whoSpeaksNoTLSGetsNothing() throws {
        let server = try CollectorDouble(in: bench)
        let url = "https" + server.address.dropFirst(4) + "/stored"
        #expect(trouble(of: try deliver(order(url), SampleReport.delivery(1))) == .tls)
        #expect(server.headers.isEmpty)
    }

    /// The environment of whoever starts the service does not steer where reports go.
    @Test func aProxyIsWhatTheOrderSaysAndNothingElse() throws {
        let (server, proxy) = (try CollectorDouble(in: bench), try CollectorDouble(in: bench))
        let names = ["http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"]
        let poisoned = Dictionary(uniqueKeysWithValues: names.map { ($0, proxy.address) })
            .merging(["SSLKEYLOGFILE": bench.root + "/keys", "no_proxy": ""]) { $1 }
        let direct = try deliver(
            order(server.address + "/stored"), SampleReport.delivery(1), environment: poisoned)
        #expect(status(of: direct) == 200 && proxy.headers.isEmpty)
        let through = try order("http://127.0.0.1:9/stored") {
            $0.proxy = try? PushTarget(proxy.address, allowingPlain: true)
        }
        let outcome = try deliver(
            through, SampleReport.delivery(1), environment: ["no_proxy": "*", "NO_PROXY": "*"])
        #expect(proxy.headers.contains("http://127.0.0.1:9/stored"), "\(outcome)")
        #expect(!FileManager.default.fileExists(atPath: bench.root + "/keys"))
    }

    @Test func aTokenFileHoldsOneToken() throws {
        let server = try CollectorDouble(in: bench)
        let path = bench.root + "/token"
        func outcome(_ text: String?) throws -> DeliveryOutcome {
            try? FileManager.default.removeItem(atPath: path)
            if let text { try text.write(toFile: path, atomically: true, encoding: .utf8) }
            let order = try order(server.address + "/stored") { $0.token = .file(path) }
            return try deliver(order, SampleReport.delivery(1))
        }
        #expect(status(of: try outcome(" s3cr3t== \n")) == 200)
        #expect(server.headers.contains("Authorization: Bearer s3cr3t=="))
        for text in [nil, "", "two words", "a\r\nX-Evil: 1", String(repeating: "a", count: 40_000)]
        {
            #expect(trouble(of: try outcome(text)) == .token)
        }
        #expect(!server.headers.contains("X-Evil"))
        try FileManager.default.removeItem(atPath: path)
        try #require(mkfifo(path, 0o600) == 0)
        let pipe = try order(server.address + "/stored") { $0.token = .file(path) }
        #expect(trouble(of: try deliver(pipe, SampleReport.delivery(1))) == .token)
    }

    @Test func whatIsNoOrderIsAnsweredAsSuch() throws {
        let line = try order("http://127.0.0.1:9/").line
        let table: [([UInt8], String)] = [
            ([], "order: needed one line"), (Array("{}\n".utf8), "format"), (line, "order: needed"),
            (line + [10], "body: needed"), (Array("x".utf8) + line + [10, 7], "order: byte 0"),
            ([UInt8](repeating: 0x20, count: 70_000) + [10, 7], "order: needed one line"),
            (line + [10] + [UInt8](repeating: 7, count: Delivery.bytesAtMost + 1), "body: needed"),
        ]
        for (input, words) in table {
            let (outcome, end) = try deliver(raw: input)
            guard case .failed(.order, let text) = outcome else {
                Issue.record("\(words): \(outcome)")
                continue
            }
            #expect(text.hasPrefix(words), "\(text)")
            #expect(end.exit == 0 && end.errors.isEmpty, "the outcome is on the output")
        }
    }
}
