public import MusterModel

extension DeliveryOrder {
    /// The order in its line.
    /// - Throws: ``MusterModel/WireError`` with the member that does not fit. Members
    ///   that are not known are refused: one of them could have asked for more care.
    public init(reading line: [UInt8]) throws(WireError) {
        guard line.count <= Self.lineAtMost else {
            throw WireError("order: \(line.count) bytes, needed at most \(Self.lineAtMost)")
        }
        let json: JSONValue
        do { json = try JSONReader.value(in: line) } catch { throw WireError("order: \(error)") }
        guard case .object(let members) = json, json["format"]?.text == Self.format else {
            throw WireError("format: needed \(Self.format)")
        }
        if let name = members.keys.sorted().first(where: { !Self.members.contains($0) }) {
            throw WireError("\(name.printable.prefix(100)): no such member")
        }
        self.init(
            to: try Self.target(
                json, "url", allowingPlain: try Self.flag(json, "plain")),
            version: try Self.text(json, "version") ?? "")
        authorities = try Self.authorities(in: json)
        needsRevocationLists = try Self.flag(json, "revocation")
        certificate = try Self.text(json, "certificate")
        key = try Self.text(json, "key")
        token = try Self.token(in: json)
        vouching = try Self.text(json, "vouching")
        asking = try Self.asking(in: json)
        if json["proxy"] != nil { proxy = try Self.target(json, "proxy", allowingPlain: true) }
        connectMilliseconds = try Self.span(json, "connect_milliseconds") ?? connectMilliseconds
        totalMilliseconds = try Self.span(json, "total_milliseconds") ?? totalMilliseconds
        if let objection { throw WireError(objection) }
    }

    private static let members: Set<String> = [
        "format", "url", "plain", "version", "ca_file", "ca_folder", "revocation",
        "certificate", "key", "token", "token_file", "proxy", "connect_milliseconds",
        "total_milliseconds", "vouching", "ask",
    ]

    /// The line, without its end.
    public var line: [UInt8] {
        var members: [String: JSONValue] = [
            "format": .string(Self.format), "url": .string(target.url),
            "plain": .bool(target.isPlain), "version": .string(version),
            "revocation": .bool(needsRevocationLists),
            "connect_milliseconds": .integer(connectMilliseconds),
            "total_milliseconds": .integer(totalMilliseconds),
        ]
        switch authorities {
        case .file(let path): members["ca_file"] = .string(path)
        case .folder(let path): members["ca_folder"] = .string(path)
        case nil: break
        }
        switch token {
        case .text(let text): members["token"] = .string(text)
        case .file(let path): members["token_file"] = .string(path)
        case nil: break
        }
        if let asking { members["ask"] = .array(asking.map { .string($0.text) }) }
        for (name, text) in [
            ("certificate", certificate), ("key", key), ("proxy", proxy?.url),
            ("vouching", vouching),
        ] {
            if let text { members[name] = .string(text) }
        }
        return JSONValue.object(members).canonicalBytes
    }

    /// All that the child's standard input is given.
    public func input(with body: [UInt8]) -> [UInt8] { line + [UInt8(ascii: "\n")] + body }

    private static func text(
        _ json: JSONValue, _ name: String
    ) throws(WireError) -> String? {
        guard let value = json[name] else { return nil }
        guard let text = value.text else { throw WireError("\(name): needed a text") }
        return text
    }

    private static func flag(_ json: JSONValue, _ name: String) throws(WireError) -> Bool {
        guard let value = json[name] else { return false }
        guard case .bool(let flag) = value else { throw WireError("\(name): needed a bool") }
        return flag
    }

    private static func span(
        _ json: JSONValue, _ name: String
    ) throws(WireError) -> Int64? {
        guard let value = json[name] else { return nil }
        guard let number = value.number else { throw WireError("\(name): needed a number") }
        return number
    }

    private static func target(
        _ json: JSONValue, _ name: String, allowingPlain: Bool
    ) throws(WireError) -> PushTarget {
        guard let text = try text(json, name) else { throw WireError("\(name): needed a text") }
        do { return try PushTarget(text, allowingPlain: allowingPlain) } catch {
            throw WireError("\(name): \(error)")
        }
    }

    private static func asking(in json: JSONValue) throws(WireError) -> [Digest]? {
        guard let value = json["ask"] else { return nil }
        let digests = value.elements?.compactMap { $0.text.flatMap(Digest.init(text:)) }
        guard let digests, digests.count == value.elements?.count else {
            throw WireError("ask: needed digests")
        }
        return digests
    }

    private static func token(in json: JSONValue) throws(WireError) -> Token? {
        switch (try text(json, "token"), try text(json, "token_file")) {
        case (let token?, nil): return .text(token)
        case (nil, let path?): return .file(path)
        case (nil, nil): return nil
        default: throw WireError("token, token_file: needed one of them")
        }
    }

    private static func authorities(in json: JSONValue) throws(WireError) -> Authorities? {
        switch (try text(json, "ca_file"), try text(json, "ca_folder")) {
        case (let file?, nil): return .file(file)
        case (nil, let folder?): return .folder(folder)
        case (nil, nil): return nil
        default: throw WireError("ca_file, ca_folder: needed one of them")
        }
    }
}
