import { html, nothing, type TemplateResult } from "lit";
import type { Pair, Document as SourceDocument, Span } from "../lib/types.js";
import { t } from "../strings/index.js";
import type { Fact, View } from "./comparison-model.js";
import { inlineText } from "./inline.js";
import { languageOf } from "./source-text.js";
import { differenceWord } from "./words.js";

/** Facts shown before the reader asks for all, where the owner does not say. */
export const FEW_FACTS = 3;
/** Characters of context on each side of a fact. */
const CONTEXT = 14;

interface Options {
  view: View;
  left: SourceDocument;
  right: SourceDocument;
  isWhole: boolean;
  /** How many are shown before the reader asks for all. */
  few: number;
  onWhole: () => void;
  onPair: (pair: number) => void;
}

/** The differences in fact, before anything else: what each side says, and what kind of thing differs. */
export function factsTable({ view, left, right, isWhole, few, onWhole, onPair }: Options): TemplateResult {
  const facts = isWhole ? view.facts : view.facts.slice(0, few);
  return html`<section class="facts" part="facts" aria-labelledby="facts-title">
    <div class="facts-head">
      <h2 id="facts-title">${t("facts")} <span class="num">${view.facts.length}</span></h2>
    ${
      view.facts.length > few
        ? html`<button type="button" class="more" aria-expanded=${isWhole ? "true" : "false"} @click=${onWhole}>
          ${isWhole ? t("fewerFacts") : t("allFacts", { n: view.facts.length })}
        </button>`
        : nothing
    }
    </div>
    ${
      view.facts.length === 0
        ? html`<p class="none">${t("noFacts")}</p>`
        : html`<ul class=${isWhole ? "whole" : ""} tabindex=${isWhole ? 0 : nothing} aria-labelledby="facts-title">
          ${facts.map((fact) => row(fact, view, left, right, onPair))}
        </ul>`
    }
  </section>`;
}

function row(
  fact: Fact,
  view: View,
  left: SourceDocument,
  right: SourceDocument,
  onPair: (pair: number) => void,
): TemplateResult {
  const { difference, pair } = fact;
  const whole = view.pairs[pair] as Pair;
  return html`<li>
    <button type="button" @click=${() => onPair(pair)}>
      <span class="says" lang=${languageOf(left)}>${inContext(left, difference.left, whole.left)}</span>
      <span class="kind">${differenceWord(difference.kind)}</span>
      <span class="says" lang=${languageOf(right)}>${inContext(right, difference.right, whole.right)}</span>
    </button>
  </li>`;
}

/** A span with a little of the text around it, from inside its pair only. */
function inContext(document: SourceDocument, [start, end]: Span, pair: Span): TemplateResult {
  if (end <= start) return html`<i class="absent">${t("notSaid")}</i>`;
  const { text } = document;
  // A speaker's label may stand outside the sentence that is linked.
  const from = clampStart(text, Math.max(Math.min(pair[0], start), start - CONTEXT));
  const to = clampStart(text, Math.min(Math.max(pair[1], end), end + CONTEXT));
  const words = inlineText(document, { start: from, end: to }, [{ start, end }], (_mark, node) => html`<b>${node}</b>`);
  return html`${from > pair[0] ? "…" : ""}${words}${to < pair[1] ? "…" : ""}`;
}

/** A cut never falls inside a rare character, which is two units. */
function clampStart(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}
