internal import MusterModel
internal import MusterReport

/// How the dashboard looks, beside what every report has.
enum PageStyle {
    static let text =
        Stylesheet.text + """

            body { max-width: 84rem; }
            .bar { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: baseline;
              border-bottom: 2px solid var(--line); padding-bottom: .5rem; margin-bottom: 1rem; }
            .bar nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
            .bar nav a { white-space: nowrap; } .legend .rest::before { color: var(--line); }
            body:has(.report) { max-width: none; } .apart .scroll { margin: 1rem 0; }
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
            form.filter .wide { flex-basis: 100%; }
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
            small.quiet, td small:not([class]), dd small { color: var(--quiet); }
            td small, dd small { font-size: .85rem; font-weight: 400; }
            .partial { color: var(--warn); } .not-ready { color: var(--fail); }
            .in-downtime, .stale, .silent { color: var(--quiet); }
            svg { display: block; width: 100%; max-width: 44rem; height: auto; margin: .5rem 0; }
            svg .ready { fill: var(--pass); } svg .degraded, svg .partial { fill: var(--warn); }
            svg .unfit, svg .not-ready { fill: var(--fail); }
            svg .undetermined, svg .unknown { fill: var(--unknown); }
            svg .stale, svg .in-downtime { fill: var(--quiet); }
            svg .silent { fill: var(--line); } svg .rest { fill: var(--line); }
            svg text { fill: var(--ink); font: 12px system-ui, sans-serif; }
            svg line { stroke: var(--quiet); stroke-width: 1; }
            .heat svg { max-width: none; width: auto; } .heat { overflow-x: auto; }
            svg .fail { fill: var(--fail); } svg .heat0 { fill-opacity: .2; }
            svg .heat1 { fill-opacity: .35; } svg .heat2 { fill-opacity: .55; }
            svg .heat3 { fill-opacity: .75; } svg a:focus rect { stroke: var(--link); }
            .charts { display: grid; gap: 0 2rem;
              grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); }
            .report td, .report th { font-size: .85rem; padding-right: .7rem; }
            .report tbody th, .short { white-space: nowrap; } .report small { font-size: .95em; }
            .name + .name::before { content: ", "; } th small, .report td small { display: block; }
            textarea { font: .9rem ui-monospace, monospace; color: var(--ink); width: 100%;
              background: var(--paper); border: 1px solid var(--quiet); border-radius: .3rem; }
            pre { white-space: pre-wrap; border: 1px solid var(--line); padding: .75rem; }
            .legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; margin: 0;
              list-style: none; }
            .legend li::before { content: "■ "; }
            @media (max-width: 40rem) { th, td { padding-right: .6rem; } body { padding: .6rem; } }
            @page { size: A4 landscape; margin: 12mm; }
            @media print { form, .tabs, .bar { display: none; } tr, figure svg {
              break-inside: avoid; } thead { display: table-header-group; }
              svg, .cards li { print-color-adjust: exact; } .report td, .report th {
              font-size: 7.5pt; padding-right: .4rem; } a { color: inherit;
              text-decoration: none; } h2 { break-after: avoid; } body { padding: 0; } }

            """

    /// The same for a page in a file, which nobody frames and which has no form.
    static let filePolicy =
        "default-src 'none'; style-src 'sha256-\(Digest(of: Array(text.utf8)).base64)'; "
        + "base-uri 'none'; form-action 'none'"

    /// What a page may do: show itself, in this style, and send its own form.
    static let policy =
        "default-src 'none'; style-src 'sha256-\(Digest(of: Array(text.utf8)).base64)'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}
