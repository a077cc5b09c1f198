import MusterAgent
import Testing

/// Addresses to push to.
@Suite struct PushTargetTests {
    @Test(arguments: [
        ("https://muster.example.org/v1/reports", "muster.example.org", false),
        ("https://muster.example.org:8443", "muster.example.org:8443", false),
        ("https://[2001:db8::1]:8443/x?y=z", "[2001:db8::1]:8443", false),
        ("https://192.0.2.1/", "192.0.2.1", false),
        ("http://localhost:8080/x", "localhost:8080", true),
        ("http://127.0.0.1/", "127.0.0.1", true),
        ("http://127.8.9.1:1/", "127.8.9.1:1", true), ("http://[::1]:8/", "[::1]:8", true),
        ("https://LOCALHOST/", "LOCALHOST", true),
    ])
    func addressesAreTaken(text: String, authority: String, isLoopback: Bool) throws {
        let target = try PushTarget(text)
        #expect(target.url == text)
        #expect(target.authority == authority)
        #expect(target.isLoopback == isLoopback)
        #expect(target.isPlain == text.hasPrefix("http://"))
    }

    @Test(arguments: [
        "", "x", "muster.example.org", "ftp://a/", "file:///etc/passwd", "HTTPS://a/", "https:/a",
        "https://", "https:///x", "https://:80/", "https://a:0/", "https://a:99999/",
        "https://a:b/", "https://a:/", "https://user@a/", "https://u:p@a/", "https://a/#x",
        "https://a b/", "https://a/\"", "https://a/\n", "https://ä/", "https://a/{1,2}",
        "https://-a/", "https://a%00/", "https://[::1/", "https://[x]/", "https://[]/",
        "https://[::1]x/", "-o/tmp/x", "https://a\\b/",
        "https://a/" + String(repeating: "x", count: 2_048),
    ])
    func whatIsNoAddressIsRefused(text: String) {
        #expect(throws: PushTarget.Objection.self) { try PushTarget(text, allowingPlain: true) }
    }

    @Test(arguments: [
        "http://muster.example.org/", "http://127.0.0.1.example.org/", "http://127.0.0/",
        "http://128.0.0.1/", "http://localhost.example.org/", "http://[::2]/",
        "http://127.0.0.256/",
    ])
    func httpThatLeavesTheMachineHasToBeAllowed(text: String) throws {
        #expect(throws: PushTarget.Objection.self) { try PushTarget(text) }
        #expect(try PushTarget(text, allowingPlain: true).isPlain)
    }
}
