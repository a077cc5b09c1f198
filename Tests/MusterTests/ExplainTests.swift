import Foundation
import LaunchKit
import MusterModel
import Testing

/// `muster explain` knows every word that a report prints: the words are taken from
/// reports, and from the model's own lists.
@Suite struct ExplainTests {
    private static let machines: [String] = {
        let folder = Launch.package.appending(path: "Tests/Fixtures").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().map { "\(folder)/\($0)" }.filter {
            FileManager.default.fileExists(atPath: $0 + "/README.md")
        }
    }()

    /// Asks for many words at once; those that are not known.
    private func strangers(among words: Set<String>) throws -> [String] {
        let words = words.sorted()
        #expect(!words.isEmpty)
        let end = try Launch.run([Launch.program("muster"), "explain"] + words)
        guard end.exit != 0 else { return [] }
        return end.errors.split(separator: "\n").map(String.init)
    }

    private func check(_ machine: String, _ format: String) throws -> String {
        try Launch.muster(
            "check", "--root", machine, "--date", "2026-11-23", "--profile", "all", "--format",
            format
        ).output
    }

    @Test func everyWordOfTheModelIsExplained() throws {
        var words: Set<String> = ["hung"]
        words.formUnion(Verdict.allCases.map(\.rawValue))
        words.formUnion(Verdict.allCases.map { "\($0.exitCode)" })
        words.formUnion(Outcome.allCases.map(\.rawValue))
        words.formUnion(Check.Level.allCases.map(\.rawValue))
        words.formUnion(Absence.Reason.allCases.map(\.rawValue))
        words.formUnion(Truth.allCases.map(\.rawValue))
        words.formUnion(FactKind.allCases.map(\.rawValue))
        words.formUnion(Vantage.Place.allCases.map(\.rawValue))
        words.formUnion([FactCard.Keeping.gauge.rawValue])
        #expect(try strangers(among: words) == [])
    }

    /// Checks with their subjects, facts with theirs, kinds of subject, routes: each name
    /// once, with the first of its subjects.
    @Test func everyNameInAReportIsExplained() throws {
        var subjects: [String: String] = [:]
        var words: Set<String> = []
        for machine in Self.machines {
            let audit = try SeenAudit.of(machine: machine, ["--profile", "all"])
            words.formUnion(audit.judgements.map(\.profile))
            for finding in audit.findings {
                subjects[finding.check, default: finding.subject ?? ""] += ""
            }
            for fact in audit.allFacts {
                let (kind, aspect) = Self.parts(fact.name)
                if let subject = fact.subject {
                    words.insert("\(kind)[\(subjects[kind, default: subject])].\(aspect)")
                    subjects[kind] = subjects[kind] ?? subject
                    if kind == "runtime.route" { words.insert(subject) }
                } else {
                    words.insert(fact.name)
                }
            }
        }
        words.formUnion(subjects.map { $1.isEmpty ? $0 : "\($0)[\($1)]" })
        #expect(words.count > 300)
        #expect(try strangers(among: words) == [])
    }

    /// `cvmfs.repository` and `quota`.
    private static func parts(_ name: String) -> (kind: String, aspect: String) {
        let parts = name.split(separator: ".").map(String.init)
        return (parts.dropLast().joined(separator: "."), parts.last ?? "")
    }

    /// Facts whose value is one word of a closed list.
    @Test func everyEnumeratedValueIsExplained() throws {
        let closed: Set<String> = [
            "kernel.cgroup.layout", "kernel.vsyscall.mode", "runtime.route.mode",
            "runtime.route.origin", "runtime.route.flavour", "runtime.installation.flavour",
            "runtime.installation.starter-setuid", "rehearsal.run.cause", "rehearsal.run.step",
            "rehearsal.run.layout", "userns.attempt.cause", "userns.attempt.step",
            "cvmfs.config.reader", "batch.system.role", "binds.bind.kind", "images.image.format",
            "images.image.reference", "isolation.core.target", "middleware.packages.database",
            "isolation.trace.storage", "overlay.unprivileged.step",
        ]
        var words: Set<String> = []
        for machine in Self.machines {
            let facts = try SeenAudit.of(machine: machine, ["--profile", "all"]).allFacts
            words.formUnion(
                facts.filter { closed.contains($0.name) }.compactMap(\.value?.text))
        }
        #expect(words.count > 20, "\(words)")
        #expect(try strangers(among: words) == [])
    }

    /// The words at the left of a text, the labels, and those of the last lines.
    @Test func everyWordAtTheLeftOfATextIsExplained() throws {
        let label = #/(?m)^([A-Z]{4,}) +\S/#
        let detail = #/(?m)^ {9}([a-z]{2,8}) {2,}\S/#
        let tail = #/(?m)^(routes|basis|hidden|trouble|remark) +\S/#
        var words: Set<String> = [
            "passed", "not applicable", "in part", "proven", "failed", "though it starts",
        ]
        for machine in Self.machines {
            let text = try check(machine, "text")
            words.formUnion(text.matches(of: label).map { String($0.output.1) })
            words.formUnion(text.matches(of: detail).map { String($0.output.1) })
            words.formUnion(text.matches(of: tail).map { String($0.output.1) })
        }
        #expect(words.isSuperset(of: ["asked", "found", "HUNG", "routes", "basis"]), "\(words)")
        #expect(try strangers(among: words) == [])
    }

    @Test func everyMetricAndAttributeIsExplained() throws {
        let machine = try #require(Self.machines.first { $0.hasSuffix("el7-singularity-2") })
        let metrics = try check(machine, "prometheus")
            .matches(of: #/(?m)^# HELP (\S+) /#).map { String($0.output.1) }
        let attributes = try check(machine, "classad")
            .matches(of: #/(?m)^(MUSTER_\S+) = /#).map { String($0.output.1) }
        #expect(metrics.count > 20 && attributes.count > 20)
        #expect(try strangers(among: Set(metrics + attributes)) == [])
    }

    /// Everything that can be asked to be judged by, and the words of the command line.
    @Test func everyProfileLimitAdvisoryAndFormatIsExplained() throws {
        let list = try Launch.muster("checks", "list", "all").output
        var words = Set(list.matches(of: #/(?m)^  limit (\S+)/#).map { String($0.output.1) })
        words.formUnion(list.matches(of: #/(?m)^  ([a-z0-9.-]+) {2,}/#).map { String($0.output.1) })
        let file = Launch.package.appending(path: "checks/advisories.yaml")
        let advisories = try String(contentsOf: file, encoding: .utf8)
        let ids = advisories.matches(of: #/(?m)^  - id: (\S+)/#).map { String($0.output.1) }
        #expect(ids.count > 20)
        words.formUnion(ids + ids.map { $0.lowercased() })
        let probes = try Launch.muster("probes", "--facts").output
        words.formUnion(
            probes.matches(of: #/(?m)^ {0,2}([a-z0-9.-]+)/#).map { String($0.output.1) })
        let usage = try Launch.muster("check", "--help").output
        let formats = try #require(usage.firstMatch(of: #/How the report is shown:([^.]+)\./#))
        words.formUnion(
            formats.output.1.split { $0 == "," || $0.isWhitespace }.map(String.init))
        words.formUnion(["never", "verdict", "nagios"])
        #expect(try strangers(among: words) == [])
    }

    /// The words of docs/reference/words.md, and the reasons and kinds below them.
    @Test func everyWordOfTheReferenceIsExplained() throws {
        let file = Launch.package.appending(path: "docs/reference/words.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let rows = text.matches(of: #/(?m)^\| ([a-z][a-z, -]*) \|/#).map { String($0.output.1) }
        let words = Set(
            rows.flatMap { $0.split(separator: ",") }.map {
                $0.trimmingCharacters(in: .whitespaces)
            }
        ).subtracting(["word", "reason"])
        #expect(words.count > 30)
        #expect(try strangers(among: words) == [])
    }

    /// Every cause and fallback of a failed start has a meaning of its own.
    @Test func everyCauseIsExplained() throws {
        let folder = Launch.package.appending(path: "Sources/MusterProbes/Smoke")
        let table = try String(
            contentsOf: folder.appending(path: "SmokeCause.swift"), encoding: .utf8)
        var words = Set(table.matches(of: #/SmokeCause\("([a-z-]+)"/#).map { String($0.output.1) })
        let result = try String(
            contentsOf: folder.appending(path: "SmokeResult.swift"), encoding: .utf8)
        words.formUnion(result.matches(of: #/return "([a-z-]+)"/#).map { String($0.output.1) })
        words.formUnion(result.matches(of: #/insert\("([a-z0-9-]+)"/#).map { String($0.output.1) })
        words.remove("none")
        #expect(words.count > 30)
        for word in words {
            let text = try Launch.muster("explain", word).output
            #expect(text.contains("\n  cause: ") || text.contains("\n  fallback: "), "\(text)")
        }
    }

    @Test(arguments: ["64", "66", "74", "78", "129", "130", "143"])
    func everyExitCodeIsExplained(code: String) throws {
        #expect(try Launch.muster("explain", code).output.hasPrefix("\(code)\n  exit code: "))
    }

    @Test(arguments: ["HUNG", "Watch list", "not applicable", "cvmfs.repository[a.b].quota"])
    func aNameIsKnownAsItIsShown(name: String) throws {
        #expect(try Launch.muster("explain", name).exit == 0)
    }

    @Test(arguments: ["", " ", "[", "[]", "@", "the", "cvmfs.cache ", "a]b[", "muster_fact_", "--"])
    func aStrangerStaysOne(word: String) throws {
        let end = try Launch.muster("explain", "--", word)
        #expect(end.exit == 64, "\(end.output)")
        #expect(end.output == "")
    }

    /// One stranger among many: nothing is explained, and all strangers are named.
    @Test func strangersAreAllNamed() throws {
        let end = try Launch.muster("explain", "unfit", "unfti", "kernle")
        #expect(end.exit == 64)
        #expect(end.output == "")
        #expect(end.errors.contains("unfti: nothing of this name is in a report"))
        #expect(end.errors.contains("did you mean unfit?"))
        #expect(end.errors.contains("did you mean kernel?"))
    }
}
