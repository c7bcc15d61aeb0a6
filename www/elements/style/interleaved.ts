import { css } from "lit";

/** Both texts in one column, for narrow screens and for paper. */
export const interleavedStyle = css`
  .who {
    display: grid;
    gap: 0.3rem;
    font-size: 0.9375rem;
  }
  .who p {
    font-family: var(--dz-serif, serif);
  }
  .who b,
  .side {
    font: 600 0.75rem/1.5 var(--dz-sans, sans-serif);
    display: inline-block;
    padding-inline: 0.4em;
    margin-inline-end: 0.5em;
    border-radius: 3px;
    background: var(--dz-well, #f3f0ea);
    color: var(--dz-ink-2, #57514a);
    vertical-align: 0.1em;
  }
  .right .side,
  .who .right b {
    background: var(--dz-qing-soft, #dfeaf1);
    color: var(--dz-qing, #2a5a78);
  }
  .who span {
    color: var(--dz-ink-3, #6f685f);
    font-size: 0.8125rem;
  }
  .rows li {
    cursor: pointer;
    padding-block: 0.9rem;
    border-block-start: 1px solid var(--dz-line, #ddd);
  }
  .rows li.now {
    background: var(--dz-qing-faint, #f0f5f8);
    outline: 2px solid var(--dz-qing, #2a5a78);
    outline-offset: 2px;
  }
  .rows .how {
    font-size: 0.8125rem;
    color: var(--dz-qing, #2a5a78);
    margin-block-end: 0.25rem;
  }
  .rows .only .how {
    color: var(--dz-zhu, #b02e1c);
  }
  .rows .said {
    font-family: var(--dz-serif, serif);
    font-size: var(--dz-text, 1.125rem);
    line-height: 1.8;
    line-break: strict;
    overflow-wrap: anywhere;
    white-space: pre-line;
  }
  .rows .said:lang(zh-Hant),
  .who p:lang(zh-Hant) {
    font-family: var(--dz-serif-hant, serif);
  }
  .rows .said + .said {
    margin-block-start: 0.45rem;
    padding-inline-start: 0.8rem;
    border-inline-start: 2px solid var(--dz-qing, #2a5a78);
  }
  .says .noise,
  .rows .noise {
    color: var(--dz-noise, #767067);
    font-size: 0.72em;
    text-decoration: line-through;
  }
  .rows em {
    font-style: normal;
  }
  .rows em.fact {
    color: var(--dz-zhu, #b02e1c);
    font-weight: 600;
    background: var(--dz-zhu-soft, #f9e4dd);
  }
  .rows em.wording {
    background: var(--dz-qing-soft, #dfeaf1);
  }
  @media print {
    .rows li {
      break-inside: avoid;
    }
  }
`;
