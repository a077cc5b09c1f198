public import MusterModel

extension Answer {
    /// The answer as it stands in a recording and between observer and parent.
    public var json: JSONValue {
        switch self {
        case .text(let text): .object(["text": .string(text)])
        case .names(let names): .object(["names": .array(names.map(JSONValue.string))])
        case .attributes(let it):
            .object([
                "kind": .string(it.kind.rawValue), "user": .integer(Int64(it.user)),
                "group": .integer(Int64(it.group)), "size": .integer(it.size),
                "mode": .string("0" + String(it.mode, radix: 8)),
            ])
        case .capacity(let it): it.json
        case .access(let it):
            .object(["read": .bool(it.read), "write": .bool(it.write), "enter": .bool(it.enter)])
        case .program(let it):
            .object([
                "exit": .integer(Int64(it.exit)), "output": .string(it.output),
                "errors": .string(it.errors),
            ])
        case .attempt(let it): it.json
        case .bytes(let bytes): .object(["bytes": .string(Base64.text(of: bytes))])
        case .entries(let entries): .object(["entries": .array(entries.map(\.json))])
        case .missing(let absence):
            .object([
                "missing": .string(absence.reason.rawValue), "detail": .string(absence.detail),
            ])
        }
    }

    /// The answer to `question` in `json`; nil where the two do not fit.
    public init?(_ json: JSONValue, to question: Question) {
        if let reason = json["missing"]?.text {
            guard let reason = Absence.Reason(rawValue: reason) else { return nil }
            self = .missing(Absence(reason, json["detail"]?.text ?? ""))
            return
        }
        switch question {
        case .read, .link, .extended, .machine, .silence:
            guard let text = json["text"]?.text else { return nil }
            self = .text(text)
        case .list:
            guard let elements = json["names"]?.elements else { return nil }
            let names = elements.compactMap(\.text)
            guard names.count == elements.count else { return nil }
            self = .names(names)
        case .attributes:
            guard let attributes = FileAttributes(json) else { return nil }
            self = .attributes(attributes)
        case .capacity:
            guard let capacity = Capacity(json) else { return nil }
            self = .capacity(capacity)
        case .access:
            guard let read = json["read"]?.flag, let write = json["write"]?.flag,
                let enter = json["enter"]?.flag
            else { return nil }
            self = .access(Access(read: read, write: write, enter: enter))
        case .run, .plugin:
            guard let exit = json["exit"]?.number.flatMap(Int32.init(exactly:)),
                let output = json["output"]?.text
            else { return nil }
            let errors = json["errors"]?.text ?? ""
            self = .program(ProgramEnd(exit: exit, output: output, errors: errors))
        case .bytes:
            guard let bytes = json["bytes"]?.text.flatMap(Base64.bytes) else { return nil }
            self = .bytes(bytes)
        case .inside(let inquiry):
            guard let elements = json["entries"]?.elements,
                elements.count == inquiry.paths.count
            else { return nil }
            let entries = elements.compactMap(ImageEntry.init)
            guard entries.count == elements.count else { return nil }
            self = .entries(entries)
        case .attempt, .connect:
            guard let end = AttemptEnd(json) else { return nil }
            self = .attempt(end)
        }
    }
}

extension JSONValue {
    var flag: Bool? { if case .bool(let flag) = self { flag } else { nil } }
}

extension AttemptEnd {
    var json: JSONValue {
        var members: [String: JSONValue] = ["works": .bool(works), "step": .string(step)]
        if let error { members["error"] = .string(error) }
        if !seen.isEmpty { members["seen"] = .object(seen.mapValues(JSONValue.string)) }
        return .object(members)
    }

    init?(_ json: JSONValue) {
        guard let works = json["works"]?.flag, let step = json["step"]?.text,
            json["error"] == nil || json["error"]?.text != nil,
            let seen = Self.seen(in: json["seen"])
        else { return nil }
        self.init(works: works, step: step, error: json["error"]?.text, seen: seen)
    }

    /// What was seen, from its place in an answer; nil where that is no object of
    /// texts.
    private static func seen(in json: JSONValue?) -> [String: String]? {
        guard let json else { return [:] }
        guard case .object(let members) = json else { return nil }
        let texts = members.compactMapValues(\.text)
        return texts.count == members.count ? texts : nil
    }
}

extension FileAttributes {
    init?(_ json: JSONValue) {
        guard let kind = json["kind"]?.text.flatMap(Kind.init(rawValue:)),
            let user = json["user"]?.number.flatMap(UInt32.init(exactly:)),
            let group = json["group"]?.number.flatMap(UInt32.init(exactly:)),
            let mode = json["mode"]?.text.flatMap({ UInt32($0, radix: 8) })
        else { return nil }
        self.init(
            kind: kind, user: user, group: group, mode: mode, size: json["size"]?.number ?? 0)
    }
}

extension Capacity {
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "magic": .string("0x" + String(magic, radix: 16)), "total": .integer(total),
            "available": .integer(available), "free": .integer(free),
        ]
        if let keepsFileType { members["keeps_file_type"] = .bool(keepsFileType) }
        return .object(members)
    }

    init?(_ json: JSONValue) {
        guard let magic = json["magic"]?.text, magic.hasPrefix("0x"),
            let number = Int64(magic.dropFirst(2), radix: 16), let total = json["total"]?.number,
            let available = json["available"]?.number,
            json["keeps_file_type"] == nil || json["keeps_file_type"]?.flag != nil
        else { return nil }
        self.init(
            magic: number, total: total, available: available,
            free: json["free"]?.number ?? available,
            keepsFileType: json["keeps_file_type"]?.flag)
    }
}
