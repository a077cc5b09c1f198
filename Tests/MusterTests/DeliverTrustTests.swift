import Foundation
import Glibc
import LaunchKit
import MusterAgent
import MusterModel
import Testing

/// Whom `muster deliver` trusts, and who trusts it: real TLS, real certificates.
@Suite struct DeliverTrustTests {
    private let bench: Workbench

    init() throws { bench = try Workbench() }

    private func deliver(
        to server: CollectorDouble, trusting authorities: DeliveryOrder.Authorities?,
        _ change: (inout DeliveryOrder) -> Void = { _ in }
    ) throws -> DeliveryOutcome {
        let target = try PushTarget(server.address + "/stored")
        var order = DeliveryOrder(to: target, version: "0.1.0")
        order.authorities = authorities
        change(&order)
        return DeliveryChild(program: Launch.program("muster"))
            .carry(try SampleReport.delivery(1).bytes, as: order)
    }

    private func isTaken(_ outcome: DeliveryOutcome) -> Bool {
        if case .answered(200, _, _) = outcome { true } else { false }
    }

    /// What is wrong with a certificate, and what is said of it.
    enum Flaw: String, CaseIterable {
        case none, expired, wrongName, selfSigned, unknownAuthority

        var words: String {
            switch self {
            case .none: ""
            case .expired: "expired"
            case .wrongName: "127.0.0.1"
            case .selfSigned: "self"
            case .unknownAuthority: "unable to get local issuer"
            }
        }
    }

    /// A server with this flaw.
    private func server(with flaw: Flaw, of authority: Certificate) throws -> CollectorDouble {
        let shown =
            switch flaw {
            case .none: try authority.sign("good")
            case .expired: try authority.sign("expired", until: "20210101000000Z")
            case .wrongName: try authority.sign("wrong", for: "subjectAltName=DNS:b.example.org")
            case .selfSigned: try Certificate(selfSigned: "self", in: bench.root)
            case .unknownAuthority:
                try Certificate(selfSigned: "stranger", in: bench.root, isAuthority: true)
                    .sign("strange")
            }
        return try CollectorDouble(in: bench, showing: shown)
    }

    @Test(arguments: Flaw.allCases, [true, false])
    func aFlawedCertificateGetsNothing(flaw: Flaw, byFolder: Bool) throws {
        let authority = try Certificate(selfSigned: "ca", in: bench.root, isAuthority: true)
        let server = try server(with: flaw, of: authority)
        let folder = bench.root + "/certificates"
        try authority.install(into: folder, withList: false)
        let outcome = try deliver(
            to: server, trusting: byFolder ? .folder(folder) : .file(authority.path))
        if flaw == .none {
            #expect(isTaken(outcome), "\(outcome)")
            return
        }
        guard case .failed(.certificate, let words) = outcome else {
            Issue.record("\(flaw): \(outcome)")
            return
        }
        #expect(words.contains(flaw.words), "\(words)")
        #expect(server.headers.isEmpty, "nothing was sent")
    }

    /// Neither the system's authorities nor those of the environment come in beside ours.
    @Test func onlyTheNamedAuthoritiesCount() throws {
        let authority = try Certificate(selfSigned: "ca", in: bench.root, isAuthority: true)
        let server = try server(with: .none, of: authority)
        guard case .failed(.certificate, _) = try deliver(to: server, trusting: nil) else {
            Issue.record("the system's own list has our authority")
            return
        }
        let empty = bench.root + "/empty"
        try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
        guard case .failed(.certificate, _) = try deliver(to: server, trusting: .folder(empty))
        else {
            Issue.record("an empty folder trusts somebody")
            return
        }
        let none = try deliver(to: server, trusting: .file(bench.root + "/none.pem"))
        guard case .failed(.authorities, _) = none else {
            Issue.record("\(none)")
            return
        }
        #expect(server.headers.isEmpty)
    }

    @Test func aRevokedCertificateIsFoundInTheFolderOfTheGrid() throws {
        let authority = try Certificate(selfSigned: "ca", in: bench.root, isAuthority: true)
        let shown = try authority.sign("good")
        let server = try CollectorDouble(in: bench, showing: shown)
        let folders = ["without", "fresh", "revoked"].map { bench.root + "/" + $0 }
        try authority.install(into: folders[0], withList: false)
        try authority.install(into: folders[1])
        try authority.revoke(shown)
        try authority.install(into: folders[2])
        let needing = { (order: inout DeliveryOrder) in order.needsRevocationLists = true }
        let without = try deliver(to: server, trusting: .folder(folders[0]), needing)
        guard case .failed(.authorities, let words) = without else {
            Issue.record("\(without)")
            return
        }
        #expect(words.contains("no revocation list"))
        #expect(isTaken(try deliver(to: server, trusting: .folder(folders[1]), needing)))
        let revoked = try deliver(to: server, trusting: .folder(folders[2]), needing)
        guard case .failed(.certificate, let why) = revoked else {
            Issue.record("\(revoked)")
            return
        }
        #expect(why.contains("revoked"), "\(why)")
        #expect(isTaken(try deliver(to: server, trusting: .folder(folders[2]))), "if not asked")
    }

    @Test func aCollectorThatKnowsItsNodesByCertificate() throws {
        let authority = try Certificate(selfSigned: "ca", in: bench.root, isAuthority: true)
        let stranger = try Certificate(selfSigned: "other", in: bench.root, isAuthority: true)
        let server = try CollectorDouble(
            in: bench, showing: try authority.sign("good"), client: authority)
        let (own, foreign) = (try authority.sign("wn1"), try stranger.sign("wn2"))
        func outcome(_ shown: Certificate?, key: String? = nil) throws -> DeliveryOutcome {
            try deliver(to: server, trusting: .file(authority.path)) {
                ($0.certificate, $0.key) = (shown?.path, key ?? shown?.key)
            }
        }
        #expect(isTaken(try outcome(own)))
        #expect(server.headers.contains("wn1"), "\(server.headers)")
        for other in [nil, foreign] {
            guard case .failed(let trouble, _) = try outcome(other) else {
                Issue.record("a stranger was let in")
                return
            }
            #expect(trouble == .broken || trouble == .tls)
        }
        for key in [foreign.key, own.path, bench.root + "/none"] {
            guard case .failed(.credential, _) = try outcome(own, key: key) else {
                Issue.record("\(key) was taken for a key")
                return
            }
        }
        #expect(server.headers.split(separator: "subject:").count == 2, "one request came through")
    }

    @Test func anOldTLSIsNotSpoken() throws {
        let authority = try Certificate(selfSigned: "ca", in: bench.root, isAuthority: true)
        let shown = try authority.sign("good")
        let port = 20_000 + Int(getpid()) % 10_000
        let process = try bench.start([
            "openssl", "s_server", "-accept", "127.0.0.1:\(port)", "-cert", shown.path, "-key",
            shown.key, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0", "-quiet",
        ])
        defer { kill(process.processIdentifier, SIGKILL) }
        var order = DeliveryOrder(
            to: try PushTarget("https://127.0.0.1:\(port)/"), version: "0.1.0")
        order.authorities = .file(authority.path)
        order.totalMilliseconds = 10_000
        var last: DeliveryOutcome?
        let refused = Workbench.eventually(within: 20) {
            last = DeliveryChild(program: Launch.program("muster")).carry([1], as: order)
            if case .failed(.connect, _) = last { return false }
            return true
        }
        guard refused, case .failed(.tls, _)? = last else {
            Issue.record("\(last as Any)")
            return
        }
    }
}
