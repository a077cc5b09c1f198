import MusterModel
import Testing

@testable import MusterChecks

/// drain.yaml: what it may say, and mistakes with their places.
struct DrainRulesTests {
    private static let digest = String(repeating: "0f", count: 32)

    private func read(_ text: String) -> (rules: DrainRules?, errors: [String]) {
        let read = DrainRules.read(CheckFile(name: "d.yaml", text: text))
        return (read.rules, read.errors.map(\.description))
    }

    @Test func everyKeyIsTaken() throws {
        let (rules, errors) = read(
            """
            format: muster-drain/1
            profiles:
              cms: {sha256: \(Self.digest), on: [unfit, hung], settle: 3}
              atlas: {sha256: "\(Self.digest)"}
            program: /usr/local/sbin/drain
            """)
        #expect(errors == [])
        let pinned = try #require(Digest(text: Self.digest))
        #expect(
            rules
                == DrainRules(
                    pins: [
                        DrainRules.Pin("atlas", pinned, on: [.unfit], settle: 2),
                        DrainRules.Pin("cms", pinned, on: [.unfit, .hung], settle: 3),
                    ], program: "/usr/local/sbin/drain"))
        #expect(rules?.pins.map(\.profile) == ["atlas", "cms"])
    }

    @Test(arguments: ["", "# format: muster-drain/1\n"]) func commentsAreNoRules(text: String) {
        #expect(read(text).rules == nil && read(text).errors == [])
    }

    @Test(arguments: [
        ("profiles: {a: {sha256: \(digest)}}", "1:1: the file of drains without \"format\""),
        ("format: muster-drain/2\nprofiles: {a: {sha256: \(digest)}}", "1:9: \"muster-drain/2\""),
        ("format: muster-drain/1", "without \"profiles\""),
        ("format: muster-drain/1\nprofiles: {}", "2:11: an empty mapping"),
        ("format: muster-drain/1\nprofiles: [atlas]", "2:11: a list, \"profiles\" is a mapping"),
        ("format: muster-drain/1\nprofiles: {a: {}}", "2:15: an empty mapping"),
        ("format: muster-drain/1\nprofiles: {a: {on: [unfit]}}", "without \"sha256\""),
        ("format: muster-drain/1\nprofiles: {a: {sha256: 12}}", "muster checks list a"),
        (
            "format: muster-drain/1\nprofiles: {a: {sha256: \(digest.uppercased())}}",
            "needed the 64 digits"
        ),
        (pin("on: []"), "an empty list"), (pin("on: unfit"), "\"on\" is a list"),
        (pin("on: [unready]"), "what drains is one of unfit, undetermined, hung and degraded"),
        (pin("settle: 0"), "settle is from 1 to 24 looks"), (pin("settle: 25"), "from 1 to 24"),
        (pin("settle: soon"), "from 1 to 24"), (pin("resume: yes"), "unknown key \"resume\""),
        (pin("settle: 1") + "\nprogram: drain", "an absolute path is needed"),
        (pin("settle: 1") + "\nprogram: /a/../b", "a path without .. is needed"),
        (pin("settle: 1") + "\nprogramm: /a", "unknown key \"programm\""),
        ("format: muster-drain/1\nprofiles: {A b: {sha256: \(digest)}}", "a profile's id is lower"),
        ("format: [", "1:"), ("- a", "1:1: a list"),
    ])
    func mistakesNameTheirPlaceAndDrainNothing(text: String, error: String) {
        let (rules, errors) = read(text)
        #expect(rules == nil)
        #expect(errors.contains { $0.contains(error) }, "\(errors)")
        #expect(errors.allSatisfy { $0.hasPrefix("d.yaml:") })
    }

    private static func pin(_ more: String) -> String {
        "format: muster-drain/1\nprofiles: {a: {sha256: \(digest), \(more)}}"
    }
}
