public import MusterModel

extension Drain {
    /// As it is kept in ``Memory``.
    public var json: JSONValue {
        var members: [String: JSONValue] = [
            "state": .string(state.rawValue), "reason": .string(reason),
            "profiles": .object(courses.mapValues(\.json)),
        ]
        if let fault { members["fault"] = .string(fault) }
        return .object(members)
    }

    /// What was kept; nil where it is none, or says of itself what cannot be.
    public init?(json: JSONValue) {
        guard let state = json["state"]?.text.flatMap(State.init(rawValue:)),
            let reason = json["reason"]?.text, case .object(let profiles)? = json["profiles"]
        else { return nil }
        let courses = profiles.compactMapValues(Course.init(json:))
        guard courses.count == profiles.count else { return nil }
        self.init()
        (self.state, self.reason, self.courses) = (state, reason, courses)
        fault = json["fault"]?.text
        guard holders.isEmpty != (state == .drain) else { return nil }
    }
}

extension Drain.Course {
    fileprivate var json: JSONValue {
        var members: [String: JSONValue] = [
            "drained": .bool(isDrained), "count": .integer(Int64(count)),
            "counted": .integer(counted),
        ]
        if let wanted { members["wanted"] = .bool(wanted) }
        if let refusal { members["refusal"] = .string(refusal) }
        return .object(members)
    }

    fileprivate init?(json: JSONValue) {
        guard case .bool(let isDrained)? = json["drained"], let counted = json["counted"]?.number,
            let count = json["count"]?.number, (0...100).contains(count)
        else { return nil }
        self.init(isDrained: isDrained, count: Int(count), counted: counted)
        if case .bool(let wanted)? = json["wanted"] { self.wanted = wanted }
        refusal = json["refusal"]?.text
    }
}
