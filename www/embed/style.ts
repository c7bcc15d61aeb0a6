import { COLOURS } from "./colours.js";

/**
 * How `<duizhao-search>` looks. Every colour and length is a custom property with a default, every part has a name. Lengths follow
 * the text around the element, not the root, whose size some sites set to 10 pixels.
 */
export const SEARCH_STYLE = `${COLOURS}:host { display: block; position: relative; min-height: 2.75em; }
:host([hidden]) { display: none; }
.root { --width: var(--duizhao-width, 36em); }
:host([mode="dialog"]) { display: inline-block; }
*, *::before { box-sizing: border-box; }
[hidden] { display: none !important; }
.box {
  display: flex; align-items: center; gap: .5em; height: 2.75em; padding: 0 .75em;
  background: var(--back); border: 1px solid var(--line); border-radius: var(--radius);
}
.box:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
svg { flex: none; width: 1.1em; height: 1.1em; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; color: var(--soft); }
input {
  flex: 1; min-width: 0; height: 100%; padding: 0; border: 0; outline: 0; background: none; color: inherit; font: inherit;
  appearance: none;
}
input::placeholder { color: var(--soft); opacity: 1; }
input::-webkit-search-cancel-button { display: none; }
button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; border-radius: 6px; }
button:focus-visible, a:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.clear { display: flex; padding: .35em; }
kbd {
  flex: none; min-width: 2em; padding: 0 .45em; text-align: center; font: .75em/1.85 ui-monospace, monospace; color: var(--soft);
  border: 1px solid var(--line); border-radius: 5px;
}
@media (hover: none) { kbd, .keys { display: none !important; } }
.open {
  display: flex; align-items: center; gap: .5em; height: 2.75em; padding: 0 .75em; color: var(--soft); background: var(--back);
  border: 1px solid var(--line); border-radius: var(--radius);
}
.open:hover { border-color: var(--soft); }
dialog {
  width: min(var(--width), calc(100vw - 2em)); max-width: none; max-height: min(80vh, 44em); margin: 8vh auto auto; padding: 0; color: inherit;
  background: var(--back); border: 1px solid var(--line); border-radius: calc(var(--radius) + 4px); overflow: hidden;
  box-shadow: 0 24px 64px rgb(0 0 0 / .28);
}
dialog[open] { display: flex; flex-direction: column; }
dialog::backdrop { background: rgb(20 22 26 / .45); }
dialog .box { flex: none; height: 3.25em; border: 0; border-radius: 0; box-shadow: none; padding: 0 1em; }
dialog .panel { position: static; flex: 1; min-height: 0; max-height: none; width: auto; margin: 0; border: 0; border-top: 1px solid var(--line); border-radius: 0; box-shadow: none; }
.panel {
  position: absolute; z-index: var(--duizhao-z-index, 9999); inset-inline-start: 0; top: 100%; width: max(100%, min(var(--width), calc(100vw - 2em)));
  margin-top: .4em; display: flex; flex-direction: column; max-height: min(70vh, 36em); background: var(--back);
  border: 1px solid var(--line); border-radius: var(--radius); box-shadow: 0 12px 32px rgb(0 0 0 / .16); overflow: hidden;
}
.panel[popover] { color: inherit; padding: 0; }
.panel:popover-open {
  position: fixed; inset: auto; margin: 0; width: max(var(--box), min(var(--width), calc(100vw - 2em)));
  height: auto; max-height: min(70vh, 36em, max(var(--room), 8em));
}
.scroll { overflow-y: auto; overscroll-behavior: contain; padding: .25em .5em .5em; scroll-padding: 2.5em .5em; }
.scroll:empty { display: none; }
.group + .group { margin-top: .35em; border-top: 1px solid var(--line); }
.title { display: flex; gap: .75em; align-items: baseline; padding: .55em .5em .15em; font-weight: 600; line-height: 1.4; }
.title span:first-child { min-width: 0; overflow-wrap: anywhere; }
.date { margin-inline-start: auto; flex: none; font-weight: 400; font-size: .8em; color: var(--soft); font-variant-numeric: tabular-nums; }
.hit { display: block; padding: .4em .5em; color: inherit; text-decoration: none; border-radius: 7px; font-size: .92em; }
.hit[aria-selected="true"] { background: var(--well); box-shadow: inset 2px 0 var(--accent); }
.hit:hover { background: var(--well); }
.heading { display: block; font-size: .87em; color: var(--accent); overflow-wrap: anywhere; }
.snippet { display: block; overflow-wrap: anywhere; }
mark { background: var(--mark); color: inherit; border-radius: 2px; }
.foot { flex: none; display: flex; flex-wrap: wrap; gap: .25em .75em; align-items: center; padding: .5em 1em; font-size: .82em; color: var(--soft); }
.scroll:not(:empty) + .foot { border-top: 1px solid var(--line); }
.foot .keys { margin-inline-start: auto; white-space: pre; }
.error { color: var(--text); font-size: 1.12em; }
.more, .near { color: var(--accent); text-decoration: underline; text-underline-offset: .2em; padding: .15em .25em; min-height: 1.5em; }
@media (max-width: 30rem) {
  dialog { width: 100vw; max-height: 100dvh; height: 100dvh; margin: 0; border: 0; border-radius: 0; }
  .foot .keys { display: none; }
}
@media (forced-colors: active) { .hit[aria-selected="true"] { outline: 2px solid Highlight; } }
@media (prefers-reduced-motion: no-preference) { .hit, .box, .open { transition: background-color .1s, border-color .1s; } }
`;
