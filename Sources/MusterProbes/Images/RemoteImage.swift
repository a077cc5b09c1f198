internal import MusterModel

/// Asks the server of an image that is not on the node, through curl as an ordinary
/// user, and only where somebody asked for it.
///
/// Registries speak the OCI Distribution Specification ("Pulling manifests"), with an
/// anonymous token where they want one (Docker Registry documentation, "Token
/// Authentication").
struct RemoteImage: Sendable {
    /// The reference as it is named.
    let name: String
    /// The program that asks.
    let curl: String
    /// What the image is to run on, as uname says it.
    let machine: String?
    /// The node that asks.
    let node: any NodeView

    private static let secondsAtMost = "8"
    private static let types = [
        "application/vnd.oci.image.index.v1+json", "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.docker.distribution.manifest.v2+json",
    ]

    /// Asks, and notes what the server said.
    func look(into notes: inout ImageNotes) async {
        let scheme = ImageReference(name).word
        do throws(Absence) {
            let reply: ServerReply
            switch scheme {
            case "http", "https": reply = try await fetch(head: try plain(name))
            case "docker", "oras": reply = try await manifest(try RegistryAddress(name))
            default: throw Absence(.unsupported, "\(name): servers of \(scheme) are not asked")
            }
            notes.set(ImageCards.reachable, .bool(true), from: curl)
            try note(reply, into: &notes)
        } catch {
            if error.reason == .timedOut {
                notes.set(ImageCards.reachable, .bool(false), from: curl)
            }
            notes.lack(ImageCards.all, error, from: curl)
        }
        let why = Absence(.unsupported, "\(name): on a server; was not fetched")
        notes.lack(ImageCards.all, why, from: curl)
    }

    private func note(_ reply: ServerReply, into notes: inout ImageNotes) throws(Absence) {
        switch reply.status {
        case 200: notes.set(ImageCards.present, .bool(true), from: curl)
        case 404: return notes.set(ImageCards.present, .bool(false), from: curl)
        case 401, 403:
            throw Absence(.forbidden, "\(name): the server wants an account (\(reply.status))")
        default: throw Absence(.malformed, "\(name): the server answers \(reply.status)")
        }
        if let digest = reply.digest { notes.set(ImageCards.digest, .string(digest), from: curl) }
        if let size = reply.size { notes.set(ImageCards.size, .bytes(Bytes(size)), from: curl) }
        let offered = reply.architectures
        guard let machine, let first = offered.first else { return }
        let fit = offered.first { ELFHeader.runs($0, on: machine) }
        notes.set(ImageCards.architecture, .string(fit ?? first), from: curl)
        notes.set(ImageCards.native, .bool(fit != nil), from: curl)
    }

    /// The manifest of an image, with a token where the registry wants one.
    private func manifest(_ address: RegistryAddress) async throws(Absence) -> ServerReply {
        let accept = Self.types.flatMap { ["--header", "Accept:\($0)"] }
        let reply = try await fetch(address.manifest, accept)
        guard reply.status == 401, let challenge = reply.challenge else { return reply }
        let realm = try plain(try address.tokenAddress(for: challenge))
        let token = try await fetch(realm, [])
        guard token.status == 200, let text = token.token else {
            throw Absence(.forbidden, "\(name): the registry gives no token (\(token.status))")
        }
        return try await fetch(address.manifest, accept + ["--oauth2-bearer", text])
    }

    private func fetch(_ address: String, _ more: [String]) async throws(Absence) -> ServerReply {
        try await ask(
            ["--proto", "=https", "--max-filesize", "1000000"] + more + ["--url", address])
    }

    private func fetch(head address: String) async throws(Absence) -> ServerReply {
        try await ask([
            "--head", "--location", "--max-redirs", "5", "--proto", "=http,https",
            "--proto-redir", address.hasPrefix("https:") ? "=https" : "=http,https",
            "--url", address,
        ])
    }

    private func ask(_ words: [String]) async throws(Absence) -> ServerReply {
        let usual = [
            // A bracket in a name is a bracket: curl would ask for a thousand names.
            "--disable", "--globoff", "--silent", "--show-error", "--include", "--max-time",
            Self.secondsAtMost,
        ]
        let end = try await node.run([curl] + usual + words)
        guard end.exit == 0 else {
            let line = end.errors.parts(by: "\n").first.map(String.init)?.excerpt ?? "\(end.exit)"
            throw Absence(.timedOut, "\(name): no answer (\(line))")
        }
        guard let reply = ServerReply(end.output) else {
            throw Absence(.malformed, "\(name): no answer of HTTP")
        }
        return reply
    }

    /// Words of a program have no blanks, and an address has nothing else either.
    private func plain(_ address: String) throws(Absence) -> String {
        let isPlain = address.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 }
        guard isPlain, address.utf8.count <= 2_048 else {
            throw Absence(.malformed, "\(name.excerpt): needed a plain address")
        }
        return address
    }
}

/// Where a registry keeps an image: `[HOST/]PATH[:TAG][@DIGEST]`.
struct RegistryAddress: Hashable, Sendable {
    /// The registry.
    let host: String
    /// The image's name there.
    let path: String
    /// Its tag, or its digest.
    let tag: String

    /// Takes a reference with its scheme apart.
    /// - Throws: malformed where it is none.
    init(_ name: String) throws(Absence) {
        let wrong = Absence(.malformed, "\(name.excerpt): needed SCHEME://[HOST/]NAME[:TAG]")
        guard let start = name.firstRange(of: "://") else { throw wrong }
        var rest = name[start.upperBound...]
        let isPlain = rest.utf8.allSatisfy { byte in
            (97...122).contains(byte) || (65...90).contains(byte) || (45...58).contains(byte)
                || byte == 95 || byte == 64
        }
        guard isPlain, rest.utf8.count <= 512 else { throw wrong }
        var tag = "latest"
        if let at = rest.firstIndex(of: "@") {
            tag = String(rest[rest.index(after: at)...])
            rest = rest[..<at]
        }
        if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("/") {
            if tag == "latest" { tag = String(rest[rest.index(after: colon)...]) }
            rest = rest[..<colon]
        }
        let parts = rest.parts(by: "/", maxSplits: 1).map(String.init)
        guard let first = parts.first, !tag.isEmpty, !rest.contains("..") else { throw wrong }
        if parts.count == 2, first.contains(".") || first.contains(":") || first == "localhost" {
            (host, path) = (first, parts[1])
        } else {
            // What docker's own client does with a bare name.
            (host, path) = (
                "registry-1.docker.io", parts.count == 1 ? "library/\(first)" : String(rest)
            )
        }
        self.tag = tag
    }

    /// The address of its manifest.
    var manifest: String { "https://\(host)/v2/\(path)/manifests/\(tag)" }

    /// Where a token is to be had, as `WWW-Authenticate` says it.
    /// - Throws: malformed where that is no https address.
    func tokenAddress(for challenge: [String: String]) throws(Absence) -> String {
        guard let realm = challenge["realm"], realm.hasPrefix("https://"), !realm.contains("?")
        else { throw Absence(.malformed, "\(host): wants a token of no https address") }
        let service = challenge["service"].map { "service=\($0)&" } ?? ""
        return "\(realm)?\(service)scope=repository:\(path):pull"
    }
}

/// What a web server answered: the last of its headers, and what came behind.
struct ServerReply: Sendable {
    /// The status, `200`.
    let status: Int
    private let headers: [String: String]
    private let body: JSONValue?

    /// Reads the output of `curl --include`; nil where it is none.
    init?(_ output: String) {
        // Answers on the way (redirects, a proxy's) stand before the last.
        var rest = output.replacing("\r\n", with: "\n")[...]
        var lines: [Substring] = []
        while rest.hasPrefix("HTTP/") {
            let end = rest.firstRange(of: "\n\n")
            lines = rest[..<(end?.lowerBound ?? rest.endIndex)].parts(by: "\n")
            rest = rest[(end?.upperBound ?? rest.endIndex)...]
        }
        guard let first = lines.first?.parts(by: " ", maxSplits: 2), first.count > 1,
            let status = Int(first[1])
        else { return nil }
        self.status = status
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let pair = line.parts(by: ":", maxSplits: 1)
            guard pair.count == 2 else { continue }
            headers[pair[0].lowercased()] = String(pair[1].trimmingSpace)
        }
        self.headers = headers
        body = try? JSONReader.value(in: rest.utf8)
    }

    /// The manifest's digest.
    var digest: String? {
        guard let text = headers["docker-content-digest"], text.hasPrefix("sha256:"),
            text.utf8.count == 71,
            text.utf8.dropFirst(7).allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        else { return nil }
        return text
    }

    /// The size of a file; a manifest's says nothing about its image.
    var size: Int64? {
        headers["docker-content-digest"] == nil && body == nil
            ? headers["content-length"].flatMap { Int64($0) } : nil
    }

    /// The parts of `WWW-Authenticate: Bearer realm="…",service="…"`.
    var challenge: [String: String]? {
        guard let text = headers["www-authenticate"], text.lowercased().hasPrefix("bearer ") else {
            return nil
        }
        var parts: [String: String] = [:]
        for part in text.dropFirst(7).parts(by: ",") {
            let pair = part.trimmingSpace.parts(by: "=", maxSplits: 1)
            if pair.count == 2 { parts[String(pair[0])] = pair[1].filter { $0 != "\"" } }
        }
        return parts
    }

    /// An anonymous token, of the characters that one has (RFC 6750).
    var token: String? {
        let text = body?["token"]?.text ?? body?["access_token"]?.text
        return text.flatMap { text in
            let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 }
            return isPlain && (1...8_192).contains(text.utf8.count) ? text : nil
        }
    }

    /// For what an index has images, as uname says it, in its order.
    var architectures: [String] {
        let names = ["amd64": "x86_64", "arm64": "aarch64", "386": "i386", "arm": "arm"]
        return (body?["manifests"]?.elements ?? []).prefix(100).compactMap { entry in
            entry["platform"]?["architecture"]?.text.map { names[$0] ?? $0.printable }
        }
    }
}
