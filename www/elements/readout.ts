import { html, nothing, type TemplateResult } from "lit";
import { t } from "../strings/index.js";
import type { Row, View } from "./comparison-model.js";
import { differenceWord, relationWord } from "./words.js";

interface Options {
  view: View;
  row: Row | null;
  isPinned: boolean;
  /** The reader has begun a link and has yet to choose its other end. */
  isLinking: boolean;
  /** Nothing is done by hand. */
  isPlain: boolean;
  onClose: () => void;
  onHand: (act: Act) => void;
}

/** What a reader does to a link by hand. */
export type Act = "pin" | "reject" | "link";

/** The instrument's reading of the link a reader stands on: how the two stand, how surely, and why. */
export function readout({ view, row, isPinned, isLinking, isPlain, onClose, onHand }: Options): TemplateResult {
  return html`<div class="readout" part="readout" aria-live="polite" ?data-empty=${row === null}>
    ${row === null ? html`<p class="quiet">${t("readoutHint")}</p>` : isLinking ? html`<p>${t("linkHint")}</p>` : reading(view, row)}
    ${row === null || isPlain ? nothing : hand(row, isPinned, isLinking, onHand)}
    ${row === null ? nothing : html`<button type="button" class="close" aria-label=${t("close")} @click=${onClose}>×</button>`}
  </div>`;
}

function hand(row: Row, isPinned: boolean, isLinking: boolean, onHand: (act: Act) => void): TemplateResult {
  const button = (act: Act, label: string, isPressed: boolean) =>
    html`<button type="button" aria-pressed=${isPressed ? "true" : "false"} @click=${() => onHand(act)}>${label}</button>`;
  return html`<span class="hand" role="group" aria-label=${t("linksByHand")}>
    ${row.pair === null ? button("link", t("linkTo"), isLinking) : html`${button("pin", t("linkPin"), isPinned)}${button("reject", t("linkReject"), false)}`}
  </span>`;
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
