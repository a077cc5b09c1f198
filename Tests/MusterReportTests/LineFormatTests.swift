import AuditExamples
import MusterModel
import Testing

@testable import MusterReport

/// Formats of lines: Nagios, Prometheus, ClassAds, TAP and CSV.
struct LineFormatTests {
    private func lines(_ format: ReportFormat, _ example: AuditExample) -> [String] {
        format.text(example).split(separator: "\n").map(String.init)
    }

    // Nagios

    @Test(arguments: AuditShape.allCases)
    func pluginOutputKeepsTheGuidelines(shape: AuditShape) throws {
        let text = ReportFormat.nagios.text(shape.example)
        let all = lines(.nagios, shape.example)
        let first = try #require(all.first)
        #expect(first.wholeMatch(of: /MUSTER [A-Z]+ - [^|]{1,81} \| .*/) != nil, "\(first)")
        #expect(first.utf8.count <= NagiosRenderer.firstLineAtMost)
        #expect(text.utf8.count <= NagiosRenderer.bytesAtMost)
        #expect(!all.dropFirst().contains { $0.contains("|") })
        #expect(!text.contains { "<>".contains($0) })
        let datum = /'[^'=|]+'=\d+(\.\d+)?s?;0?;0?;0;/
        let data = first.split(separator: " | ").dropFirst().joined()
        let found = data.matches(of: datum).map { String($0.output.0) }
        #expect(found.joined(separator: " ") == data)
    }

    @Test func headlineNamesTheWorstFirst() {
        let first = lines(.nagios, .troubled).first ?? ""
        #expect(
            first.hasPrefix(
                "MUSTER UNFIT - atlas unfit; baseline undetermined: cvmfs.cache and 3 more | "))
        #expect(
            lines(.nagios, .ready).first?.hasPrefix("MUSTER READY - baseline, atlas ready |")
                == true)
        #expect(
            lines(.nagios, AuditExample()).first?.hasPrefix("MUSTER UNKNOWN - no profile") == true)
    }

    @Test func verdictOfAPartSaysSo() {
        #expect(
            lines(.nagios, .partial).first?
                .hasPrefix("MUSTER READY - baseline in part, atlas ready | ") == true)
        #expect(
            lines(.prometheus, .partial).contains(
                #"muster_verdict_partial{profile="baseline"} 1"#))
        #expect(ReportFormat.html.text(.partial).contains(">ready in part<"))
    }

    @Test func whatIsWaivedIsNoHeadline() {
        var example = AuditExample.injecting
        example.waivers = [
            Waiver(check: "binds.kind", reason: "r", owner: "o", until: waiverEnd)
        ]
        let all = lines(.nagios, example)
        #expect(all.first?.hasPrefix("MUSTER READY - site, SITE ready | ") == true)
        #expect(all.dropFirst().first?.hasPrefix("WAIVED ") == true)
    }

    @Test func longTextEndsWithHowMuchIsMissing() throws {
        var example = AuditExample.troubled
        let checks = (0..<100).map {
            Check.example(
                "site.check-\($0)", "a long title that takes its room on the line",
                require: .fact(name("kernel.vsyscall.mode"), .equals(.string("x"))),
                change: "line \($0)")
        }
        example.profiles = [.example("site", checks)]
        let last = try #require(lines(.nagios, example).last)
        #expect(last.wholeMatch(of: /… and \d+ more lines: muster check/) != nil, "\(last)")
    }

    @Test func excuseIsOneShortLine() {
        let excuse = NagiosRenderer.excuse("a|b\nc<d>" + String(repeating: "é", count: 2_000))
        #expect(excuse.hasPrefix("MUSTER UNKNOWN - a¦b c‹d›é"))
        #expect(excuse.utf8.count <= 1_000)
        #expect(excuse.split(separator: "\n").count == 1)
    }

    // Prometheus

    @Test func exactlyOneVerdictHoldsForEachProfile() {
        let states = lines(.prometheus, .troubled).filter { $0.hasPrefix("muster_verdict{") }
        #expect(states.count == 8)
        #expect(
            states.filter { $0.hasSuffix(" 1") } == [
                #"muster_verdict{profile="baseline",verdict="undetermined"} 1"#,
                #"muster_verdict{profile="atlas",verdict="unfit"} 1"#,
            ])
    }

    @Test(arguments: AuditShape.allCases)
    func noSeriesOccursTwiceAndEveryMetricIsDescribed(shape: AuditShape) {
        let all = lines(.prometheus, shape.example)
        let series = all.filter { !$0.hasPrefix("#") }
        #expect(Set(series.map { $0.prefix { $0 != " " } }).count > 0)
        #expect(Set(series).count == series.count)
        let names = Set(series.map { String($0.prefix { $0 != "{" && $0 != " " }) })
        for mark in ["# HELP ", "# TYPE "] {
            let described = all.filter { $0.hasPrefix(mark) }
                .map { String($0.dropFirst(7).prefix { $0 != " " }) }
            #expect(Set(described) == names)
            #expect(described.count == names.count)
        }
    }

    @Test func factsAreInBaseUnitsWithTheWordsOfTheirCards() {
        let all = lines(.prometheus, .troubled)
        #expect(all.contains("muster_fact_cvmfs_cache_limit_bytes 4194304000"))
        #expect(
            all.contains(
                #"muster_fact_mounts_mount_silent_seconds{subject="/cvmfs/atlas.cern.ch"} 192.000"#)
        )
        #expect(
            all.contains(
                ##"# HELP muster_fact_cvmfs_cache_limit_bytes The limit, with a \\ in "it"."##))
        #expect(!all.contains { $0.contains("kernel_vsyscall") })
    }

    @Test func namesThatBecomeOneMetricDoNotMix() {
        var example = AuditExample()
        example.facts = [fact("a.b-c.d", .integer(1)), fact("a.b.c-d", .integer(2))]
        let all = lines(.prometheus, example).filter { $0.hasPrefix("muster_fact_") }
        #expect(all == ["muster_fact_a_b_c_d 1"])
    }

    @Test func seriesBeyondTheBoundAreCounted() {
        let all = lines(.prometheus, .crowded(PrometheusRenderer.seriesAtMost + 9))
        #expect(all.count { $0.hasPrefix("muster_check_outcome{") } == 500)
        #expect(all.contains(#"muster_check_outcome_omitted{profile="site"} 9"#))
    }

    @Test(arguments: [
        (Duration.milliseconds(41), "0.041"), (.seconds(-2), "-2.000"), (.zero, "0.000"),
        (.milliseconds(-1), "-0.001"), (.milliseconds(61_007), "61.007"),
    ])
    func secondsAreDecimal(time: Duration, expected: String) {
        #expect(time.decimalSeconds == expected)
    }

    // ClassAds

    @Test(arguments: AuditShape.allCases)
    func everyAttributeIsOneShortLineAndTheLastPublishes(shape: AuditShape) {
        let all = lines(.classad, shape.example)
        #expect(all.last == "-")
        let attribute = /MUSTER_[A-Za-z0-9_]+ = (true|false|undefined|\d+|"[^"\\]*"|\{ .*\}|\{ \})/
        #expect(all.dropLast().allSatisfy { $0.wholeMatch(of: attribute) != nil })
        #expect(all.allSatisfy { $0.utf8.count < 8_192 })
        let names = all.dropLast().map { $0.prefix { $0 != " " }.lowercased() }
        #expect(Set(names).count == names.count)
    }

    @Test func readinessHasThreeValues() {
        let troubled = lines(.classad, .troubled)
        #expect(troubled.contains("MUSTER_Ready_atlas = false"))
        #expect(troubled.contains("MUSTER_Ready_baseline = undefined"))
        #expect(lines(.classad, .ready).contains("MUSTER_Ready_atlas = true"))
        // What nobody judged is not promised.
        let partial = lines(.classad, .partial)
        #expect(partial.contains("MUSTER_Ready_baseline = undefined"))
        #expect(partial.contains("MUSTER_Partial_baseline = true"))
        #expect(partial.contains("MUSTER_Ready_atlas = true"))
        var example = AuditExample.troubled
        example.profiles = [.example("a-b", []), .example("a_b", []), .example("A.B", [])]
        let ready = lines(.classad, example).filter { $0.hasPrefix("MUSTER_Ready") }
        #expect(
            ready == [
                "MUSTER_Ready_a_b = true", "MUSTER_Ready_a_b_2 = true", "MUSTER_Ready_A_B_3 = true",
            ])
    }

    // TAP and CSV

    @Test(arguments: AuditShape.allCases)
    func planHasAsManyPointsAsThereAre(shape: AuditShape) {
        let all = lines(.tap, shape.example)
        let points = all.filter { $0.hasPrefix("ok ") || $0.hasPrefix("not ok ") }
        #expect(all.first == "TAP version 13")
        #expect(
            all[1] == (points.isEmpty ? "1..0 # SKIP nothing was judged" : "1..\(points.count)"))
        #expect(
            all.dropFirst(2).allSatisfy {
                $0.hasPrefix("# ") || $0.hasPrefix("  ") || points.contains($0)
            })
    }

    @Test(arguments: AuditShape.allCases)
    func noCellIsAFormula(shape: AuditShape) {
        let text = ReportFormat.csv.text(shape.example)
        #expect(!text.contains(/(^|,|\n)" *[=+\-@＝＋－＠]/))
        #expect(
            text.unicodeScalars.filter { $0 == "\r" }.count
                == text.unicodeScalars.filter { $0 == "\n" }.count)
    }
}
