internal import MusterChecks
public import MusterModel

extension WhatIf {
    /// Where a collector's API takes proposals.
    public static let path = "/api/v1/what-if"
}

extension Proposal {
    /// Why a request is no proposal.
    struct Unreadable: Error, Hashable {
        /// In a sentence.
        let words: String
    }

    /// More is no single question.
    static let (filesAtMost, namesAtMost, textAtMost) = (20, 200, 256 << 10)

    /// The proposal as a request to a collector.
    ///
    /// - Parameter profiles: ids under which is judged; nil for all that it touches.
    public func request(under profiles: Set<String>?) -> JSONValue {
        var members: [String: JSONValue] = [
            "files": .array(
                files.map { .object(["name": .string($0.name), "text": .string($0.text)]) }),
            "set": .object(limits.mapValues(JSONValue.string)),
            "without": .array(without.sorted().map(JSONValue.string)),
        ]
        if let profiles { members["profiles"] = .array(profiles.sorted().map(JSONValue.string)) }
        return .object(members)
    }

    /// The proposal of a request, with the profiles under which is judged.
    /// - Throws: ``Unreadable``.
    static func reading(
        _ bytes: [UInt8]
    ) throws(Unreadable) -> (proposal: Proposal, profiles: Set<String>?) {
        let json: JSONValue
        do { json = try JSONReader.value(in: bytes) } catch {
            throw Unreadable(words: "the proposal: \(error)")
        }
        guard case .object(let members) = json else {
            throw Unreadable(words: "the proposal: needed an object")
        }
        for name in members.keys where !["files", "set", "without", "profiles"].contains(name) {
            throw Unreadable(
                words: "\(name.printable.prefix(60)): needed files, set, without or profiles")
        }
        var proposal = Proposal()
        proposal.files = try files(members["files"])
        proposal.limits = try limits(members["set"])
        proposal.without = Set(try names(members["without"], "without") ?? [])
        return (proposal, try names(members["profiles"], "profiles").map(Set.init))
    }

    private static func files(_ json: JSONValue?) throws(Unreadable) -> [CheckFile] {
        guard let json else { return [] }
        guard let all = json.elements, all.count <= filesAtMost else {
            throw Unreadable(words: "files: needed a list of at most \(filesAtMost)")
        }
        var files: [CheckFile] = []
        for one in all {
            guard let name = one["name"]?.text, let text = one["text"]?.text else {
                throw Unreadable(words: "files: needed {name, text} in each")
            }
            files.append(CheckFile(name: name, text: text))
        }
        return files
    }

    private static func limits(_ json: JSONValue?) throws(Unreadable) -> [String: String] {
        guard let json else { return [:] }
        guard case .object(let members) = json, members.count <= namesAtMost else {
            throw Unreadable(words: "set: needed an object of limits")
        }
        var limits: [String: String] = [:]
        for (name, value) in members {
            switch value {
            case .string(let text): limits[name] = text
            case .integer(let number): limits[name] = "\(number)"
            default:
                throw Unreadable(words: "set: \(name.printable): needed a text or a whole number")
            }
        }
        return limits
    }

    private static func names(_ json: JSONValue?, _ what: String) throws(Unreadable) -> [String]? {
        guard let json else { return nil }
        guard let all = json.elements, all.count <= namesAtMost else {
            throw Unreadable(words: "\(what): needed a list of at most \(namesAtMost) names")
        }
        let names = all.compactMap(\.text)
        guard names.count == all.count else { throw Unreadable(words: "\(what): needed names") }
        return names
    }
}
