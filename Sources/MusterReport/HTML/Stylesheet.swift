/// How the page looks: light and dark by the reader's choice, and on paper.
package enum Stylesheet {
    /// Every colour has a contrast of at least 4.5 to its ground (WCAG 2.2, 1.4.3).
    package static let text = """

        :root { color-scheme: light dark; --ink: #1b1b1f; --paper: #ffffff; --line: #c8c8d0;
          --quiet: #55555f; --fail: #a4161a; --unknown: #6b21a8; --warn: #7a4b00; --pass: #14652b;
          --link: #0b4f9e; }
        @media (prefers-color-scheme: dark) { :root { --ink: #ececf1; --paper: #17171b;
          --line: #45454f; --quiet: #b0b0bb; --fail: #ff9a94; --unknown: #d9b3ff; --warn: #f2c063;
          --pass: #8fdca4; --link: #9cc9ff; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 72rem; padding: 1rem; color: var(--ink);
          background: var(--paper); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
        h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
        h3 { font-size: 1.05rem; margin: 0; } p { margin: .25rem 0; }
        a { color: var(--link); }
        :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
        .skip { position: absolute; left: -100rem; } .skip:focus { position: static; }
        .quiet { color: var(--quiet); }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; }
        caption { text-align: left; color: var(--quiet); }
        th, td { text-align: left; vertical-align: top; padding: .25rem 1rem .25rem 0;
          border-bottom: 1px solid var(--line); }
        th, td { overflow-wrap: normal; }
        #checks tbody th { overflow-wrap: anywhere; min-width: 10rem; }
        td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
        article { border-left: .3rem solid var(--line); padding: .25rem 0 .25rem .8rem;
          margin: 1rem 0; break-inside: avoid; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem;
          margin: .4rem 0 0; }
        dt { color: var(--quiet); grid-column: 1; } dd { margin: 0; grid-column: 2; }
        dd.change { font-family: ui-monospace, monospace; }
        .tag { font-weight: 700; }
        .fail, .unfit { color: var(--fail); }
        .unknown, .hung, .undetermined { color: var(--unknown); }
        .warn, .degraded { color: var(--warn); } .pass, .ready { color: var(--pass); }
        .waived, .inapplicable { color: var(--quiet); }
        article.fail, article.unknown, article.hung, article.warn, article.waived {
          color: var(--ink); }
        article.fail { border-color: var(--fail); } article.warn { border-color: var(--warn); }
        article.unknown, article.hung { border-color: var(--unknown); }
        @media print { :root { --ink: #000; --paper: #fff; --line: #999; --quiet: #333;
          --fail: #8a0f12; --unknown: #4a1578; --warn: #5c3900; --pass: #0e4a20; --link: #000; }
          body { max-width: none; font-size: 10pt; } .skip, nav { display: none; }
          .scroll { overflow: visible; } }

        """
}
