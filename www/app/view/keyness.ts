import { html, nothing, svg, type TemplateResult } from "lit";
import { plainly } from "../../elements/controls.js";
import { languageOf } from "../../elements/source-text.js";
import type { Keyness, KeynessColumn } from "../../lib/page.js";
import { t } from "../../strings/index.js";
import type { App } from "../app.js";
import { pictureMenu } from "./picture-menu.js";
import { count, nameOf, plainNameOf } from "./words.js";

const ROW = 24;
const LABEL = 96;
const BARS = 150;
const NUMBERS = 84;
const WIDTH = LABEL + BARS + NUMBERS;
/**
 * The terms that set each document apart, as bars. Every bar's term, counts and value stand beside it as text, and lead
 * to a search. Plain SVG: a dozen rectangles need no library.
 */
export function keyness(app: App, found: Keyness | null): TemplateResult | typeof nothing {
  const columns = found?.columns.filter(({ terms }) => terms.length > 0) ?? [];
  if (!found || columns.length === 0) return nothing;
  return html`<section class="keyness" aria-labelledby="keyness">
    <h2 id="keyness" class="view-title">${t("keynessTitle")}</h2>
    <p class="view-lead">${t("keynessLead")}</p>
    <ol>${columns.map((column) => chart(app, column))}</ol>
    <p class="faint">${t("keynessStatistic", { least: found.minLogLikelihood.toFixed(2) })}</p>
  </section>`;
}

function chart(app: App, { document: info, terms }: KeynessColumn): TemplateResult {
  const most = Math.max(...terms.map((term) => term.logLikelihood));
  const height = terms.length * ROW;
  const name = plainNameOf(app, info);
  return html`<li><figure>
    <figcaption lang=${languageOf(info)}><a href=${app.link({ view: "read", documents: [info.id], query: "" })}>${nameOf(app, info)}</a> <span class="faint num">${info.date ?? t("undated")}</span></figcaption>
    <svg viewBox=${`0 0 ${WIDTH} ${height}`} role="group" aria-label=${t("keynessOf", { title: name })} lang=${languageOf(info)}>
      ${terms.map(({ term, count: n, countElsewhere, logLikelihood }, i) => {
        const y = i * ROW;
        const width = Math.max(2, (logLikelihood / most) * BARS);
        const about = t("keynessTerm", {
          term: plainly(term),
          n: count(n),
          elsewhere: count(countElsewhere),
          value: logLikelihood.toFixed(1),
        });
        return svg`<a href=${app.link({ query: term })}>
          <rect class="row" x="0" y=${y} width=${WIDTH} height=${ROW}></rect>
          <text class="term" x=${LABEL - 8} y=${y + 16}>${fitted(plainly(term))}</text>
          <rect class="bar" x=${LABEL} y=${y + 6} width=${width} height=${ROW - 12} rx="2"></rect>
          <text class="counts" x=${LABEL + width + 6} y=${y + 16}>${count(n)}<tspan class="else"> / ${count(countElsewhere)}</tspan></text>
          <title>${about}</title>
        </a>`;
      })}
    </svg>
    ${pictureMenu(name, (menu) => menu.closest("figure")?.querySelector("svg"))}
  </figure></li>`;
}

/** As much of a term as its label has room for; a Han character is as wide as two letters. */
function fitted(term: string): string {
  let width = 0;
  let shown = "";
  for (const character of term) {
    width += /[\u2e80-\uffef]/.test(character) || character.length > 1 ? 2 : 1;
    if (width > 12) return `${shown}…`;
    shown += character;
  }
  return shown;
}
