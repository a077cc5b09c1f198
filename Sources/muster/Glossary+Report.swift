import MusterAgent
import MusterModel

extension Glossary {
    /// How the program ends. Codes below 64 are verdicts, those of sysexits.h are not.
    static let exitCodes: [String: String] = {
        var table = [
            "129": "exit code: the audit was ended by SIGHUP; nothing was judged",
            "130": "exit code: the audit was ended by SIGINT, Control-C; nothing was judged",
            "143": "exit code: the audit was ended by SIGTERM; nothing was judged",
        ]
        for verdict in Verdict.allCases {
            table["\(verdict.exitCode)"] =
                "exit code of muster check: the worst verdict is \(verdict.rawValue)"
        }
        for reason in ExitReason.allCases {
            table["\(reason.rawValue)"] = "exit code: \(reason.meaning)"
        }
        table["3", default: ""] += "; with --exit-code nagios also: there is no verdict"
        return table
    }()

    /// The words at the left of a text report, and those that it ends with.
    static let reportWords: [String: String] = [
        "found":
            "in a finding: a fact with its value or the reason why there is none, and its origin",
        "asked": "in a finding: what was asked of the facts above it, and by which profiles",
        "change": "in a finding: the remedy, the line to change on this node",
        "by": "in a finding: the profiles that come to it, where not all do",
        "source": "in a finding: who asks for it, and the day on which that was read",
        "why": "in a finding: the reason why somebody asks for it",
        "silent": "in a finding: how long a mount has not answered",
        "meaning": "in a finding: what a hung mount leaves undecided",
        "more": "in a finding: facts that are left out; --format json has all of them",
        "routes": "the ways to run a container here, and whether each is good enough",
        "basis": "what the verdicts rest on where live facts were not tried",
        "hidden": "facts that this user may not see",
        "trouble": "something that went wrong with the audit itself",
        "remark": "what the reader should know about how it was judged",
        "passed": "how many checks hold, each counted once for every subject",
        "not-applicable": "checks that do not apply to this node; see inapplicable",
        "in-part": "a verdict of a part of the profile's checks, by --only or --except",
        "proven": "behind a route: a container was started on it, and it works",
        "failed": "behind a route: a container was started on it, and why that did not work",
        "though-it-starts":
            "behind a route: a container starts on it, and the route still is not as asked",
        "none-found": "behind routes: no program is here that runs containers",
    ]

    /// Words of the model that are shown as they are.
    static let modelWords: [String: String] = [
        "yes": "answer: it holds", "no": "answer: it is known not to hold",
        "node": "one worker machine; identified inside its site",
        "site": "the grid site that a node belongs to, by its CRIC or GOCDB name",
        "host": "vantage: the audit stood on the machine itself",
        "job": "vantage: the audit ran inside a batch job",
        "container": "vantage: the audit ran inside a container, whose files are not the node's",
        "tree": "vantage: the audit looked at a tree of files, --root, that is no running machine",
        "absence": "the reason why a fact is missing; it makes a finding unknown, never fail",
        "section": "the stable facts of one probe, canonically encoded and named by their digest",
        "sheet": "the list of a node's section digests, with watch list and vantage",
        "watch-list": "the subjects to look at: what all profiles and demands asked for name",
        "evidence": "a fact beside what was asked of it",
        "remedy": "the line to change",
        "question": "what a probe asks of the machine, in a closed vocabulary",
        "answer": "what the machine, an observer or a recording says to a question",
        "observer": "a child process that touches what may not answer",
        "fixture": "a tree of files with recorded answers that replays a machine",
        "report": "what an audit hands on: identity, vantage, sheet, gauges, judgements",
        "standing": "one site under one profile; not judged by this version",
        "smoke": "a real start of a container on a route, --smoke, and what was seen inside",
        "rehearsal": "what an unprivileged runtime does, tried without one",
        "bool": "kind of fact: yes or no",
        "integer": "kind of fact: a whole number without a unit",
        "bytes": "kind of fact: a size, shown in binary or decimal units",
        "duration": "kind of fact: a span of time, kept in milliseconds",
        "version": "kind of fact: compares number by number, 4.18.0-553 with 4.18",
        "string": "kind of fact: text",
        "list": "kind of fact: texts in an order that means something, else sorted",
        "paths": "kind of fact: a set of absolute paths", "date": "kind of fact: a day, 2026-11-23",
        "present": "asked: the fact has a value, whichever",
    ]

    /// Messages in the journal, by their `MESSAGE_ID` and by name.
    static let journal: [String: String] = {
        var table: [String: String] = [:]
        for event in JournalEvent.allCases {
            table[event.rawValue] = "message in the journal, MESSAGE_ID=\(event.id)"
            table[event.id] = "MESSAGE_ID in the journal: \(event.rawValue); journalctl -x explains"
        }
        return table
    }()
}
