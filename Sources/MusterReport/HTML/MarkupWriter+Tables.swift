internal import MusterModel

extension MarkupWriter {
    /// The verdict of each profile with its counts.
    mutating func verdicts(of report: AuditReport) {
        if report.judgements.isEmpty { return }
        start("section", ["id": "verdicts"])
        element("h2", "Verdicts")
        start(
            "div", ["class": "scroll", "role": "region", "aria-label": "Verdicts", "tabindex": "0"])
        start("table")
        start("thead")
        start("tr")
        for name in ["profile", "verdict"] { element("th", ["scope": "col"], name) }
        for outcome in Outcome.columns {
            element("th", ["scope": "col", "class": "number"], outcome.rawValue)
        }
        element("th", ["scope": "col"], "dated")
        end()
        end()
        start("tbody")
        for judgement in report.profiles { row(of: judgement) }
        end()
        end()
        end()
        end()
    }

    private mutating func row(of judgement: Judgement) {
        let verdict = judgement.verdict.rawValue
        start("tr")
        element("th", ["scope": "row"], "\(judgement.profile)")
        // Colour is for the whole of a profile.
        let (kind, words) =
            judgement.isPartial ? ("quiet", "\(verdict) in part") : (verdict, verdict)
        element("td", ["class": "tag \(kind)"], words)
        for outcome in Outcome.columns {
            element("td", ["class": "number"], String(judgement.count(of: outcome)))
        }
        element("td", judgement.dated.description)
        end()
    }

    /// Every check and subject as a row, every profile as a column; what is open
    /// leads to its finding by `anchors`.
    mutating func sideBySide(
        _ report: AuditReport, anchors: [String: String], rowsAtMost: Int
    ) {
        let table = OutcomeTable(of: report)
        if table.names.isEmpty { return }
        start("section", ["id": "checks"])
        element("h2", "Profiles side by side")
        start(
            "div", ["class": "scroll", "role": "region", "aria-label": "Checks", "tabindex": "0"])
        start("table")
        start("thead")
        start("tr")
        element("th", ["scope": "col"], "check")
        for profile in table.profiles { element("th", ["scope": "col"], profile) }
        end()
        end()
        start("tbody")
        for name in table.names.prefix(rowsAtMost) { row(name, of: table, anchors) }
        end()
        end()
        end()
        if table.names.count > rowsAtMost {
            element("p", "And \(table.names.count - rowsAtMost) more: muster check --format csv")
        }
        end()
    }

    private mutating func row(
        _ name: String, of table: OutcomeTable, _ anchors: [String: String]
    ) {
        start("tr")
        element("th", ["scope": "row"], FindingWords.short(name))
        for profile in table.profiles {
            guard let finding = table.finding(name, profile) else {
                element("td", ["class": "quiet"], "not asked")
                continue
            }
            let kind = finding.label.lowercased()
            start("td", ["class": kind])
            if let anchor = anchors["\(profile) \(name)"] {
                element("a", ["class": kind, "href": "#\(anchor)"], kind)
            } else {
                words(kind)
            }
            end()
        }
        end()
    }
}
