import { html, nothing, type TemplateResult } from "lit";
import { toldApart } from "../lib/apart.js";
import { factsOver } from "../lib/overlay.js";
import type { Document as SourceDocument, Span } from "../lib/types.js";
import { t } from "../strings/index.js";
import { isAlike, type Row, type Show, SIDES, type SideName, type View } from "./comparison-model.js";
import { visible } from "./controls.js";
import { inlineText } from "./inline.js";
import { type DifferenceMark, languageOf } from "./source-text.js";
import { relationWord } from "./words.js";

interface Options {
  view: View;
  left: SourceDocument;
  right: SourceDocument;
  now: Row | null;
  /** Narrowed to what differs, rows that are alike are left out; narrowed to what is alike, those that stand alone. */
  show: Show;
  onRow: (row: Row) => void;
}

/** Both texts in one column: each passage of the left followed by its counterpart. For narrow screens and for paper. */
export function interleaved({ view, left, right, now, show, onRow }: Options): TemplateResult {
  const rows = view.rows.filter(({ pair }) => {
    const linked = pair === null ? undefined : view.pairs[pair];
    return show === "all" || (show === "similar" ? linked !== undefined : !linked || !isAlike(linked));
  });
  const marksOf = (side: SideName) => factsOver(view[side].differences, ({ isFact }) => isFact);
  const marks = { left: marksOf("left"), right: marksOf("right") };
  const sources = { left, right };
  const apart = toldApart([left, right]);
  return html`<div class="who">
      ${SIDES.map(
        (side) =>
          html`<p class=${side} lang=${languageOf(sources[side])}><b>${side === "left" ? t("leftMark") : t("rightMark")}</b> <bdi>${visible(sources[side].title)}</bdi> <span>${[apart.get(sources[side].id), sources[side].date].filter(Boolean).join(" · ")}</span></p>`,
      )}
    </div>
    <ol class="rows" part="rows">
      ${rows.map((row) => {
        const pair = row.pair === null ? undefined : view.pairs[row.pair];
        const isNow =
          now !== null && now.pair === row.pair && now.left?.[0] === row.left?.[0] && now.right?.[0] === row.right?.[0];
        return html`<li class=${`${pair?.relation ?? "only"}${isNow ? " now" : ""}`} @click=${() => onRow(row)}>
          <p class="how">
            ${pair ? relationWord(pair.relation) : row.left ? t("onlyLeft") : t("onlyRight")}${pair?.isMoved ? html` · ${t("relationMoved")}` : nothing}
          </p>
          ${SIDES.map((side) => said(side, row[side], sources[side], marks[side]))}
        </li>`;
      })}
    </ol>`;
}

function said(
  side: SideName,
  span: Span | null,
  document: SourceDocument,
  marks: DifferenceMark[],
): TemplateResult | typeof nothing {
  if (!span) return nothing;
  // No white space of ours: line breaks of the source are shown there.
  const words = inlineText(
    document,
    { start: span[0], end: span[1] },
    marks,
    (mark, node) => html`<em class=${mark.isFact ? "fact" : "wording"}>${node}</em>`,
    { hasLines: true },
  );
  return html`<p class=${`said ${side}`} lang=${languageOf(document)}><b class="side">${side === "left" ? t("leftMark") : t("rightMark")}</b>${words}</p>`;
}
