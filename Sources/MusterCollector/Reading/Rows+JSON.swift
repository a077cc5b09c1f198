public import MusterModel
public import MusterStore

extension StandingRow {
    /// Its members; why it is so is under `why`.
    public var json: JSONValue {
        var members: [String: JSONValue] = [
            "site": .string(name), "trust": .string(trust.rawValue),
            "profile": .string(profile), "standing": .string(standing),
            "since_milliseconds": .integer(since), "ready": .integer(counts.ready),
            "degraded": .integer(counts.degraded), "unfit": .integer(counts.unfit),
            "undetermined": .integer(counts.undetermined), "stale": .integer(counts.stale),
            "silent": .integer(counts.silent), "nodes": .integer(counts.nodes),
            "cores_ready": .integer(counts.coresReady), "cores": .integer(counts.cores),
        ]
        if let expected = counts.expected { members["expected"] = .integer(expected) }
        if let why = try? JSONReader.value(in: document) { members["why"] = why }
        return .object(members)
    }
}

extension NodeRow {
    /// Its members.
    public var json: JSONValue {
        var members: [String: JSONValue] = [
            "node": .string(name), "verdict": .string(verdict.rawValue),
            "since_milliseconds": .integer(since), "freshness": .string(freshness),
            "received_milliseconds": .integer(received), "sheet": .string(sheet),
            "cloned": .bool(isCloned), "open": .array(open.map(\.json)),
        ]
        if let claimed { members["claimed"] = .string(claimed.rawValue) }
        return .object(members)
    }
}

extension SheetGroup {
    /// Its members.
    public var json: JSONValue {
        var members: [String: JSONValue] = [
            "sheet": .string(sheet), "verdict": .string(verdict.rawValue),
            "nodes": .integer(nodes), "fresh": .integer(fresh), "example": .string(example),
            "system": .string(system), "kernel": .string(kernel),
            "routes": .array(routes.map(JSONValue.string)), "open": .array(open.map(\.json)),
        ]
        if let cores { members["cores"] = .integer(cores) }
        return .object(members)
    }
}

extension VerdictRow {
    /// Its members, the findings as they were kept.
    public var json: JSONValue {
        func array(_ bytes: [UInt8]) -> [JSONValue] {
            (try? JSONReader.value(in: bytes))?.elements ?? []
        }
        var members: [String: JSONValue] = [
            "profile": .string(profile), "verdict": .string(verdict.rawValue),
            "since_milliseconds": .integer(since),
            "findings": .array(array(ofSheet) + array(ofNode)),
        ]
        if let claimed { members["claimed"] = .string(claimed.rawValue) }
        return .object(members)
    }
}

extension CheckFailure {
    /// Its members.
    public var json: JSONValue {
        .object([
            "site": .string(site), "profile": .string(profile), "outcome": .string(outcome),
            "nodes": .integer(nodes), "example": .string(example),
            "since_milliseconds": .integer(since),
        ])
    }
}

extension OpenCheck {
    /// Its members.
    public var json: JSONValue {
        .object([
            "profile": .string(profile), "check": .string(check), "sites": .integer(sites),
            "nodes": .integer(nodes), "cores": .integer(cores),
        ])
    }
}

extension Transition {
    /// Its members.
    public var json: JSONValue {
        var members: [String: JSONValue] = [
            "at_milliseconds": .integer(at), "kind": .string(kind.rawValue),
            "profile": .string(profile), "name": .string(name), "before": .string(before),
            "after": .string(after),
        ]
        if let node { members["node"] = .string(node) }
        return .object(members)
    }
}

extension StandingTally {
    /// Its members.
    public var json: JSONValue {
        .object([
            "profile": .string(profile), "standing": .string(standing),
            "sites": .integer(sites), "ready": .integer(ready), "nodes": .integer(nodes),
            "cores_ready": .integer(coresReady), "cores": .integer(cores),
        ])
    }
}
