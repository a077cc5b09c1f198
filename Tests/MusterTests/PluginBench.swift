import Foundation
import Glibc
import LaunchKit
import MusterModel

/// A folder of external probes beside a healthy one, and audits that run them.
struct PluginBench {
    /// Where everything lies.
    let bench: Workbench
    /// The folder of cards and programs, only root's to change.
    let folder: String

    init() throws {
        bench = try Workbench()
        folder = bench.root + "/probes"
        guard chmod(bench.root, 0o755) == 0, mkdir(folder, 0o755) == 0 else {
            throw CocoaError(.fileWriteNoPermission)
        }
        try add("site-good", #"echo '{"fact":"site-good.thing.value","value":7}'"#)
        try write(
            "site.yaml",
            """
            format: muster-checks/1
            profile: site
            title: Ours
            dated: 2026-11-24
            checks:
              - id: site.good
                title: the thing is worth something
                level: required
                reason: Ours.
                source: {text: Ours, date: 2026-11-24}
                require: {site-good.thing.value: {at least: 5}}
            """, to: bench.root)
    }

    /// A probe of one fact, a script with this body.
    /// - Returns: the script's path.
    @discardableResult
    func add(
        _ id: String, _ body: String, dialect: String = "muster", more: String = ""
    ) throws -> String {
        let path = folder + "/" + id
        try write(id, "#!/bin/sh\n" + body, to: folder)
        guard chmod(path, 0o755) == 0 else { throw CocoaError(.fileWriteNoPermission) }
        try card(id, path, dialect: dialect, more: more)
        return path
    }

    /// The card of a probe of one fact.
    func card(
        _ id: String, _ program: String, dialect: String = "muster", more: String = ""
    ) throws {
        let facts =
            dialect == "muster"
            ? "facts:\n  \(id).thing.value: {kind: integer, about: A number.}\n" : ""
        try write(
            id + ".yaml",
            """
            format: muster-probe/1
            probe: \(id)
            question: What is it worth?
            dialect: \(dialect)
            run: [\(program)]
            \(facts)\(more)
            """, to: folder)
    }

    private func write(_ name: String, _ text: String, to folder: String) throws {
        try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
    }

    /// What an audit said of the external probes.
    struct Outcome {
        /// How the audit ended, and what it wrote.
        let end: Launch.End
        /// Every fact of an external probe, by `name` or `name[subject]`.
        let facts: [String: JSONValue]
        /// What was told of the probes themselves.
        let troubles: [String]

        /// The whole number that a fact has.
        func number(_ name: String) -> Int64? { facts[name]?["value"]?.number }

        /// Why there is no value, and in which words.
        func absence(_ name: String) -> String? {
            facts[name]?["missing"]?.text.map { "\($0): \(facts[name]?["detail"]?.text ?? "")" }
        }
    }

    /// Audits under the bench's own profile.
    func check(prefix: [String] = [], _ more: String...) throws -> Outcome {
        let end = try Launch.run(
            prefix + [
                Launch.program("muster"), "check", "--no-journal", "--probes", folder, "--checks",
                bench.root, "--profile", "site", "--format", "json",
            ] + more)
        let json = try JSONReader.value(in: end.output.utf8)
        var facts: [String: JSONValue] = [:]
        Self.collect(json, &facts)
        let troubles = json["troubles"]?.elements?.compactMap(\.text) ?? []
        return Outcome(end: end, facts: facts, troubles: troubles)
    }

    private static func collect(_ json: JSONValue, _ facts: inout [String: JSONValue]) {
        if let name = json["name"]?.text, name.hasPrefix("site-"), json["origin"] != nil {
            facts[name + (json["subject"]?.text.map { "[\($0)]" } ?? "")] = json
        }
        if case .object(let members) = json { for part in members.values { collect(part, &facts) } }
        for part in json.elements ?? [] { collect(part, &facts) }
    }
}
