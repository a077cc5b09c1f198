internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import MusterChecks
internal import MusterModel
internal import MusterReport
internal import MusterStore

/// Where proposals are tried: by programs and by people. Nothing changes by it.
struct WhatIfRoutes: Sendable {
    private let gate: Gate
    private let library: Library

    init(_ gate: Gate, _ library: Library) { (self.gate, self.library) = (gate, library) }

    func add(to router: Router<CollectorContext>) {
        router.post(RouterPath(WhatIf.path)) { request, context in
            try await answer(request, context)
        }
        router.get("what-if") { request, context in
            await page(request, context) { try Form(query: request.uri.query ?? "") }
        }
        router.post("what-if") { request, context in
            await page(request, context) {
                guard let text = await Self.body(of: request) else {
                    throw Proposal.Unreadable(words: "needed at most 256 KiB")
                }
                return try Form(query: String(decoding: text, as: UTF8.self))
            }
        }
    }

    private static func body(of request: Request) async -> [UInt8]? {
        let buffer = try? await request.body.collect(upTo: Proposal.textAtMost)
        return buffer.map { Array($0.readableBytesView) }
    }

    /// Whether no page of somebody else's makes a browser ask: work is done for it.
    private static func isOwn(_ request: Request) -> Bool {
        let from = HTTPField.Name("Sec-Fetch-Site").flatMap { request.headers[$0] }
        return from.map(["same-origin", "none"].contains) ?? true
    }

    private static func isJSON(_ request: Request) -> Bool {
        request.headers[.contentType]?.lowercased().hasPrefix("application/json") ?? false
    }

    // MARK: - Programs

    private func answer(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let scope = try await gate.scope(of: request, context)
        guard Self.isOwn(request), Self.isJSON(request) else {
            return .refusal(
                .unsupportedMediaType, "needed application/json, and from no other site's page")
        }
        guard let body = await Self.body(of: request) else {
            return .refusal(.contentTooLarge, "needed at most \(Proposal.textAtMost) bytes")
        }
        do {
            let (proposal, profiles) = try Proposal.reading(body)
            let answer = try await library.desk.whatIf(
                proposal, under: profiles, in: library, within: scope)
            return Response(answer.json)
        } catch let error as Proposal.Unreadable {
            return .refusal(.badRequest, error.words)
        } catch let error as Bench.Mistakes {
            return .refusal(.unprocessableContent, error.description)
        } catch is WhatIfDesk.Refusal {
            return .refusal(.serviceUnavailable, "others are asking", pause: 10)
        } catch let error as StoreError {
            return .refusal(
                .serviceUnavailable, "the store does not answer: \(error.code.rawValue)", pause: 5)
        }
    }

    // MARK: - People

    /// What the page's form sends.
    struct Form: Decodable {
        /// A limit with its value; several as `name=value`, a line or comma each.
        var limit: String?, value: String?, set: String?
        /// Checks that nobody would ask, a comma between them.
        var without: String?
        /// The profile; empty for all that are touched.
        var profile: String?
        /// A check file's text.
        var file: String?

        init(query: String) throws {
            self = try URLEncodedFormDecoder().decode(Self.self, from: query)
        }

        /// Whether anything is asked.
        var isEmpty: Bool {
            [value, set, without, file].allSatisfy { ($0 ?? "").isEmpty }
        }

        /// What it proposes.
        func proposal() throws(Proposal.Unreadable) -> Proposal {
            var proposal = Proposal()
            var pairs = Self.list(set)
            if let limit, let value, !value.isEmpty { pairs.append("\(limit)=\(value)") }
            for pair in pairs {
                let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2 else {
                    throw Proposal.Unreadable(words: "\(pair.printable): needed NAME=VALUE")
                }
                proposal.limits[parts[0]] = parts[1]
            }
            proposal.without = Set(Self.list(without))
            guard proposal.limits.count + proposal.without.count <= Proposal.namesAtMost else {
                throw Proposal.Unreadable(words: "needed at most \(Proposal.namesAtMost) names")
            }
            if let file, !file.isEmpty {
                proposal.files = [CheckFile(name: "the file", text: file)]
            }
            return proposal
        }

        private static func list(_ text: String?) -> [String] {
            (text ?? "").split { $0 == "," || $0.isNewline }
                .map { String($0.trimmingPrefix(while: \.isWhitespace)) }
                .filter { !$0.isEmpty }
        }
    }

    private func page(
        _ request: Request, _ context: CollectorContext, _ form: () async throws -> Form
    ) async -> Response {
        do {
            let scope = try await gate.scope(of: request, context)
            let form = try await form()
            guard form.isEmpty || Self.isOwn(request) else {
                throw GateRefusal.forbidden("a question out of another site's page")
            }
            return Self.response(try await page(of: form, scope), .ok)
        } catch let refusal as GateRefusal {
            return PageRoutes.refusal(refusal)
        } catch let error as Proposal.Unreadable {
            return Self.response(blank(error.words), .badRequest)
        } catch let error as Bench.Mistakes {
            return Self.response(blank(error.description), .unprocessableContent)
        } catch is WhatIfDesk.Refusal {
            return Self.response(
                blank("Others are asking. Try again in a moment."), .serviceUnavailable)
        } catch let error as StoreError {
            return PageRoutes.silent(error)
        } catch {
            return Self.response(blank("The form does not read."), .badRequest)
        }
    }

    private func page(of form: Form, _ scope: ReadScope) async throws -> [UInt8] {
        guard !form.isEmpty else { return blank(nil) }
        let proposal = try form.proposal()
        let profile = form.profile.flatMap { $0.isEmpty ? nil : [$0] }.map(Set.init)
        let answer = try await library.desk.whatIf(
            proposal, under: profile, in: library, within: scope)
        return WhatIfPage(profiles: library.bench.profiles, form: form, answer: answer).bytes
    }

    private func blank(_ mistake: String?) -> [UInt8] {
        WhatIfPage(profiles: library.bench.profiles, mistake: mistake).bytes
    }

    private static func response(_ bytes: [UInt8], _ status: HTTPResponse.Status) -> Response {
        Response(bytes: bytes, type: PageRoutes.type, status, PageRoutes.headers)
    }
}
