/// The words that verdicts are told in; `docs/reference/words.md` has all of them.
enum Glossary {
    /// Each word with its meaning.
    static let words: [String: String] = [
        "ready": "verdict: every required and advised check holds; exit code 0",
        "degraded": "verdict: every required check holds, an advised one does not; exit code 1",
        "unfit": "verdict: a required check does not hold, whatever else is unknown; exit code 2",
        "undetermined":
            "verdict: no required check is known to fail, one could not be told; exit code 3",
        "fail": "outcome: a required check that does not hold; the node is unfit",
        "warn": "outcome: an advised check that does not hold; the node is degraded",
        "unknown": "outcome: nobody could tell; undetermined where the check is required",
        "hung": "absence: a mount does not answer; its finding is unknown",
        "pass": "outcome: the check holds",
        "waived": "outcome: does not hold, and an exception was accepted until a day",
        "inapplicable": "outcome: the check does not apply to this node",
        "required": "level: a check that fails makes the node unfit",
        "advised": "level: a check that fails degrades the node",
        "level": "required or advised; a profile may change it under \"levels\", with a reason",
        "verdict": "one node under one profile: ready, degraded, undetermined or unfit",
        "outcome": "what a check came to: fail, unknown, warn, waived, pass or inapplicable",
        "finding": "what a check came to on one node and subject: outcome, evidence, remedy",
        "waiver":
            "an accepted exception with a reason, an owner and its last day, in "
            + "/etc/muster/waivers.yaml; one that has ended is a remark of every audit",
        "limit": "what a fact is compared with; a named one can be overridden by a profile",
        "profile": "a dated set of checks with limits: what one VO, or WLCG, asks of a node",
        "advisory": "a published weakness with the conditions under which a node has it",
        "check": "a requirement on facts: data, with level, reason, source and remedy",
        "fact": "one observed value with type, unit and origin, or the reason why it is missing",
        "probe": "a piece of code that looks at one aspect of the node; judges nothing",
        "route": "one way to run a container on this node",
        "subject": "what facts are about when a node has several of a kind",
        "roster": "the fact that lists the subjects of one kind",
        "demand": "what a site's own queue asks of its nodes: binds, images, options",
        "gauge": "a fact that differs between identical nodes or moves by itself",
        "gauge-frame": "what a node's gauges are about, without what moves; named by its digest",
        "vantage": "where the audit stood: host, job, container or a tree; and as whom",
        "belonging": "the site and the queue of a report, and who told them",
        "envelope": "a report's bytes on their way to a collector, with the id they go under",
        "incarnation": "the random name of one run of counting reports",
        "delivery": "envelopes in one request to a collector",
        "receipt": "what a collector says about one report: stored, known, wants or refused",
        "gap": "the declaration that reports were made and never will arrive",
        "courier": "what decides which reports are sent where and when",
        "sha256": "the digest of all that decides a profile's verdict; what drain.yaml pins",
        "pin": "the digest of a profile that may drain this node, written down by root",
        "drain": "the decision that a node takes no more work; ended by whoever began it",
        "notice": "what is decided about drains, for batch systems to read",
        "bundle": "check files and advisories that a centre signed for nodes; data alone",
        "payload": "the static build in its folder, run by a pilot",
        "absent": "absence: the source is not there",
        "forbidden": "absence: the source is there and this user may not look",
        "malformed": "absence: the source is there and does not read as it should",
        "timed-out": "absence: no answer within the deadline",
        "unsupported": "absence: this kernel, architecture or tool has no such thing",
        "not-tried": "absence: a live attempt that was not made",
        "not-watched": "absence: nobody asked for this subject",
    ]

    /// All tables; a word may stand in several.
    static let tables: [[String: String]] = [
        words, exitCodes, reportWords, modelWords, formats, routes, causes, metrics, attributes,
        journal,
    ]

    /// Everything that a word means, in lines of one text; nil for a stranger. Case does
    /// not matter, as labels are shown in capitals, and a blank is as good as a hyphen.
    static func meaning(of word: String) -> String? {
        let word = word.lowercased().split(separator: " ").joined(separator: "-")
        let meanings = tables.compactMap { $0[word] ?? $0[attributeFamily(of: word)] }
        return meanings.isEmpty
            ? nil : ([word] + meanings.map { "  \($0)" }).joined(separator: "\n")
    }

    /// `muster_ready_*` of `muster_ready_atlas`; the word itself where it is none.
    private static func attributeFamily(of word: String) -> String {
        let parts = word.split(separator: "_", maxSplits: 2)
        return parts.count == 3 && parts[0] == "muster" ? "muster_\(parts[1])_*" : word
    }
}
