/** How `<duizhao-columns>` looks, beside what `late-style.ts` says. */
export const COLUMNS_STYLE = `
:host { height: var(--duizhao-height, 26em); }
.region { height: 100%; overflow: auto; overscroll-behavior: contain; border: 1px solid var(--line); border-radius: var(--radius); background: var(--back); padding: 0 1em .75em; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, var(--duizhao-column, 15em)), 1fr)); gap: 0 1.5em; list-style: none; margin: -1px 0 0; padding: 0; }
.column { min-width: 0; padding: .9em 0; border-top: 1px solid var(--line); }
.date { margin: 0; font-size: .8em; color: var(--soft); font-variant-numeric: tabular-nums; }
.title { margin: .1em 0 .5em; font-size: 1em; line-height: 1.4; font-weight: 600; overflow-wrap: anywhere; text-wrap: balance; }
.passage { margin: 0 0 .6em; padding-inline-start: .75em; border-inline-start: 2px solid var(--line); font-size: .95em; overflow-wrap: anywhere; }
.column a { color: inherit; text-decoration: none; }
.title a { text-decoration: underline; text-decoration-color: var(--line); text-underline-offset: .25em; }
.column a:hover { text-decoration: underline; text-decoration-color: currentcolor; text-underline-offset: .25em; }
.passage:has(a:hover) { border-color: var(--accent); }
.speaker { font-weight: 600; }
mark { background: var(--mark); color: inherit; border-radius: 2px; }
.silent, .none { margin: .5em 0 0; font-size: .88em; color: var(--soft); overflow-wrap: anywhere; }
.silent b { font-weight: 600; }
@media print { .region { height: auto; overflow: visible; } }
`;
