internal import MusterModel

extension Section {
    /// Probe, digest and facts. The digest is over ``Section/bytes``.
    var json: JSONValue {
        .object([
            "probe": .string(probe), "sha256": .string(digest.text),
            "facts": .array(facts.map(\.json)),
        ])
    }
}

extension Vantage {
    /// How a job or a container was recognised; nil elsewhere.
    var shownSign: String? {
        [.job, .container].contains(place) && !sign.isEmpty ? sign : nil
    }

    /// Place and user, with how the place was recognised.
    var described: JSONValue {
        .object([
            "place": .string(place.rawValue), "user": .integer(Int64(user)),
            "sign": .string(sign),
        ])
    }
}

extension AuditReport.Waiting {
    /// Time and programs.
    var json: JSONValue {
        .object([
            "milliseconds": .integer(time.milliseconds),
            "programs": .array(programs.map(JSONValue.string)),
        ])
    }
}

extension AuditReport.ProbeTiming {
    /// Probe and wall time.
    var json: JSONValue {
        .object(["probe": .string(probe), "took_milliseconds": .integer(took.milliseconds)])
    }
}
