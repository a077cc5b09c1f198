import MusterModel

extension AuditExample {
    /// What a node could hold to be taken for markup, a formula, a directive, more
    /// performance data or the end of a text, in any format.
    public static let injections = [
        "=cmd|' /C calc'!A0", "+1", "-2", "@SUM(A1)", " \t=1", "＝1",
        "<script>alert(1)</script>", "</style><img src=x onerror=alert(1)>", "]]>&amp;&#0;",
        "\"\u{301} onload=\"x", "'\u{301}; a=1;2;3", "<\u{301}b>", "a | 'b'=1;;;0;",
        "x # SKIP never", "\\", "ends with \\\"", "a\nnot ok 99 - b\n...\nBail out!",
        "\r\nMUSTER READY - fine", "\u{1B}]0;title\u{7}",
        "\n# TYPE muster_evil gauge\nmuster_evil 1",
        "\"} 1\nmuster_evil{a=\"", "undefined\nMUSTER_Ready_site = true\n-", "\u{202E}dnuora",
        "{\"kind\":\"summary\"}", "%0A%s%n$(id)`id`",
    ]

    /// A node whose facts, subjects and names are all of ``injections``.
    public static var injecting: AuditExample {
        var example = AuditExample()
        (example.host, example.site) = (injections[6], injections[0])
        example.facts =
            [fact("binds.binds.list", .list(injections))]
            + injections.map {
                fact("binds.bind.kind", of: $0, .string($0), from: "/etc/\($0)")
            }
        example.gauges = injections.map { fact("mounts.mount.free", of: $0, .bytes(Bytes(1))) }
        let check = Check.example(
            "binds.kind", "a <b>folder</b> | \"it\" is # TO" + "DO",
            each: .init(kind: "binds.bind", roster: name("binds.binds.list"), among: .observed),
            require: .fact(name("binds.bind.kind"), .equals(.string("folder"))),
            change: "{subject}")
        example.profiles = [.example("site", [check]), .example("SITE", [check])]
        example.waivers = [
            Waiver(
                check: "binds.kind", subject: injections[1], reason: injections[16],
                owner: injections[9], until: waiverEnd)
        ]
        (example.troubles, example.remarks) = ([injections[16]], [injections[21]])
        return example
    }
}
