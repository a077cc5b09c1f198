import Foundation
import LaunchKit
import MusterAgent
import MusterModel
import Testing

/// A node's configuration that pins a key, and the service's children as it calls them.
final class BundleScene {
    /// Where everything is; as /etc/muster is, root's alone where the test is root's.
    let folder: String
    let secret = BundleSecret()

    init(follow: Bool = true) throws {
        let place = Workbench.isRoot ? "/run" : NSTemporaryDirectory()
        folder = place + "/muster-test-\(UUID())"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o755])
        try write(
            """
            format: muster-agent/1
            collector: {urls: ["https://127.0.0.1:9/api/v1/reports"]}
            bundles: {follow: \(follow), keys: [\(secret.key.text)]}
            """, to: "muster.yaml")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
        #expect(chmod(folder + "/" + name, 0o644) == 0)
    }

    /// A bundle of files, `f0.yaml` and so on.
    func signed(_ version: Int64, _ texts: [String], until: String? = nil) throws -> [UInt8] {
        let bundle = try CheckBundle(
            version: version, made: 1, until: until.flatMap(CalendarDate.init),
            files: texts.enumerated().map { .init(name: "f\($0).yaml", text: $1) })
        return try #require(SignedBundle(bundle, by: secret)).bytes
    }

    /// A profile of one check.
    static func profile(_ id: String, require: String, more: String = "") -> String {
        """
        format: muster-checks/1
        profile: \(id)
        title: what the centre asks
        dated: 2026-11-30
        checks:
          - id: centre.one
            title: one thing
            level: required
            reason: the centre wants it
            remedy: do it
            source: {text: the centre, date: 2026-11-30}
        \(more)
            require: {\(require)}
        """
    }

    /// What a child of the service says to frames.
    private func child(_ name: String, _ frames: Frames) throws -> Frames? {
        let path = folder + "/input-\(UUID())"
        try Data(frames.bytes).write(to: URL(filePath: path))
        let output = folder + "/output"
        let end = try Launch.run([
            "/bin/sh", "-c", "exec \"$0\" \"$1\" --config \"$2\" <\"$3\" >\"$4\"",
            Launch.program("muster"), name, folder + "/muster.yaml", path, output,
        ])
        guard end.exit == 0 else { return nil }
        return Frames(Array(try Data(contentsOf: URL(filePath: output))))
    }

    /// What becomes of a bundle that came in: `adopted`, or why it is refused; and the highest
    /// version seen.
    func adopt(
        _ bytes: [UInt8], _ record: inout BundleRecord
    ) throws -> String {
        var frames = Frames()
        frames.add("bundle", bytes)
        frames.add("record", record.bytes)
        let answer = try #require(try child("adopt", frames))
        record = try #require(answer["record"].flatMap(BundleRecord.init))
        let about = try JSONReader.value(in: try #require(answer["adoption"]))
        return about["refused"]?.text ?? (about["adopted"] == nil ? "nothing" : "adopted")
    }

    /// What the judge comes to on a node that has eight cores and nothing else; with the
    /// report's body.
    func weigh(
        _ bundle: [UInt8]?, memory: [UInt8]? = nil
    ) throws -> (result: WeighResult, body: JSONValue) {
        let key = FactKey(try #require(FactName("system.cpu.cores")))
        let section = Section(
            probe: "system", facts: [Fact(key, .value(.integer(8)), from: "/proc/cpuinfo")])
        let sheet = Sheet(
            sections: [section], watchList: WatchList([:]), vantage: Vantage(.host, user: 0))
        let sighting = Sighting(
            .full,
            AuditReport(
                version: "0", identity: Identity(hostName: "wn1", machineID: nil, bootID: nil),
                sheet: sheet, gauges: [], judgements: [], took: .zero,
                date: try #require(CalendarDate("2026-12-01"))))
        let id = try #require(
            ReportID(site: nil, node: "wn1", incarnation: ReportID.newIncarnation(), sequence: 1))
        let gaps = Dictionary(
            uniqueKeysWithValues: SpoolEntry.Kind.allCases.map { ($0, [Gap]()) })
        var frames = Frames()
        frames.add("order", WeighOrder(id: id, time: 1_796_083_200, gaps: gaps).bytes)
        if let memory { frames.add("memory", memory) }
        frames.add("sighting", sighting.frames.bytes)
        if let bundle { frames.add("bundle", bundle) }
        let answer = try #require(try child("weigh", frames))
        let result = try #require(WeighResult(answer))
        return (result, try JSONReader.value(in: result.body))
    }
}

extension JSONValue {
    /// The verdict that a report's body claims under a profile.
    func claim(_ profile: String) -> String? {
        self["claims"]?.elements?.first { $0["profile"]?.text == profile }?["verdict"]?.text
    }
}
