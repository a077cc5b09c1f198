import Glibc
import MusterModel
import MusterProbes
import Testing

@testable import MusterAgent

/// What curl is told, and what its end means.
@Suite struct PushTests {
    private func push(
        _ url: String, token: String? = nil, trusting authorities: Push.Authorities? = nil
    ) throws -> Push {
        Push(
            to: try PushTarget(url), token: token, trusting: authorities, within: .seconds(5),
            version: "0.1.0")
    }

    private func id() throws -> ReportID {
        try #require(
            ReportID(
                site: nil, node: "wn1", incarnation: "00112233445566778899aabbccddeeff",
                sequence: 1))
    }

    @Test func curlIsToldEverythingAndNothingIsLeftToItsUser() throws {
        let words = try push("https://a.example.org/x").words(config: nil)
        #expect(words.prefix(2) == ["curl", "--disable"], "a .curlrc counts unless this is first")
        #expect(words.suffix(2) == ["--url", "https://a.example.org/x"])
        #expect(!words.contains("--location") && !words.contains("--insecure"))
        for (option, value) in [
            ("--proto", "=https"), ("--noproxy", "*"), ("--max-time", "5"),
            ("--data-binary", "@-"), ("--max-filesize", "65536"),
        ] {
            let index = try #require(words.firstIndex(of: option))
            #expect(words[index + 1] == value)
        }
        #expect(try push("http://127.0.0.1/").words(config: nil).contains("=http"))
    }

    @Test func trustAndConfigurationAreNamed() throws {
        let file = try push("https://a/", trusting: .file("/ca.pem")).words(config: "/proc/1/fd/5")
        #expect(file.starts(with: ["curl", "--disable", "--config", "/proc/1/fd/5"]))
        #expect(zip(file, file.dropFirst()).contains { $0 == ("--cacert", "/ca.pem") })
        let folder = try push("https://a/", trusting: .folder("/cas")).words(config: nil)
        #expect(zip(folder, folder.dropFirst()).contains { $0 == ("--capath", "/cas") })
    }

    @Test func aTokenStandsInNoCommandLine() throws {
        let words = try push("https://a/", token: "secret").words(config: "/proc/1/fd/5")
        #expect(!words.contains { $0.contains("secret") })
    }

    @Test(arguments: [
        ("abc", true), ("eyJ0eXAi.eyJzdWIi.s-_~+/==", true), ("", false), ("=", false),
        ("a b", false), ("a\n", false), ("a\"b", false), ("a=b", false), ("ä", false),
        ("a\\", false), (String(repeating: "a", count: 16_385), false),
    ])
    func tokensAreOfTheirForm(text: String, isToken: Bool) {
        #expect(Push.isToken(text) == isToken)
    }

    @Test func aSecretIsReadOnceByItsName() throws {
        let pipe = try #require(SecretPipe("one line\n"))
        defer { pipe.close() }
        let file = open(pipe.path, O_RDONLY | O_NONBLOCK)
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = read(file, &buffer, 64)
        #expect(String(decoding: buffer.prefix(max(0, count)), as: UTF8.self) == "one line\n")
        #expect(read(file, &buffer, 64) == 0, "the writing end is closed")
        #expect(SecretPipe(String(repeating: "x", count: 2 << 20)) == nil)
    }

    private static let stored =
        #"{"format":"muster-answer/1","results":[{"incarnation":"#
        + #""00112233445566778899aabbccddeeff","sequence":1,"result":"RESULT","reason":"old"}]}"#

    private func failure(exit: Int32, _ output: String, errors: String = "") -> PushFailure? {
        do {
            let end = ProgramEnd(exit: exit, output: output, errors: errors)
            _ = try Push.receipt(of: end, for: try id(), .seconds(5))
            return nil
        } catch { return error as? PushFailure }
    }

    @Test(arguments: [("stored", Receipt.stored), ("known", .known)])
    func whatIsNamedAsKeptIsKept(result: String, receipt: Receipt) throws {
        let text = Self.stored.split(separator: "RESULT").joined(separator: result)
        for code in [200, 201, 202] {
            let end = ProgramEnd(exit: 0, output: "\(text)\n\(code) ")
            #expect(try Push.receipt(of: end, for: try id(), .seconds(5)) == receipt)
        }
    }

    @Test(
        arguments: [
            (0, "no such site\n404 ", PushFailure.status(404, "no such site")),
            (0, "\n500 ", .status(500, "")),
            (0, "a\u{1B}[2Jb\n503 ", .status(503, "a\u{FFFD}[2Jb")),
            (0, "\n302 https://b/x", .redirected("https://b/x")),
            (0, "\n304 ", .redirected("nowhere")),
            (0, "OK\n200 ", .unacknowledged(200)), (0, "\n204 ", .unacknowledged(204)),
            (0, "", .notSent("curl ended without a status")),
            (0, "x\nabc", .notSent("curl ended without a status")), (28, "", .late(.seconds(5))),
            (63, "", .oversized),
            (7, "\n000 ", .unreachable("Failed to connect")),
        ] as [(Int32, String, PushFailure)])
    func everythingElseIsAFailure(exit: Int32, output: String, expected: PushFailure) {
        let errors = exit == 7 ? "curl: (7) Failed to connect\n" : ""
        #expect(failure(exit: exit, output, errors: errors) == expected)
    }

    @Test(
        arguments: [
            (.failed(.timeout, "w"), .late(.seconds(5))), (.failed(.tooLarge, "w"), .oversized),
            (.failed(.library, "w"), .notSent("w")), (.failed(.order, "w"), .notSent("w")),
            (.failed(.certificate, "a\u{1B}b"), .unreachable("a\u{FFFD}b")),
            (.answered(status: 404, retryAfter: nil, Array("no".utf8)), .status(404, "no")),
            (.answered(status: 301, retryAfter: nil, []), .redirected("elsewhere")),
            (.answered(status: 200, retryAfter: 3, []), .unacknowledged(200)),
        ] as [(DeliveryOutcome, PushFailure)])
    func anOutcomeOfTheChildIsToldAsCurlsEndIs(outcome: DeliveryOutcome, expected: PushFailure) {
        #expect(throws: expected) { try Push.receipt(of: outcome, for: try id(), .seconds(5)) }
    }

    @Test func whatIsWantedAlthoughItWasSentIsARefusal() {
        let wants = #"wants","sections":["\#(String(repeating: "0", count: 64))"],"x":"y"#
        let text = Self.stored.split(separator: "RESULT").joined(separator: wants)
        #expect(
            failure(exit: 0, text + "\n200 ") == .refused("it wants sections that were sent"))
    }

    @Test func aRefusalIsOneWithItsReason() {
        let text = Self.stored.split(separator: "RESULT").joined(separator: "refused")
        #expect(failure(exit: 0, text + "\n200 ") == .refused("old"))
        #expect(failure(exit: 2, "", errors: "") == .unreachable("curl ended with 2"))
        let long = String(repeating: "x", count: 5_000)
        #expect(failure(exit: 0, long + "\n400 ")?.description.count ?? 0 < 250)
    }
}
