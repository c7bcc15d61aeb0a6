import { COLOURS } from "./colours.js";

/** What columns and comparisons share: colours and lengths as custom properties, a reserved place, its first look. */
export const LATE_STYLE = `${COLOURS}:host { display: block; height: var(--duizhao-height, 36em); }
:host([hidden]) { display: none; }
.root { box-sizing: border-box; height: 100%; overflow: hidden; display: flex; flex-direction: column; }
*, *::before { box-sizing: border-box; }
[hidden] { display: none !important; }
.waiting, .failed { border: 1px solid var(--line); border-radius: var(--radius); background: var(--back); padding: 1em 1.25em; }
.shown slot { display: none; }
.said { flex: none; min-height: 1.6em; display: flex; flex-wrap: wrap; align-items: center; gap: .25em 1em; }
.shown .said { display: none; }
.status { margin: 0; color: var(--soft); }
.failed .status { color: var(--text); }
.status:empty { display: none; }
.retry { font: inherit; color: var(--accent); background: none; border: 1px solid currentcolor; border-radius: 6px; padding: .1em .8em; min-height: 2em; cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.body { flex: 1; min-height: 0; }
.waiting::after {
  content: ""; flex: 1; margin-top: 1em; border-radius: 6px; opacity: .7;
  background: repeating-linear-gradient(var(--well) 0 .8em, transparent .8em 1.9em);
}
@media print { :host { height: auto; } .root { height: auto; overflow: visible; } }
`;
