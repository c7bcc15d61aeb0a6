import { COLOURS } from "./colours.js";

/** What columns and comparisons share: colours and lengths as custom properties, a reserved place, its first look. */
export const LATE_STYLE = `${COLOURS}:host { display: block; height: var(--duizhao-height, 36rem); }
:host([hidden]) { display: none; }
.root { box-sizing: border-box; height: 100%; overflow: hidden; display: flex; flex-direction: column; }
*, *::before { box-sizing: border-box; }
[hidden] { display: none !important; }
.waiting, .failed { border: 1px solid var(--line); border-radius: var(--radius); background: var(--back); padding: 1rem 1.25rem; }
.shown slot { display: none; }
.said { flex: none; min-height: 1.6rem; display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1rem; }
.shown .said { display: none; }
.status { margin: 0; color: var(--soft); }
.failed .status { color: var(--text); }
.status:empty { display: none; }
.retry { font: inherit; color: var(--accent); background: none; border: 1px solid currentcolor; border-radius: 6px; padding: .1rem .8rem; min-height: 2rem; cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.body { flex: 1; min-height: 0; }
.waiting::after {
  content: ""; flex: 1; margin-top: 1rem; border-radius: 6px; opacity: .7;
  background: repeating-linear-gradient(var(--well) 0 .8rem, transparent .8rem 1.9rem);
}
@media print { :host { height: auto; } .root { height: auto; overflow: visible; } }
`;
