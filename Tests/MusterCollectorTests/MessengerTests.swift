import Foundation
import HTTPTypes
import Hummingbird
import Logging
import MusterModel
import MusterStore
import ServiceLifecycle
import Synchronization
import Testing

@testable import MusterCollector

/// Who is told of changes is told of each, in their order, once it can be.
@Suite struct MessengerTests {
    private let bench: CollectorBench
    private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    init() throws { bench = try CollectorBench() }

    /// Somebody who hears messages, and answers as he is told to.
    private final class Ear: Sendable {
        struct Message: Sendable {
            let headers: [String: String]
            let body: [UInt8]
        }

        let heard = Mutex<[Message]>([])
        /// The answers to come; 204 where there are no more.
        let answers = Mutex<[Int]>([])

        var sites: [String] {
            heard.withLock { $0 }.compactMap {
                (try? JSONReader.value(in: $0.body))?["data"]?["site"]?.text
            }
        }

        func listening(_ body: @Sendable (Int) async throws -> Void) async throws {
            let router = Router()
            router.post("hook") { request, _ in
                let buffer = try await request.body.collect(upTo: 1 << 20)
                let headers = Dictionary(
                    request.headers.map { ($0.name.canonicalName, $0.value) }
                ) { first, _ in first }
                self.heard.withLock {
                    $0.append(Message(headers: headers, body: Array(buffer.readableBytesView)))
                }
                let status = self.answers.withLock { $0.isEmpty ? 204 : $0.removeFirst() }
                var answer: HTTPFields = [:]
                if status == 302 { answer[.location] = "/elsewhere" }
                if status == 429 { answer[.retryAfter] = "900" }
                return Response(status: .init(code: status), headers: answer)
            }
            router.post("elsewhere") { _, _ in
                Issue.record("a redirect was followed")
                return HTTPResponse.Status.ok
            }
            let (ports, port) = AsyncStream<Int>.makeStream()
            var logger = Logger(label: "ear")
            logger.logLevel = .critical
            let application = Application(
                router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
                onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: logger)
            let group = ServiceGroup(services: [application], logger: logger)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                for await number in ports {
                    try await body(number)
                    break
                }
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
        }
    }

    private func secretFile(_ text: String = secret, mode: Int = 0o600) throws -> String {
        let path = bench.folder + "/secret.\(UUID())"
        try Data((text + "\n").utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    private func hook(_ port: Int) throws -> Webhook {
        Webhook(url: "http://127.0.0.1:\(port)/hook", secret: try secretFile())
    }

    private func messenger(
        _ hooks: [Webhook], _ said: @escaping @Sendable (String) -> Void = { _ in }
    ) -> Messenger {
        Messenger(bench.store, hooks, now: { bench.now }, said: said)
    }

    /// Registered sites, and a stranger.
    private func change(_ name: String, to standing: Standing, profile: String = "p") async throws {
        let sites = try await bench.store.sites()
        let site = try #require(sites.first { $0.name == name })
        try await bench.store.keep(
            [
                StandingRow(
                    site: site.id, name: name, trust: site.trust, profile: profile,
                    standing: standing.rawValue, since: bench.now, counts: StandingRow.Counts(),
                    document: Array(#"{"reason":"as \u003c it is"}"#.utf8))
            ], at: bench.now)
    }

    private func register() async throws {
        let text = "format: muster-sites/1\nsites: [{name: A}, {name: B}, {name: C}]\n"
        let keeper = RegistryKeeper(bench.store)
        let looked = try await keeper.look(at: Array(text.utf8), from: "s.yaml", bench.now)
        try await keeper.keep(looked, by: "test", bench.now)
    }

    /// The value is Python's `hmac`.
    @Test func theSignatureIsThatOfStandardWebhooks() throws {
        let secret = try #require(WebhookSecret(Self.secret))
        let body = Array(#"{"test":2432232314}"#.utf8)
        #expect(
            secret.signature(of: "msg_1", at: 1_614_265_330, body)
                == "mJoyILdRg5beWr8Qd9VefeLaVFTOHXBDoM1YbgH3xCQ=")
        for text in ["", "whsec_", "whsec_AAAA", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"] {
            #expect(WebhookSecret(text) == nil)
        }
        #expect(throws: WebhookSecret.Unusable.self) {
            try WebhookSecret(file: try secretFile(mode: 0o644))
        }
        #expect(throws: WebhookSecret.Unusable.self) { try WebhookSecret(file: "/none") }
    }

    @Test func everyChangeIsToldOnceAndInOrder() async throws {
        try await register()
        try await change("A", to: .unknown)
        let ear = Ear()
        try await ear.listening { port in
            let hook = try hook(port)
            let first = messenger([hook])
            await first.tell()
            #expect(ear.sites.isEmpty, "what was before it is no news")
            try await change("A", to: .ready)
            try await change("B", to: .notReady)
            await first.tell()
            await first.tell()
            #expect(ear.sites == ["A", "B"])
            // Another run of the collector goes on where this one was.
            try await change("B", to: .ready)
            await messenger([hook]).tell()
            #expect(ear.sites == ["A", "B", "B"])
            let messages = ear.heard.withLock { $0 }
            let secret = try #require(WebhookSecret(Self.secret))
            for message in messages {
                let id = try #require(message.headers["webhook-id"])
                let time = try #require(message.headers["webhook-timestamp"].flatMap { Int64($0) })
                #expect(time == bench.now / 1000)
                let signature = "v1," + secret.signature(of: id, at: time, message.body)
                #expect(message.headers["webhook-signature"] == signature)
            }
            #expect(Set(messages.compactMap { $0.headers["webhook-id"] }).count == 3)
            let last = try JSONReader.value(in: messages[2].body)
            #expect(last["type"]?.text == "standing.changed")
            #expect(last["data"]?["before"]?.text == "not-ready")
            #expect(last["data"]?["after"]?.text == "ready")
            #expect(last["data"]?["reason"]?.text == "as < it is")
        }
    }

    /// What is refused is told again after a wait, and nothing behind it before.
    @Test func whatIsNotTakenIsToldAgain() async throws {
        try await register()
        let ear = Ear()
        try await ear.listening { port in
            let said = Mutex<[String]>([])
            let messenger = messenger([try hook(port)]) { word in said.withLock { $0.append(word) }
            }
            await messenger.tell()
            try await change("A", to: .ready)
            try await change("B", to: .ready)
            ear.answers.withLock { $0 = [500, 302, 429] }
            await messenger.tell()
            await messenger.tell()
            #expect(ear.sites == ["A"], "not before its time")
            bench.wait(seconds: 11)
            await messenger.tell()
            bench.wait(seconds: 60)
            await messenger.tell()
            #expect(ear.sites == ["A", "A", "A"])
            bench.wait(seconds: 800)
            await messenger.tell()
            #expect(ear.sites.count == 3, "it was asked to wait longer")
            bench.wait(seconds: 200)
            await messenger.tell()
            #expect(ear.sites == ["A", "A", "A", "A", "B"])
            let ids = ear.heard.withLock { $0 }.map { $0.headers["webhook-id"] }
            #expect(Set(ids.prefix(4)).count == 1, "a receiver knows it again")
            let state = await messenger.course[0].state
            #expect((state.taken, state.failed, state.dropped) == (2, 3, 0))
            #expect(said.withLock { $0.count } == 1 && !said.withLock { $0[0] }.contains("/hook"))
        }
    }

    @Test func whatIsNoNewsIsDroppedAndWhoIsNotThereHoldsUpNobody() async throws {
        try await register()
        let ear = Ear()
        try await ear.listening { port in
            var other = try hook(port)
            other.profiles = ["q"]
            other.url += "?second"
            let deaf = Webhook(url: "http://127.0.0.1:9/none", secret: try secretFile())
            let messenger = messenger([deaf, try hook(port), other])
            await messenger.tell()
            try await change("A", to: .ready)
            bench.wait(seconds: 4 * 86_400)
            try await change("B", to: .ready)
            try await change("C", to: .ready, profile: "q")
            await messenger.tell()
            #expect(ear.sites.sorted() == ["B", "C", "C"], "A is days old")
            let states = await messenger.course.map(\.state)
            #expect(states.map(\.taken) == [0, 2, 1] && states[0].failed == 1)
            #expect(states.map(\.dropped) == [1, 1, 0])
            let text = MetricRoutes.text(of: await messenger.course)
            #expect(text.contains("# TYPE muster_collector_webhook_messages_total counter"))
        }
    }

    /// One never answers, one never ends what it says behind its status.
    @Test func whoIsSlowHoldsUpNobody() async throws {
        try await register()
        let (silent, endless, ear) = (
            ScriptedServer([.never]), ScriptedServer([.endless(200)]), Ear()
        )
        try await silent.serving { silentAddress in
            try await endless.serving { endlessAddress in
                try await ear.listening { port in
                    let hooks = try [silentAddress, endlessAddress].map {
                        Webhook(url: $0 + "/hook", secret: try secretFile())
                    }
                    let messenger = messenger(hooks + [try hook(port)])
                    await messenger.tell()
                    try await change("A", to: .ready)
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask { await messenger.tell() }
                        while ear.sites.isEmpty || silent.seen.isEmpty || endless.seen.isEmpty {
                            await Task.yield()
                        }
                        try await change("B", to: .ready)
                        // The silent one is still at work, and is not asked again.
                        while ear.sites.count < 2 { await messenger.tell() }
                        #expect(ear.sites == ["A", "B"] && silent.seen.count == 1)
                        let states = await messenger.course.map(\.state)
                        #expect(states[0].taken == 0 && states[1].taken == 2)
                        group.cancelAll()
                    }
                }
            }
        }
    }
}
