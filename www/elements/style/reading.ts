import { css } from "lit";

/** How a source text is set. Shared by the page (adopted by the document) and the elements (in their shadow trees). */
export const reading = css`
  duizhao-text {
    display: block;
    font-family: var(--dz-serif, serif);
    font-size: var(--dz-text, 1.125rem);
    line-height: var(--dz-leading, 1.85);
    line-break: strict;
    word-break: normal;
    overflow-wrap: anywhere;
    text-spacing-trim: trim-start;
    hanging-punctuation: allow-end last;
    text-autospace: normal;
    color: var(--dz-ink, #1f1c19);
  }
  duizhao-text:lang(zh-Hant) {
    font-family: var(--dz-serif-hant, serif);
  }
  duizhao-text > * {
    margin: 0;
    scroll-margin-block: 30vh;
  }
  duizhao-text > p {
    text-indent: 2em;
    margin-block: 0.35em;
  }
  duizhao-text > h2,
  duizhao-text > h3,
  duizhao-text > h4 {
    font-weight: 700;
    line-height: 1.5;
    text-indent: 0;
    margin-block: 1.6em 0.5em;
    text-wrap: balance;
  }
  duizhao-text > h2 {
    font-size: 1.4em;
  }
  duizhao-text > h3 {
    font-size: 1.15em;
  }
  duizhao-text > h4 {
    font-size: 1em;
  }
  duizhao-text > :first-child {
    margin-block-start: 0;
  }
  duizhao-text > p.goes-on {
    text-indent: 0;
    margin-block: -0.35em 0.35em;
  }
  duizhao-text > p.code {
    font: 0.85em/1.7 var(--dz-mono, monospace);
    white-space: pre-wrap;
    text-indent: 0;
    background: var(--dz-well, #f3f0ea);
  }
  .control {
    unicode-bidi: isolate;
  }
  .control::before {
    content: attr(data-name);
    font: 600 0.625em/1 var(--dz-sans, sans-serif);
    letter-spacing: 0.04em;
    padding: 0.1em 0.3em;
    margin-inline: 0.15em;
    border: 1px solid var(--dz-zhu, #b02e1c);
    border-radius: 3px;
    color: var(--dz-zhu, #b02e1c);
    vertical-align: 0.15em;
  }
  duizhao-text > blockquote {
    margin-block: 0.6em;
    padding-inline-start: 1em;
    border-inline-start: 2px solid var(--dz-line-strong, #999);
    color: var(--dz-ink-2, #555);
  }
  duizhao-text > .item {
    padding-inline-start: 1.4em;
    margin-block: 0.3em;
    position: relative;
  }
  duizhao-text > .item::before {
    content: "";
    position: absolute;
    inset-inline-start: 0.35em;
    top: calc(0.5lh - 0.14em);
    width: 0.28em;
    height: 0.28em;
    border-radius: 50%;
    background: var(--dz-line-strong, #999);
  }
  duizhao-text > pre {
    font: 0.85em/1.7 var(--dz-mono, monospace);
    white-space: pre-wrap;
    background: var(--dz-well, #f3f0ea);
    padding: 0.7em 1em;
    border-radius: 6px;
    margin-block: 0.6em;
  }
  duizhao-text > .cells {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(0, 1fr);
    gap: 1em;
    border-block-end: 1px solid var(--dz-line, #ddd);
    font-size: 0.9em;
    padding-block: 0.2em;
  }
  duizhao-text > .rule {
    height: 0;
    margin: 0;
    border-block-end: 1px solid var(--dz-line-strong, #999);
  }
  duizhao-text > .title {
    font-size: 1.55em;
    line-height: 1.45;
  }
  duizhao-text strong {
    font-weight: 700;
  }
  duizhao-text > .turn {
    text-indent: 0;
    margin-block: 0.75em;
  }
  duizhao-text > p.meta,
  duizhao-text > p.cells,
  duizhao-text > p.item {
    text-indent: 0;
  }
  duizhao-text > .meta {
    white-space: pre-line;
    font: 0.8125rem/1.7 var(--dz-sans, sans-serif);
    color: var(--dz-ink-3, #666);
    text-indent: 0;
    margin-block: 0;
  }
  duizhao-text > .meta + :not(.meta) {
    margin-block-start: 1.2em;
  }
  duizhao-text > .aside {
    color: var(--dz-noise, #767067);
    font-size: 0.85em;
  }
  duizhao-text .speaker {
    font-family: var(--dz-sans, sans-serif);
    font-size: 0.875em;
    font-weight: 600;
    color: var(--dz-qing, #2a5a78);
  }
  duizhao-text .noise {
    color: var(--dz-noise, #767067);
    font-size: 0.72em;
    text-decoration: line-through;
    text-decoration-thickness: 1px;
    text-decoration-color: var(--dz-line-strong, #999);
  }
  duizhao-text .noise mark {
    box-shadow: none;
  }
  mark .noise,
  duizhao-text mark .noise {
    color: var(--dz-ink-2, #57514a);
  }
  duizhao-text mark {
    background: var(--dz-zhu-soft, #f9e4dd);
    color: inherit;
    box-shadow: inset 0 -2px var(--dz-zhu, #b02e1c);
    box-decoration-break: clone;
    -webkit-box-decoration-break: clone;
  }
  duizhao-text mark.now {
    background: var(--dz-zhu, #b02e1c);
    color: var(--dz-on-zhu, #fff);
  }
  duizhao-text mark.now .noise {
    color: inherit;
  }
  /* A book: what is far from the window is not laid out. Panes of a comparison measure every line, so not there. */
  .page > duizhao-text.long > * {
    content-visibility: auto;
    contain-intrinsic-size: auto 8em;
  }
  duizhao-text.raw {
    font: 0.9375rem/1.8 var(--dz-mono, monospace);
    white-space: pre-wrap;
  }
  duizhao-text .unit {
    cursor: pointer;
    border-radius: 2px;
    box-decoration-break: clone;
    -webkit-box-decoration-break: clone;
  }
  duizhao-text .unit.same {
    box-shadow: inset 0 -1px var(--dz-qing, #2a5a78);
  }
  duizhao-text .unit.reworded {
    background: var(--dz-qing-faint, #f0f5f8);
    box-shadow: inset 0 -1px var(--dz-qing, #2a5a78);
  }
  duizhao-text .unit.related {
    text-decoration: underline dotted var(--dz-qing, #2a5a78) 1px;
    text-underline-offset: 0.3em;
  }
  duizhao-text .unit.only {
    color: var(--dz-ink-2, #57514a);
  }
  duizhao-text .unit.only.stands-out {
    color: inherit;
    background: var(--dz-zhu-faint, #fdf3ef);
    box-shadow: inset 0 -1px var(--dz-zhu, #b02e1c);
  }
  duizhao-text .unit.dim {
    color: var(--dz-ink-3, #6f685f);
    background: none;
    box-shadow: none;
    text-decoration-color: transparent;
  }
  duizhao-text .unit.moved::before {
    content: "⇅";
    font: 0.7em var(--dz-sans, sans-serif);
    color: var(--dz-zhu, #b02e1c);
    margin-inline-end: 0.2em;
    vertical-align: 0.15em;
  }
  duizhao-text .unit.lit {
    background: var(--dz-qing-soft, #dfeaf1);
    box-shadow: inset 0 -2px var(--dz-qing, #2a5a78);
  }
  duizhao-text .unit.now {
    outline: 2px solid var(--dz-qing, #2a5a78);
    outline-offset: 1px;
  }
  duizhao-text .difference {
    font-style: normal;
  }
  duizhao-text .difference.fact {
    color: var(--dz-zhu, #b02e1c);
    font-weight: 600;
    background: var(--dz-zhu-soft, #f9e4dd);
    box-shadow: inset 0 -2px var(--dz-zhu, #b02e1c);
    box-decoration-break: clone;
    -webkit-box-decoration-break: clone;
  }
  duizhao-text .difference.wording {
    background: var(--dz-qing-soft, #dfeaf1);
    border-radius: 2px;
  }
  duizhao-text .dim .difference.wording {
    background: none;
  }
  @media (forced-colors: active) {
    duizhao-text .unit.lit,
    duizhao-text mark {
      forced-color-adjust: none;
      background: Mark;
      color: MarkText;
    }
  }
  @media print {
    duizhao-text {
      font-size: 10.5pt;
    }
  }
`;
