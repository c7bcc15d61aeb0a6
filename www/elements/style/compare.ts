import { css } from "lit";

/** The comparing instrument: tools above, facts, two equal panes with the ribbon between, the reading below. */
export const compareStyle = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host {
    display: flex;
    flex-direction: column;
    gap: 0.75rem;
    min-height: 0;
    font-family: var(--dz-sans, sans-serif);
    color: var(--dz-ink, #1f1c19);
    --pane-gap: 0.5rem;
  }
  h2,
  p,
  ul,
  ol,
  li {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  button,
  input {
    font: inherit;
    color: inherit;
  }
  button {
    cursor: pointer;
  }
  :focus-visible {
    outline: 2px solid var(--dz-zhu, #b02e1c);
    outline-offset: 2px;
  }
  .num {
    font-variant-numeric: tabular-nums;
  }

  .toolbar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.6rem 1.1rem;
    font-size: 0.875rem;
    color: var(--dz-ink-2, #57514a);
  }
  .choices {
    display: inline-flex;
    border: 1px solid var(--dz-line, #ddd);
    border-radius: 6px;
    background: var(--dz-sheet, #fff);
    overflow: clip;
  }
  .choices button {
    border: 0;
    background: none;
    padding: 0.25rem 0.8rem;
    min-height: 2rem;
    color: var(--dz-ink-2, #57514a);
  }
  .choices button + button {
    border-inline-start: 1px solid var(--dz-line, #ddd);
  }
  .choices button[aria-pressed="true"] {
    background: var(--dz-well, #f3f0ea);
    color: var(--dz-ink, #1f1c19);
    font-weight: 600;
  }
  .choices button:focus-visible {
    outline-offset: -2px;
  }
  .steps {
    display: inline-flex;
    align-items: center;
    gap: 0.4rem;
  }
  .steps .num {
    min-width: 4.2em;
    text-align: center;
  }
  .step {
    width: 2rem;
    height: 2rem;
    border: 1px solid var(--dz-line, #ddd);
    border-radius: 6px;
    background: var(--dz-sheet, #fff);
  }
  .step:hover:not(:disabled) {
    border-color: var(--dz-line-strong, #999);
  }
  .step:disabled {
    opacity: 0.45;
    cursor: default;
  }
  .slide,
  .check {
    display: inline-flex;
    align-items: center;
    gap: 0.45rem;
  }
  .slide input {
    width: 7rem;
    accent-color: var(--dz-qing, #2a5a78);
  }
  .slide output {
    min-width: 2.4em;
  }
  .check input {
    accent-color: var(--dz-qing, #2a5a78);
  }
  .sums {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3rem 0.95rem;
    margin-inline-start: auto;
    font-variant-numeric: tabular-nums;
  }
  .sums span {
    display: inline-flex;
    align-items: center;
    gap: 0.35em;
    white-space: nowrap;
  }
  .key {
    display: inline-block;
    width: 1.1em;
    height: 0.8em;
    border-radius: 2px;
    font-style: normal;
  }
  .key.same {
    border-block-end: 2px solid var(--dz-qing, #2a5a78);
  }
  .key.reworded {
    background: var(--dz-qing-soft, #dfeaf1);
    border-block-end: 2px solid var(--dz-qing, #2a5a78);
  }
  .key.related {
    border-block-end: 2px dotted var(--dz-qing, #2a5a78);
  }
  .key.only {
    border: 1px dashed var(--dz-line-strong, #999);
  }
  .key.moved {
    color: var(--dz-zhu, #b02e1c);
    height: auto;
    text-align: center;
  }
  .coverage {
    color: var(--dz-ink, #1f1c19);
  }

  .facts-head {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 1rem;
    margin-block-end: 0.2rem;
  }
  .facts h2 {
    font-size: 0.875rem;
    font-weight: 600;
  }
  .facts h2 .num {
    display: inline-block;
    min-width: 1.6em;
    padding-inline: 0.45em;
    margin-inline-start: 0.25em;
    border-radius: 999px;
    background: var(--dz-zhu, #b02e1c);
    color: var(--dz-on-zhu, #fff);
    font-size: 0.75rem;
    text-align: center;
  }
  .facts ul {
    border-block: 1px solid var(--dz-line, #ddd);
  }
  .facts ul.whole {
    max-height: 15rem;
    overflow: auto;
  }
  .facts li + li {
    border-block-start: 1px solid var(--dz-line, #ddd);
  }
  .facts li button {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 88px minmax(0, 1fr);
    gap: var(--pane-gap);
    align-items: baseline;
    width: 100%;
    padding: 0.24rem 0.5rem;
    border: 0;
    background: none;
    text-align: start;
  }
  .facts li button:hover {
    background: var(--dz-zhu-faint, #fdf3ef);
  }
  .facts li button:focus-visible {
    outline-offset: -2px;
  }
  .says {
    font-family: var(--dz-serif, serif);
    overflow-wrap: anywhere;
    color: var(--dz-ink-2, #57514a);
  }
  .says:lang(zh-Hant) {
    font-family: var(--dz-serif-hant, serif);
  }
  .says b {
    color: var(--dz-zhu, #b02e1c);
  }
  .says:first-child {
    text-align: end;
  }
  .absent {
    color: var(--dz-ink-3, #6f685f);
    font-style: normal;
  }
  .facts .kind {
    justify-self: center;
    font-size: 0.8125rem;
    color: var(--dz-zhu, #b02e1c);
    border: 1px solid currentcolor;
    border-radius: 999px;
    padding: 0 0.6em;
    white-space: nowrap;
  }
  .facts .more {
    border: 0;
    background: none;
    padding: 0;
    min-height: 24px;
    font-size: 0.875rem;
    text-decoration: underline;
    text-decoration-color: var(--dz-line-strong, #999);
    text-underline-offset: 0.25em;
    color: var(--dz-ink-2, #57514a);
  }
  .facts .none {
    font-size: 0.875rem;
    color: var(--dz-ink-2, #57514a);
  }

  .panes {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 88px minmax(0, 1fr);
    gap: var(--pane-gap);
    flex: 1;
    min-height: var(--dz-panes, 24rem);
  }
  .pane {
    overflow: auto;
    overscroll-behavior: contain;
    background: var(--dz-sheet, #fff);
    border: 1px solid var(--dz-line, #ddd);
    border-radius: 8px;
    scrollbar-width: thin;
    min-height: 0;
  }
  .linking .pane .unit {
    cursor: crosshair;
  }
  .pane header {
    position: sticky;
    top: 0;
    z-index: 2;
    padding: 0.7rem clamp(1rem, 3vw, 2.2rem) 0.6rem;
    background: var(--dz-sheet, #fff);
    border-block-end: 1px solid var(--dz-line, #ddd);
  }
  .pane header h2 {
    font: 700 1rem/1.45 var(--dz-serif, serif);
    text-wrap: balance;
  }
  .pane header:lang(zh-Hant) h2 {
    font-family: var(--dz-serif-hant, serif);
  }
  .pane header p {
    font-size: 0.8125rem;
    color: var(--dz-ink-3, #6f685f);
  }
  .pane duizhao-text {
    max-width: 40em;
    margin-inline: auto;
    padding: 1.3rem clamp(1rem, 3vw, 2.2rem) 35vh;
    font-size: calc(var(--dz-text, 1.125rem) * 0.945);
  }

  duizhao-ribbon {
    display: block;
    min-height: 0;
    overflow: hidden;
  }
  duizhao-ribbon svg {
    display: block;
    cursor: pointer;
  }
  duizhao-ribbon .rail {
    fill: var(--dz-well, #f3f0ea);
  }
  duizhao-ribbon .band {
    stroke: none;
    fill: var(--dz-qing, #2a5a78);
    fill-opacity: 0.26;
  }
  duizhao-ribbon .band.same {
    fill-opacity: 0.5;
  }
  duizhao-ribbon .band.related {
    fill-opacity: 0.12;
  }
  duizhao-ribbon .band.moved {
    fill: var(--dz-zhu, #b02e1c);
    fill-opacity: 0.3;
  }
  duizhao-ribbon .band:hover,
  duizhao-ribbon .band.lit {
    fill-opacity: 0.75;
  }
  duizhao-ribbon .band.now {
    fill-opacity: 0.9;
  }
  duizhao-ribbon .gap {
    fill: url("#gap-hatch");
  }
  duizhao-ribbon .hatch {
    stroke: var(--dz-line-strong, #8d8478);
    stroke-width: 1.6;
  }
  duizhao-ribbon .fact {
    fill: var(--dz-zhu, #b02e1c);
    stroke: var(--dz-paper, #fbfaf7);
    stroke-width: 1.5;
    pointer-events: none;
  }
  duizhao-ribbon .window {
    fill: none;
    stroke: var(--dz-ink, #1f1c19);
    stroke-width: 1.5;
    rx: 2;
    pointer-events: none;
  }

  .readout {
    position: sticky;
    bottom: 0;
    z-index: 3;
    display: flex;
    align-items: center;
    gap: 0.75rem;
    min-height: 2.75rem;
    padding: 0.4rem 0.9rem;
    background: var(--dz-well, #f3f0ea);
    border-radius: 8px;
    font-size: 0.875rem;
  }
  .readout p {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.3rem 0.9rem;
    flex: 1;
    min-width: 0;
  }
  .readout .quiet {
    color: var(--dz-ink-2, #57514a);
  }
  .tag {
    font-weight: 600;
    color: var(--dz-qing, #2a5a78);
  }
  .tag.moved,
  .tag.only {
    color: var(--dz-zhu, #b02e1c);
  }
  .score {
    display: inline-flex;
    align-items: center;
    gap: 0.4rem;
  }
  .score meter {
    appearance: none;
    -webkit-appearance: none;
    width: 4.5rem;
    height: 0.4rem;
    border: 0;
    border-radius: 2px;
    background: var(--dz-line, #ddd);
  }
  .score meter::-webkit-meter-bar {
    height: 0.4rem;
    border: 0;
    border-radius: 2px;
    background: var(--dz-line, #ddd);
  }
  .score meter::-webkit-meter-optimum-value {
    border-radius: 2px;
    background: var(--dz-qing, #2a5a78);
  }
  .score meter::-moz-meter-bar {
    border-radius: 2px;
    background: var(--dz-qing, #2a5a78);
  }
  .why q {
    quotes: none;
    font-family: var(--dz-serif, serif);
    padding: 0 0.4em;
    margin-inline-start: 0.3em;
    border-radius: 3px;
    background: var(--dz-sheet, #fff);
  }
  .kinds {
    color: var(--dz-zhu, #b02e1c);
  }
  .hand {
    display: inline-flex;
    gap: 0.4rem;
  }
  .hand button {
    min-height: 1.75rem;
    padding: 0 0.7rem;
    border: 1px solid var(--dz-line-strong, #999);
    border-radius: 6px;
    background: var(--dz-sheet, #fff);
    white-space: nowrap;
  }
  .hand button[aria-pressed="true"] {
    border-color: var(--dz-qing, #2a5a78);
    color: var(--dz-qing, #2a5a78);
    font-weight: 600;
  }
  .close {
    flex: none;
    width: 1.9rem;
    height: 1.9rem;
    border: 0;
    border-radius: 50%;
    background: none;
    font-size: 1.2rem;
    line-height: 1;
  }
  .close:hover {
    background: var(--dz-sheet, #fff);
  }

  /* One line, whatever there is to say: the panes above keep their height from link to link. */
  @media (min-width: 45.01rem) {
    .readout p {
      flex-wrap: nowrap;
      white-space: nowrap;
    }
    .readout .why {
      flex: 0 1 auto;
      min-width: 0;
      overflow: hidden;
      text-overflow: ellipsis;
    }
  }
  @media (max-width: 45rem) {
    .readout[data-empty] {
      display: none;
    }
    .readout {
      gap: 0.4rem;
      padding: 0.5rem 0.7rem;
      box-shadow: 0 -1px 0 var(--dz-line, #ddd);
    }
    .readout p {
      gap: 0.2rem 0.7rem;
    }
    .score meter,
    .why q:nth-of-type(n + 3) {
      display: none;
    }
    .rows li {
      scroll-margin-block: 1rem 8rem;
    }
    .sums {
      margin-inline-start: 0;
    }
    .facts li button {
      grid-template-columns: minmax(0, 1fr);
      gap: 0.15rem;
      padding-block: 0.55rem;
    }
    .says:first-child {
      text-align: start;
    }
    .facts .kind {
      justify-self: start;
      grid-row: 1;
    }
  }
  /* On a low screen the texts need the room: the rest of the facts is one click away. */
  @media (max-height: 52rem) {
    .facts ul:not(.whole) li:nth-child(n + 3) {
      display: none;
    }
    .facts ul.whole {
      max-height: 9rem;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    duizhao-ribbon .band {
      transition: fill-opacity 0.12s;
    }
  }
  @media print {
    .toolbar,
    .readout,
    duizhao-ribbon {
      display: none;
    }
    .panes {
      display: block;
    }
    .pane {
      overflow: visible;
      border: 0;
    }
  }
`;
