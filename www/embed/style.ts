import { COLOURS } from "./colours.js";

/** How `<duizhao-search>` looks. Every colour and length is a custom property with a default, every part has a name. */
export const SEARCH_STYLE = `${COLOURS}:host { display: block; position: relative; min-height: 2.75rem; }
:host([hidden]) { display: none; }
.root { --width: var(--duizhao-width, 36rem); }
:host([mode="dialog"]) { display: inline-block; }
*, *::before { box-sizing: border-box; }
[hidden] { display: none !important; }
.box {
  display: flex; align-items: center; gap: .5rem; height: 2.75rem; padding: 0 .75rem;
  background: var(--back); border: 1px solid var(--line); border-radius: var(--radius);
}
.box:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
svg { flex: none; width: 1.1rem; height: 1.1rem; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; color: var(--soft); }
input {
  flex: 1; min-width: 0; height: 100%; padding: 0; border: 0; outline: 0; background: none; color: inherit; font: inherit;
  appearance: none;
}
input::placeholder { color: var(--soft); opacity: 1; }
input::-webkit-search-cancel-button { display: none; }
button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; border-radius: 6px; }
button:focus-visible, a:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.clear { display: flex; padding: .35rem; }
kbd {
  flex: none; min-width: 1.5rem; padding: 0 .35rem; text-align: center; font: .75rem/1.4rem ui-monospace, monospace; color: var(--soft);
  border: 1px solid var(--line); border-radius: 5px;
}
@media (hover: none) { kbd, .keys { display: none !important; } }
.open {
  display: flex; align-items: center; gap: .5rem; height: 2.75rem; padding: 0 .75rem; color: var(--soft); background: var(--back);
  border: 1px solid var(--line); border-radius: var(--radius);
}
.open:hover { border-color: var(--soft); }
dialog {
  width: min(var(--width), calc(100vw - 2rem)); max-width: none; max-height: min(80vh, 44rem); margin: 8vh auto auto; padding: 0; color: inherit;
  background: var(--back); border: 1px solid var(--line); border-radius: calc(var(--radius) + 4px); overflow: hidden;
  box-shadow: 0 24px 64px rgb(0 0 0 / .28);
}
dialog[open] { display: flex; flex-direction: column; }
dialog::backdrop { background: rgb(20 22 26 / .45); }
dialog .box { flex: none; height: 3.25rem; border: 0; border-radius: 0; box-shadow: none; padding: 0 1rem; }
dialog .panel { position: static; flex: 1; min-height: 0; max-height: none; width: auto; margin: 0; border: 0; border-top: 1px solid var(--line); border-radius: 0; box-shadow: none; }
.panel {
  position: absolute; z-index: var(--duizhao-z-index, 100); inset-inline-start: 0; top: 100%; width: max(100%, min(var(--width), calc(100vw - 2rem)));
  margin-top: .4rem; display: flex; flex-direction: column; max-height: min(70vh, 36rem); background: var(--back);
  border: 1px solid var(--line); border-radius: var(--radius); box-shadow: 0 12px 32px rgb(0 0 0 / .16); overflow: hidden;
}
.scroll { overflow-y: auto; overscroll-behavior: contain; padding: .25rem .5rem .5rem; scroll-padding: 2.5rem .5rem; }
.scroll:empty { display: none; }
.group + .group { margin-top: .35rem; border-top: 1px solid var(--line); }
.title { display: flex; gap: .75rem; align-items: baseline; padding: .55rem .5rem .15rem; font-weight: 600; line-height: 1.4; }
.title span:first-child { min-width: 0; overflow-wrap: anywhere; }
.date { margin-inline-start: auto; flex: none; font-weight: 400; font-size: .8rem; color: var(--soft); font-variant-numeric: tabular-nums; }
.hit { display: block; padding: .4rem .5rem; color: inherit; text-decoration: none; border-radius: 7px; font-size: .92rem; }
.hit[aria-selected="true"] { background: var(--well); box-shadow: inset 2px 0 var(--accent); }
.hit:hover { background: var(--well); }
.heading { display: block; font-size: .8rem; color: var(--accent); overflow-wrap: anywhere; }
.snippet { display: block; overflow-wrap: anywhere; }
mark { background: var(--mark); color: inherit; border-radius: 2px; }
.foot { flex: none; display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center; padding: .5rem 1rem; font-size: .82rem; color: var(--soft); }
.scroll:not(:empty) + .foot { border-top: 1px solid var(--line); }
.foot .keys { margin-inline-start: auto; white-space: pre; }
.error { color: var(--text); font-size: .92rem; }
.more, .near { color: var(--accent); text-decoration: underline; text-underline-offset: .2em; padding: .15rem .25rem; min-height: 1.5rem; }
@media (max-width: 30rem) {
  dialog { width: 100vw; max-height: 100dvh; height: 100dvh; margin: 0; border: 0; border-radius: 0; }
  .foot .keys { display: none; }
}
@media (forced-colors: active) { .hit[aria-selected="true"] { outline: 2px solid Highlight; } }
@media (prefers-reduced-motion: no-preference) { .hit, .box, .open { transition: background-color .1s, border-color .1s; } }
`;
