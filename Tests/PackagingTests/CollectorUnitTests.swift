import Foundation
import LaunchKit
import Testing

/// The collector's unit.
@Suite struct CollectorUnitTests {
    private static let path = Launch.package
        .appending(path: "packaging/collector/muster-collector.service").path

    /// `systemd-analyze security` has it from 0 to 10, and less is better.
    @Test func itIsExposedToLittle() throws {
        let end = try Launch.run([
            "systemd-analyze", "security", "--no-pager", "--offline=true", Self.path,
        ])
        let line = try #require(
            end.output.split(separator: "\n").last { $0.contains("Overall exposure level") },
            "\(end)")
        let words = line.split(separator: " ")
        let index = try #require(words.firstIndex { $0.hasSuffix("service:") })
        let level = try #require(Double(words[index + 1]))
        #expect(level <= 1.5, "\(line)")
    }

    @Test func itRunsAsAnAccountOfItsOwnAndReloads() throws {
        let text = try String(contentsOfFile: Self.path, encoding: .utf8)
        let unit = UnitFile(name: "muster-collector.service", text: text)
        #expect(unit.values("User") == ["muster-collector"])
        #expect(unit.values("ExecStart") == ["/usr/bin/muster-collector serve"])
        #expect(unit.values("ExecReload") == ["/bin/kill -HUP $MAINPID"])
        #expect(unit.values("Type") == ["notify"])
        #expect(unit.values("CapabilityBoundingSet") == [""])
    }
}
