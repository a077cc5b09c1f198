internal import MusterModel
internal import MusterReport

/// How the dashboard looks, beside what every report has.
enum PageStyle {
    static let text =
        Stylesheet.text + """

            body { max-width: 84rem; }
            .bar { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: baseline;
              border-bottom: 2px solid var(--line); padding-bottom: .5rem; margin-bottom: 1rem; }
            .bar nav { display: flex; gap: .25rem 1rem; }
            td .tag { white-space: nowrap; } td small { display: block; }
            td a + a { margin-left: .5rem; } article h3 a { margin-left: .5rem; }
            figure { margin: 1rem 0; } figcaption { color: var(--quiet); font-size: .9rem; }
            .bar .home { font-weight: 700; text-decoration: none; color: var(--ink); }
            .tabs { display: flex; flex-wrap: wrap; gap: .35rem; margin: .75rem 0; padding: 0;
              list-style: none; }
            .tabs a { display: block; padding: .2rem .7rem; border: 1px solid var(--line);
              border-radius: 1rem; text-decoration: none; }
            .tabs a[aria-current] { background: var(--link); color: var(--paper);
              border-color: var(--link); }
            form.filter { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end;
              margin: 1rem 0; }
            form.filter label { display: grid; color: var(--quiet); font-size: .85rem; }
            input, select, button { font: inherit; color: var(--ink); background: var(--paper);
              border: 1px solid var(--quiet); border-radius: .3rem; padding: .25rem .5rem;
              max-width: 16rem; }
            button { cursor: pointer; }
            .cards { display: flex; flex-wrap: wrap; gap: 1rem; margin: 1rem 0; padding: 0;
              list-style: none; }
            .cards li { border: 1px solid var(--line); border-radius: .5rem;
              padding: .5rem 1rem; min-width: 9rem; }
            .cards strong { display: block; font-size: 1.5rem;
              font-variant-numeric: tabular-nums; }
            td small, dd small { color: var(--quiet); font-size: .85rem; font-weight: 400; }
            .partial { color: var(--warn); } .not-ready { color: var(--fail); }
            .in-downtime, .stale, .silent { color: var(--quiet); }
            svg { display: block; width: 100%; max-width: 44rem; height: auto; margin: .5rem 0; }
            svg .ready { fill: var(--pass); } svg .degraded, svg .partial { fill: var(--warn); }
            svg .unfit, svg .not-ready { fill: var(--fail); }
            svg .undetermined, svg .unknown { fill: var(--unknown); }
            svg .stale, svg .in-downtime { fill: var(--quiet); }
            svg .silent { fill: var(--line); } svg .rest { fill: var(--line); }
            svg text { fill: var(--ink); font: 12px system-ui, sans-serif; }
            .legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; margin: 0;
              list-style: none; }
            .legend li::before { content: "■ "; }
            @media (max-width: 40rem) { th, td { padding-right: .6rem; } body { padding: .6rem; } }
            @media print { form, .tabs, .bar nav { display: none; } }

            """

    /// What a page may do: show itself, in this style, and send its own form.
    static let policy =
        "default-src 'none'; style-src 'sha256-\(Digest(of: Array(text.utf8)).base64)'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}
