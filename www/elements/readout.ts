import { html, nothing, type TemplateResult } from "lit";
import { t } from "../strings/index.js";
import type { Row, View } from "./comparison-model.js";
import { differenceWord, relationWord } from "./words.js";

interface Options {
  view: View;
  row: Row | null;
  onClose: () => void;
}

/** The instrument's reading of the link a reader stands on: how the two stand, how surely, and why. */
export function readout({ view, row, onClose }: Options): TemplateResult {
  return html`<div class="readout" aria-live="polite" ?data-empty=${row === null}>
    ${row === null ? html`<p class="quiet">${t("readoutHint")}</p>` : reading(view, row)}
    ${row === null ? nothing : html`<button type="button" class="close" aria-label=${t("close")} @click=${onClose}>×</button>`}
  </div>`;
}

function reading(view: View, row: Row): TemplateResult {
  const pair = row.pair === null ? undefined : view.pairs[row.pair];
  if (!pair) return html`<p><b class="tag only">${row.left ? t("onlyLeft") : t("onlyRight")}</b> ${t("onlyWhy")}</p>`;
  const kinds = [...new Set(pair.differences.map((d) => d.kind))];
  return html`<p>
    <b class=${`tag ${pair.relation}`}>${relationWord(pair.relation)}</b>
    ${pair.isMoved ? html`<b class="tag moved">${t("relationMoved")}</b>` : nothing}
    <span class="score"><meter min="0" max="1" value=${pair.score} aria-label=${t("score")}></meter><span class="num">${pair.score.toFixed(2)}</span></span>
    ${pair.reasons.length > 0 ? html`<span class="why">${t("because")}${pair.reasons.slice(0, 8).map((reason) => html`<q class=${reason.kind}>${reason.text}</q>`)}</span>` : nothing}
    ${kinds.length > 0 ? html`<span class="kinds">${t("differsIn")}${kinds.map((kind) => differenceWord(kind)).join("、")}</span>` : nothing}
  </p>`;
}
