import Testing

/// Words that code of this project does without.
@Suite struct WordingTests {
    static let inSources = Rule.refusing(
        #"\b(try!|as!|fatalError\()"#,
        "ends the program where an error should be thrown (style: errors)", covers: Paths.sources)

    static let anywhere = Rule.refusing(
        #"@unchecked\s+Sendable|nonisolated\(unsafe\)"#,
        "promises a safety that nobody checks (style: concurrency)", covers: Paths.swift)

    /// The attendant's own thread is where an audit's tasks begin, as in a `main`.
    static let unstructured = Rule.refusing(
        #"\bTask(\.detached)?\s*(\([^)]*\)\s*)?\{"#,
        "a task without a parent; needed structured concurrency (style: concurrency)"
    ) {
        Paths.sources($0) && !$0.hasPrefix("Sources/muster/")
            && !$0.hasSuffix("/Children/Attendant.swift")
    }

    static let foundation = Rule.refusing(
        #"^\s*(@\w+\s+)*(\w+\s+)?import\s+(\w+\s+)?Foundation(Networking|XML)?\b"#,
        "full Foundation costs 45 MB in the binary, needed FoundationEssentials"
    ) {
        Paths.sources($0) && !$0.hasPrefix("Sources/catalogue/")
            && !$0.hasPrefix("Sources/manuals/") && !isCollectors($0)
    }

    /// The collector runs once, not on every node.
    private static func isCollectors(_ path: String) -> Bool {
        ["MusterStore/", "MusterCollector/", "muster-collector/"].contains {
            path.hasPrefix("Sources/\($0)")
        }
    }

    static let sleeps = Rule.refusing(
        #"\b(Task\.sleep|Thread\.sleep|u?sleep\(|nanosleep\()"#,
        "a sleep in a test; needed a condition to wait for", covers: Paths.tests)

    /// Comments count here. Scripts that drive a real node wait for it by polling
    /// and are no unit tests; they lie in Tests/Node.
    static let scriptSleeps = Rule(
        covers: {
            $0.hasPrefix("Tests/") && !$0.hasPrefix("Tests/Node/") && !$0.hasSuffix(".swift")
                && Paths.code($0)
        },
        look: { file in
            Pattern(#"(^|[;&|]\s*|\bdo\s+)\s*sleep\s"#).lines(in: file.lines).map {
                ($0, "a sleep in a test; needed a condition to wait for")
            }
        })

    static let marks = Rule(
        covers: { Paths.code($0) || $0.hasSuffix(".yaml") },
        look: { file in
            Pattern(#"\b(TO"# + #"DO|FIX"# + #"ME|HA"# + #"CK|XX"# + #"X)\b"#)
                .lines(in: file.lines)
                .map { ($0, "an unfinished place; needed an issue, or the work") }
        })

    @Test func sourcesNeverCrashOnPurpose() { Self.inSources.holds() }
    @Test func nobodyPromisesUncheckedSafety() { Self.anywhere.holds() }
    @Test func everyTaskHasAParent() { Self.unstructured.holds() }
    @Test func nothingLinksFullFoundation() { Self.foundation.holds() }
    @Test func testsDoNotSleep() { Self.sleeps.holds() }
    @Test func testScriptsDoNotSleep() { Self.scriptSleeps.holds() }
    @Test func nothingIsLeftUnfinished() { Self.marks.holds() }

    @Test(arguments: [
        "let a = try! b()", "let a = b as! C", "else { fatalError(\"no\") }",
        "let text = \"\\(b as! C)\"",
    ])
    func plantedCrashIsFound(_ line: String) {
        #expect(Self.inSources.lines(of: "\n" + line, at: "Sources/A/B.swift") == [2])
    }

    @Test(arguments: [
        "// never try! here", "let a = \"as! and fatalError(\"", "let a = try? b() as? C",
        "/* fatalError( */", "let a = ##\"\"\"\ntry! \\#(x)\n\"\"\"##",
    ])
    func proseAboutCrashesIsNone(_ text: String) {
        #expect(Self.inSources.lines(of: text, at: "Sources/A/B.swift") == [])
    }

    @Test(arguments: ["extension A: @unchecked Sendable {}", "nonisolated(unsafe) var a = 1"])
    func plantedUncheckedSafetyIsFound(_ line: String) {
        #expect(Self.anywhere.lines(of: line, at: "Tests/A/B.swift") == [1])
    }

    @Test(arguments: [
        "Task { await a() }", "Task.detached { }", "let t = Task(priority: .low) { }",
    ])
    func plantedParentlessTaskIsFound(_ line: String) {
        #expect(Self.unstructured.lines(of: line, at: "Sources/MusterAgent/B.swift") == [1])
        #expect(Self.unstructured.lines(of: line, at: "Sources/muster/Muster.swift") == [])
    }

    @Test(arguments: [
        ("import Foundation", [1]), ("public import Foundation", [1]),
        ("@preconcurrency import FoundationNetworking", [1]),
        ("import struct Foundation.URL", [1]), ("import FoundationEssentials", []),
        ("// import Foundation", []),
    ])
    func plantedFoundationIsFound(_ line: String, found: [Int]) {
        #expect(Self.foundation.lines(of: line, at: "Sources/A/B.swift") == found)
        #expect(Self.foundation.lines(of: line, at: "Sources/catalogue/B.swift") == [])
    }

    @Test(arguments: ["try await Task.sleep(for: .seconds(1))", "usleep(5)", "sleep(1)"])
    func plantedSleepIsFound(_ line: String) {
        #expect(Self.sleeps.lines(of: line, at: "Tests/A/B.swift") == [1])
    }

    @Test(arguments: [("sleep 1", [1]), ("a; sleep 0.1", [1]), ("asleep x", []), ("# sleep", [])])
    func plantedScriptSleepIsFound(_ line: String, found: [Int]) {
        #expect(Self.scriptSleeps.lines(of: line, at: "Tests/end-to-end") == found)
        #expect(Self.scriptSleeps.lines(of: line, at: "Tests/Node/boot") == [])
    }

    @Test(arguments: ["// TO" + "DO: later", "# FIX" + "ME", "/* XX" + "X */"])
    func plantedUnfinishedPlaceIsFound(_ line: String) {
        #expect(Self.marks.lines(of: line, at: "packaging/lib.sh") == [1])
    }
}
