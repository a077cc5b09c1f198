import Glibc
import MusterModel
import Testing

@testable import MusterAgent

/// What `muster deliver` is told and what it says, as bytes.
@Suite struct DeliveryOrderTests {
    private func full() throws -> DeliveryOrder {
        var order = DeliveryOrder(to: try PushTarget("https://a.example.org/x"), version: "0.1.0")
        order.authorities = .folder("/etc/grid-security/certificates")
        order.needsRevocationLists = true
        (order.certificate, order.key) = ("/run/c.pem", "/run/k.pem")
        order.token = .file("/run/token")
        order.vouching = String(repeating: "0f", count: 32)
        order.proxy = try PushTarget("http://proxy.example.org:3128", allowingPlain: true)
        (order.connectMilliseconds, order.totalMilliseconds) = (1, 2)
        return order
    }

    @Test func anOrderIsReadAsItWasWritten() throws {
        let order = try full()
        #expect(order.objection == nil)
        #expect(try DeliveryOrder(reading: order.line) == order)
        let bare = DeliveryOrder(to: try PushTarget("http://127.0.0.1:1/"), version: "")
        #expect(try DeliveryOrder(reading: bare.line) == bare)
        #expect(!order.line.contains(UInt8(ascii: "\n")), "the first line's end is the order's")
        #expect(order.input(with: [7]) == order.line + [10, 7])
    }

    private func refusal(_ change: [String: JSONValue]) throws -> String {
        guard case .object(let members) = try JSONReader.value(in: full().line) else { return "" }
        let line = JSONValue.object(members.merging(change) { $1 }).canonicalBytes
        do {
            _ = try DeliveryOrder(reading: line)
            return "taken"
        } catch { return error.description }
    }

    @Test(
        arguments: [
            (["format": .string("muster-deliver/2")], "format"), (["more": .null], "more: no such"),
            (["url": .null], "url"), (["url": .string("ftp://a/")], "url"),
            (["url": .string("http://a.example.org/")], "url: http leaves the machine"),
            (["plain": .integer(1)], "plain"),
            (
                ["plain": .bool(true), "url": .string("http://a.example.org/")],
                "token: not sent without TLS"
            ),
            (["token": .string("x")], "token, token_file"),
            (["token_file": .string("token")], "token: needed an absolute path"),
            (["token_file": .string("/a\u{0}b")], "/a"),
            (["ca_file": .string("/x")], "ca_file, ca_folder"),
            (["ca_folder": .string("x")], "x: needed an absolute path"),
            (["certificate": .string("c.pem")], "c.pem: needed an absolute path"),
            (["proxy": .string("socks5://a:1")], "proxy: needed https"),
            (["proxy": .string("http://u:p@a:1")], "proxy: needed an address without"),
            (["total_milliseconds": .integer(0)], "milliseconds"),
            (["total_milliseconds": .string("9")], "total_milliseconds"),
            (["connect_milliseconds": .integer(3_600_001)], "milliseconds"),
        ] as [([String: JSONValue], String)])
    func whatDoesNotFitIsRefused(change: [String: JSONValue], words: String) throws {
        let found = try refusal(change)
        #expect(found.hasPrefix(words), "\(found)")
    }

    @Test func halvesOfPairsAreRefused() throws {
        var order = try full()
        order.key = nil
        #expect(order.objection?.hasPrefix("certificate, key") == true)
        order = try full()
        order.authorities = .file("/ca.pem")
        #expect(order.objection?.hasPrefix("revocation") == true)
        order.needsRevocationLists = false
        order.token = .text("two words")
        #expect(order.objection?.hasPrefix("token") == true)
    }

    @Test(arguments: ["", "[]", "{", "null", "{}", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["])
    func whatIsNoOrderIsNone(text: String) {
        #expect(throws: WireError.self) { try DeliveryOrder(reading: Array(text.utf8)) }
        #expect(throws: WireError.self) { try DeliveryOutcome(reading: Array(text.utf8)) }
    }

    @Test func linesAreBounded() throws {
        let space = [UInt8](repeating: 0x20, count: DeliveryOutcome.lineAtMost)
        #expect(throws: WireError.self) { try DeliveryOrder(reading: space + full().line) }
        let outcome = DeliveryOutcome.failed(.tls, "x")
        #expect(throws: WireError.self) { try DeliveryOutcome(reading: space + outcome.line) }
        let longest = [UInt8](repeating: 1, count: DeliveryAnswer.bytesAtMost)
        let answered = DeliveryOutcome.answered(status: 200, retryAfter: 9, longest)
        #expect(answered.line.count <= DeliveryOutcome.lineAtMost)
        #expect(try DeliveryOutcome(reading: answered.line) == answered)
    }

    @Test(arguments: DeliveryOutcome.Trouble.allCases)
    func everyTroubleIsReadAsItWasWritten(trouble: DeliveryOutcome.Trouble) throws {
        let outcome = DeliveryOutcome.failed(trouble, "why")
        #expect(try DeliveryOutcome(reading: outcome.line) == outcome)
        #expect(
            outcome.event(of: 3, carrying: [])
                == .failed(3, .carriage(trouble, "why"), pause: nil))
    }

    @Test func anAnswerBecomesAnEvent() throws {
        let answer = DeliveryAnswer([:])
        func event(_ status: Int, _ text: [UInt8], _ wait: Int64? = nil) -> CourierEvent {
            DeliveryOutcome.answered(status: status, retryAfter: wait, text)
                .event(of: 1, carrying: [])
        }
        #expect(event(202, answer.bytes, 2) == .answered(1, answer, for: [], pause: 2_000))
        #expect(
            event(503, Array("a\u{1B}b".utf8), .max)
                == .failed(1, .status(503, "a\u{FFFD}b"), pause: 31_536_000_000))
        #expect(event(302, answer.bytes) == .failed(1, .status(302, answer.text), pause: nil))
        guard case .failed(1, .unreadable, pause: 0) = event(200, Array("OK".utf8), -9) else {
            Issue.record("\(event(200, Array("OK".utf8), -9))")
            return
        }
    }

    private func input<R>(_ bytes: [UInt8], _ body: (Int32) -> R) throws -> R {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0 && write(ends[1], bytes, bytes.count) == bytes.count)
        close(ends[1])
        let file = ends[0]
        defer { close(file) }
        return body(file)
    }

    @Test(
        arguments: [
            ("a\nbc", "a", "bc"), ("\n", "", ""), ("a\n\nb", "a", "\nb"), ("", nil, nil),
            ("abc", nil, nil), ("abcd\n", nil, nil), ("abc\nd", "abc", "d"),
            ("a\nabcde", "a", nil),
        ] as [(String, String?, String?)])
    func inputIsALineAndARestInBounds(text: String, line: String?, rest: String?) throws {
        try input(Array(text.utf8)) { file in
            var input = InputBytes(file)
            #expect(input.line(atMost: 3) == line.map { Array($0.utf8) })
            guard line != nil else { return }
            #expect(input.rest(atMost: 4) == rest.map { Array($0.utf8) })
        }
    }
}

extension DeliveryAnswer {
    /// The answer as text.
    fileprivate var text: String { String(decoding: bytes, as: UTF8.self) }
}
