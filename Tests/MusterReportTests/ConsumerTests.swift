import AuditExamples
import Foundation
import LaunchKit
import MusterModel
import MusterReport
import Testing

/// Every format before a program that reads it in the field.
struct ConsumerTests {
    static let shapes: [AuditShape] = [
        .ready, .troubled, .limited, .hostile, .injecting, .crowded, .everyKind, .many, .partial,
    ]

    @Test(.enabled(if: Consumer.has("promtool"), Consumer.missing("promtool")), arguments: shapes)
    func promtoolHasNothingAgainstTheMetrics(shape: AuditShape) throws {
        let end = try Consumer.run(
            ["sh", "-c", "promtool check metrics <\"$1\"", "sh", "{}"],
            on: ReportFormat.prometheus.text(shape.example))
        #expect(end.exit == 0)
        #expect(end.output + end.errors == "")
    }

    @Test(
        .enabled(if: Consumer.hasModule("prometheus_client"), Consumer.missing("prometheus_client"))
    )
    func labelsAreReadBackAsTheyWere() throws {
        let output = try Consumer.python(
            """
            import sys
            from prometheus_client.parser import text_string_to_metric_families as families
            names = set()
            for family in families(open(sys.argv[1]).read()):
                names.add(family.name)
                for sample in family.samples:
                    if family.name == "muster_fact_mounts_mount_free_bytes":
                        print(sample.labels["subject"])
            print(sorted(name for name in names if "evil" in name))
            """, on: ReportFormat.prometheus.text(.injecting))
        let expected = Set(AuditExample.injections.map(\.printable))
        let lines = output.split(separator: "\n").map(String.init)
        #expect(Set(lines.dropLast()) == expected)
        #expect(lines.last == "[]")
    }

    @Test(
        arguments: [(.ready, 0), (.limited, 0), (.troubled, 1), (.injecting, 1)]
            as [(AuditShape, Int32)])
    func proveCountsWhatMakesANodeUnfit(shape: AuditShape, exit: Int32) throws {
        let end = try Consumer.run(
            ["prove", "-e", "cat", "{}"], on: ReportFormat.tap.text(shape.example))
        #expect(end.exit == exit, "\(end)")
        #expect(!end.output.contains("Parse errors"), "\(end.output)")
    }

    /// Perl's parser takes every point, directive and diagnostic as it was meant.
    @Test func perlReadsEveryPointAndItsDiagnostics() throws {
        let program = """
            use TAP::Parser;
            local $/; open my $f, "<", $ARGV[0] or die; my $text = <$f>; $/ = "\\n";
            my $p = TAP::Parser->new({ tap => $text });
            while (my $r = $p->next) {
                print join("|", $r->number, $r->is_ok ? 1 : 0, $r->directive), "\\n" if $r->is_test;
                print "yaml ", join(" ", sort keys %{ $r->data }), "\\n" if $r->is_yaml;
                print "bail\\n" if $r->is_bailout;
                print "strange ", $r->raw, "\\n" if $r->is_unknown;
            }
            print "errors ", scalar($p->parse_errors), "\\n";
            """
        let text = ReportFormat.tap.text(.injecting)
        let end = try Consumer.run(["perl", "-e", program, "{}"], on: text)
        let lines = end.output.split(separator: "\n").map(String.init)
        #expect(lines.last == "errors 0", "\(end)")
        #expect(!lines.contains { $0.hasPrefix("strange") || $0 == "bail" })
        let count = AuditExample.injections.count
        #expect(lines.count { $0.hasSuffix("|0|") } == (count - 1) * 2)
        #expect(lines.count { $0.hasSuffix("|1|TO" + "DO") } == 2)
        #expect(lines.contains("yaml asked change found level outcome source waived"))
        #expect(lines.count { $0.hasPrefix("yaml ") } == count * 2)
    }

    @Test(
        .enabled(if: Consumer.has("xmllint"), Consumer.missing("xmllint")), arguments: shapes)
    func junitFitsItsSchema(shape: AuditShape) throws {
        let schema = Launch.package.appending(path: "docs/reference/junit.xsd").path
        let end = try Consumer.run(
            ["xmllint", "--noout", "--nonet", "--schema", schema, "{}"],
            on: ReportFormat.junit.text(shape.example))
        #expect(end.exit == 0, "\(end.errors.prefix(500))")
    }

    @Test(.enabled(if: Consumer.has("xmllint"), Consumer.missing("xmllint")))
    func junitSchemaRefusesWhatIsNone() throws {
        let schema = Launch.package.appending(path: "docs/reference/junit.xsd").path
        let text = ReportFormat.junit.text(.troubled)
            .replacing("<failure ", with: "<fault ").replacing("</failure>", with: "</fault>")
        let end = try Consumer.run(["xmllint", "--noout", "--schema", schema, "{}"], on: text)
        #expect(end.exit != 0)
    }

    @Test(.enabled(if: Consumer.hasModule("junitparser"), Consumer.missing("junitparser")))
    func junitIsCountedAsTheVerdictIs() throws {
        let output = try Consumer.python(
            """
            import sys, junitparser
            for suite in junitparser.JUnitXml.fromfile(sys.argv[1]):
                told = (suite.tests, suite.failures, suite.errors, suite.skipped)
                suite.update_statistics()
                counted = (suite.tests, suite.failures, suite.errors, suite.skipped)
                print(suite.name, *counted, told == counted)
            """, on: ReportFormat.junit.text(.troubled))
        #expect(output == "muster.baseline 4 0 1 2 True\nmuster.atlas 6 1 2 2 True\n")
    }

    @Test(
        .enabled(
            if: (try? Launch.run(["perl", "-MMonitoring::Plugin::Performance", "-e", "1"]).exit)
                == 0, Consumer.missing("libmonitoring-plugin-perl")), arguments: shapes)
    func performanceDataIsRead(shape: AuditShape) throws {
        let text = ReportFormat.nagios.text(shape.example)
        let first = try #require(text.split(separator: "\n").first)
        let parts = first.split(separator: "|", omittingEmptySubsequences: false)
        try #require(parts.count == 2)
        let program = """
            use Monitoring::Plugin::Performance;
            local $/; open my $f, "<", $ARGV[0] or die; my $text = <$f>;
            for my $p (Monitoring::Plugin::Performance->parse_perfstring($text)) {
                print join("|", $p->label, $p->value, $p->uom // "", $p->min), "\\n";
            }
            """
        let end = try Consumer.run(["perl", "-e", program, "{}"], on: String(parts[1]))
        let lines = end.output.split(separator: "\n")
        #expect(end.exit == 0, "\(end.errors)")
        #expect(lines.contains("took|0.041|s|0"))
        #expect(lines.count == 6 + shape.example.profiles.count)
    }

    @Test func pythonReadsTheTableBack() throws {
        let output = try Consumer.python(
            """
            import csv, json, sys
            rows = list(csv.reader(open(sys.argv[1], newline="", encoding="utf-8"), strict=True))
            assert {len(row) for row in rows} == {17}, {len(row) for row in rows}
            bad = [c for row in rows for c in row if c.strip("\\ufffd ")[:1] in list("=+-@＝＋－＠")]
            print(json.dumps([len(rows), [c for c in bad if c]]))
            """, on: ReportFormat.csv.text(.injecting))
        #expect(output == "[\(AuditExample.injections.count * 2 + 1), []]\n")
    }

    /// classad2 comes with HTCondor's Python bindings; Debian 12 has none.
    @Test(
        .enabled(if: Consumer.hasModule("classad2"), Consumer.missing("classad2 (HTCondor)")),
        arguments: shapes)
    func condorReadsTheAttributes(shape: AuditShape) throws {
        let output = try Consumer.python(
            """
            import sys, classad2
            ads = list(classad2.parseAds(open(sys.argv[1]).read()))
            assert len(ads) == 1, ads
            for name in sorted(ads[0].keys()):
                value = ads[0].eval(name)
                if name.startswith(("MUSTER_Ready_", "MUSTER_Verdict")): print(name, "undefined" if isinstance(value, classad2.Value) else value)
                if name.startswith("MUSTER_Reasons_"): assert isinstance(value, list), value
            """, on: ReportFormat.classad.text(shape.example))
        let lines = output.split(separator: "\n")
        #expect(lines.count == 1 + 2 * shape.example.profiles.count, "\(output)")
        if shape == .troubled {
            #expect(output.contains("MUSTER_Ready_atlas False\n"))
            #expect(output.contains("MUSTER_Ready_baseline undefined\n"))
        }
    }

    @Test(.enabled(if: Consumer.has("tidy"), Consumer.missing("tidy")), arguments: shapes)
    func tidyFindsNothingInThePage(shape: AuditShape) throws {
        let end = try Consumer.run(
            ["tidy", "-quiet", "-errors", "-utf8", "{}"], on: ReportFormat.html.text(shape.example))
        #expect(end.exit == 0, "\(end.errors.prefix(500))")
    }
}
