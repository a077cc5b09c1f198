import AuditExamples
import MusterModel
import MusterReport
import Testing

/// The HTML page: safe without trust in anything from the node, complete without
/// a script, usable by keyboard.
struct PageTests {
    private let troubled = ReportFormat.html.text(.troubled)

    @Test(arguments: AuditShape.allCases)
    func nothingIsFetchedAndNothingRuns(shape: AuditShape) {
        let text = ReportFormat.html.text(shape.example)
        let tags = Set(text.matches(of: /<([a-z0-9]+)/).map { String($0.output.1) })
        let known: Set = [
            "html", "head", "meta", "title", "style", "body", "header", "main", "section", "footer",
            "a", "h1", "h2", "h3", "p", "div", "table", "thead", "tbody", "tr", "th", "td",
            "article", "span", "dl", "dt", "dd", "ul", "li",
        ]
        #expect(tags.subtracting(known).isEmpty)
        #expect(!text.contains(/<[^>]+\s(src|on[a-z]+|style)\s*=/))
        #expect(!text.contains(/url\(|@import/))
        #expect(text.matches(of: /href="([^"]*)"/).allSatisfy { $0.output.1.hasPrefix("#") })
    }

    @Test func thePolicyNamesTheDigestOfTheStyleThatIsThere() throws {
        let style = try #require(troubled.firstMatch(of: /<style>([^<]*)<\/style>/)?.output.1)
        let policy = try #require(
            troubled.firstMatch(of: /Content-Security-Policy" content="([^"]*)"/)?.output.1)
        // What `openssl dgst -sha256 -binary | base64` says of the style.
        let digest = try Consumer.python(
            """
            import base64, hashlib, sys
            data = open(sys.argv[1], "rb").read()
            print(base64.b64encode(hashlib.sha256(data).digest()).decode())
            """, on: String(style)
        ).dropLast()
        let expected =
            "default-src 'none'; style-src 'sha256-\(digest)'; base-uri 'none'; form-action 'none'"
        #expect(policy.replacing("&#39;", with: "'") == expected)
    }

    @Test func everyLinkLeadsToAPlaceThatIsThereOnce() {
        for shape in AuditShape.allCases {
            let text = ReportFormat.html.text(shape.example)
            let ids = text.matches(of: #/ id="([^"]*)"/#).map { String($0.output.1) }
            #expect(Set(ids).count == ids.count)
            let links = text.matches(of: /href="#([^"]*)"/).map { String($0.output.1) }
            #expect(Set(links).isSubset(of: ids))
            #expect(links.contains("findings"))
        }
    }

    @Test func findingHasEvidenceRemedyReasonAndSource() {
        for part in [
            "<span class=\"tag fail\">FAIL</span>", "cvmfs.cache.limit: 4,000 MiB",
            "<dd class=\"detail\">at least 20 GB</dd>", "CVMFS_QUOTA_LIMIT=20000 in",
            "containers need it", "drained for tape work (ops, until 2027-01-31)",
            "observer 1234 is stuck", "apptainer-unprivileged 1.3.6: yes",
            "hung: cvmfs.repository[atlas.cern.ch].accessible",
        ] {
            #expect(troubled.contains(part), "\(part)")
        }
    }

    @Test func profilesStandSideBySide() {
        #expect(troubled.contains("<th scope=\"col\">baseline</th>"))
        #expect(troubled.contains("<td class=\"quiet\">not asked</td>"))
        #expect(troubled.contains("<a class=\"hung\" href=\"#f2\">hung</a>"))
    }

    /// A place that scrolls has to be reachable without a mouse (WCAG 2.1.1).
    @Test func whatScrollsTakesTheFocusAndHasAName() {
        let places = troubled.matches(of: /<div class="scroll"[^>]*>/).map { String($0.output) }
        #expect(places.count == 2)
        #expect(places.allSatisfy { $0.contains("tabindex=\"0\"") && $0.contains("aria-label=") })
    }

    @Test func readyNodeSaysThatNothingIsWrong() {
        #expect(ReportFormat.html.text(.ready).contains("<p>Nothing is wrong.</p>"))
        #expect(ReportFormat.html.text(AuditExample()).contains("<p>Nothing was judged.</p>"))
    }

    @Test func crowdIsCutAndCounted() {
        let text = ReportFormat.html.text(.crowded(HTMLRenderer.findingsAtMost + 20))
        #expect(text.matches(of: #/<article /#).count == HTMLRenderer.findingsAtMost)
        #expect(text.contains("And 20 more: muster check --format json"))
        #expect(text.contains("And 20 more: muster check --format csv"))
    }
}
