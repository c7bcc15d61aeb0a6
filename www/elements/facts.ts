import { html, nothing, type TemplateResult } from "lit";
import type { Pair, Document as SourceDocument, Span } from "../lib/types.js";
import { t } from "../strings/index.js";
import type { Fact, View } from "./comparison-model.js";
import { inlineText } from "./inline.js";
import { within } from "./pieces.js";
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

/** A span with a little of the text around it, from inside its pair only; where a side says nothing on it, what it says there. */
function inContext(document: SourceDocument, [start, end]: Span, [first, last]: Span): TemplateResult {
  const isSaid = end > start;
  // A speaker's label may stand outside the sentence that is linked.
  const least = Math.min(first, start);
  const most = Math.max(last, end);
  const near = Math.max(least, start - CONTEXT);
  const from = edge(document, near, least, "start");
  const to = edge(document, Math.min(most, isSaid ? end + CONTEXT : near + 2 * CONTEXT), most, "end");
  const words = inlineText(document, { start: from, end: to }, [{ start, end }], (_mark, node) => html`<b>${node}</b>`);
  const shown = html`${from > first ? "…" : ""}${words}${to < last ? "…" : ""}`;
  return isSaid ? shown : html`<i class="absent">${shown}${t("notSaid")}</i>`;
}

/** Where words begin and end, in browsers that know; elsewhere a cut may fall inside one. */
const segmenter = typeof Intl.Segmenter === "function" ? new Intl.Segmenter("zh", { granularity: "word" }) : null;
/** Characters looked at on each side of a cut to find the word that it falls into. */
const WORD_REACH = 24;

/** A cut that falls into a word, or into noise, is moved out to its edge, but not past `limit`; never into a rare character, which is two units. */
function edge({ text, removed }: SourceDocument, at: number, limit: number, which: "start" | "end"): number {
  if (at === limit) return at;
  const noise = within(removed, at, at + 1).find(({ start }) => start < at);
  if (noise) return which === "start" ? Math.max(limit, noise.start) : Math.min(limit, noise.end);
  const origin = Math.max(0, at - WORD_REACH);
  const word = segmenter?.segment(text.slice(origin, at + WORD_REACH)).containing(at - origin);
  if (!word) return clampStart(text, at);
  const start = origin + word.index;
  if (start === at) return at;
  return which === "start" ? Math.max(limit, start) : Math.min(limit, start + word.segment.length);
}

function clampStart(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}
