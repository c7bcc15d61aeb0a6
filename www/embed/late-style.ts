/** What columns and comparisons share: colours and lengths as custom properties, a reserved place, its first look. */
export const LATE_STYLE = `
:host { display: block; height: var(--duizhao-height, 36rem); }
:host([hidden]) { display: none; }
.root {
  --text: var(--duizhao-text, #1c1e21);
  --soft: var(--duizhao-soft, #5d6168);
  --line: var(--duizhao-line, #d9dce1);
  --back: var(--duizhao-background, #fff);
  --well: var(--duizhao-hover, #f2f4f7);
  --accent: var(--duizhao-accent, #a63d2f);
  --link: var(--duizhao-link, #2a5a78);
  --mark: var(--duizhao-mark, #ffe9a8);
  --radius: var(--duizhao-radius, 10px);
  box-sizing: border-box; height: 100%; overflow: hidden; display: flex; flex-direction: column;
  color: var(--text); color-scheme: light; text-align: start;
  font: var(--duizhao-font, 1rem/1.6 system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif);
}
.root.dark {
  --text: var(--duizhao-text, #e6e8ec);
  --soft: var(--duizhao-soft, #a0a5ae);
  --line: var(--duizhao-line, #3b3f47);
  --back: var(--duizhao-background, #1d2025);
  --well: var(--duizhao-hover, #2a2e35);
  --accent: var(--duizhao-accent, #f0957f);
  --link: var(--duizhao-link, #8fbcd8);
  --mark: var(--duizhao-mark, #6a5616);
  color-scheme: dark;
}
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
