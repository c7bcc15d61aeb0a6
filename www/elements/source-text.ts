import { html, LitElement, nothing, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import type { Block, Removal, Document as SourceDocument } from "../lib/types.js";
import { visible } from "./controls.js";
import { markupOf } from "./markup.js";
import { cut, type Layer, layer, type Piece, type Stretch, setLines, within } from "./pieces.js";
import { rawSlicesOf, type Slice, slicesOf } from "./slices.js";

/** A stretch that a comparison links or leaves alone. `pairs` are ordinals of the comparison's pairs, space-separated in `data-pairs`. */
export interface Unit extends Stretch {
  relation: "same" | "reworded" | "related" | "only";
  isMoved: boolean;
  isDim: boolean;
  /** The reader asked for differences, and this has no counterpart at all. */
  standsOut: boolean;
  pairs: number[];
}

/** A place inside a unit where the two sides differ. */
export interface DifferenceMark extends Stretch {
  kind: string;
  isFact: boolean;
}

/** A hit. The one a reader stands on is `isNow`. */
export interface HitMark extends Stretch {
  isNow: boolean;
}

const HEADING_LEVELS = [2, 2, 3, 4] as const;
/** UTF-16 units laid out at a time: enough for several screens, little enough not to be felt. */
const PORTION = 40_000;
/** Between two portions the page may answer. */
const BREATH_MS = 16;

/**
 * `<duizhao-text>`: one source text, set for reading.
 *
 * What it shows is the source: noise is greyed and struck, never dropped; Markdown marks are hidden unless `isRaw`.
 * Data enters the tree as text nodes only. It renders into its own light tree so that selection, find-in-page and the
 * page's typography work across it; an enclosing shadow tree adopts `style/reading.ts`.
 *
 * A long text is laid out in portions, the first at once; `grown` is fired after each further one. What a change does not
 * touch is left as it stands, block by block.
 */
export class SourceText extends LitElement {
  static override properties = {
    document: { attribute: false },
    hits: { attribute: false },
    units: { attribute: false },
    differences: { attribute: false },
    isRaw: { attribute: false },
  };

  declare document: SourceDocument | undefined;
  declare hits: HitMark[];
  declare units: Unit[];
  declare differences: DifferenceMark[];
  declare isRaw: boolean;

  private removed: Layer<Removal> = [];
  private hitLayer: Layer<HitMark> = [];
  private unitLayer: Layer<Unit> = [];
  /** Differences in fact lie over those of wording: a number inside a reworded stretch is seen as a number. */
  private factLayer: Layer<DifferenceMark> = [];
  private wordingLayer: Layer<DifferenceMark> = [];
  private titleBlock: Block | undefined;
  private markup: Layer<Stretch> = [];
  private strong: Layer<Stretch> = [];
  private slices: Slice[] = [];
  /** How many slices are laid out. */
  private numShown = 0;
  private growing: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.hits = [];
    this.units = [];
    this.differences = [];
    this.isRaw = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    const document = this.document;
    if (changed.has("document") && document) {
      this.lang = languageOf(document);
      this.removed = layer(document.removed);
      this.titleBlock = titleBlockOf(document);
      const markup = markupOf(document);
      this.markup = markup.hidden;
      this.strong = markup.strong;
    }
    if (document && (changed.has("document") || changed.has("isRaw"))) {
      this.slices = this.isRaw ? rawSlicesOf(document.text) : slicesOf(document);
      this.numShown = this.portionFrom(0);
      this.classList.toggle("long", this.numShown < this.slices.length);
    }
    if (changed.has("hits")) this.hitLayer = layer(this.hits);
    if (changed.has("units")) this.unitLayer = layer(this.units);
    if (changed.has("differences")) {
      this.factLayer = layer(this.differences.filter((difference) => difference.isFact));
      this.wordingLayer = layer(this.differences.filter((difference) => !difference.isFact));
    }
    this.classList.toggle("raw", this.isRaw);
  }

  protected override updated(): void {
    clearTimeout(this.growing);
    if (this.numShown < this.slices.length) this.growing = setTimeout(() => this.grow(this.numShown), BREATH_MS);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("beforeprint", this.showAll);
    if (this.numShown < this.slices.length) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("beforeprint", this.showAll);
    clearTimeout(this.growing);
  }

  /** Where the portion that begins with slice `first` ends. */
  private portionFrom(first: number): number {
    const start = this.slices[first]?.start ?? 0;
    const next = this.slices.findIndex((slice, i) => i > first && slice.start - start >= PORTION);
    return next < 0 ? this.slices.length : next;
  }

  /** Lays out a further portion, and all before it. */
  private grow(slice: number): void {
    this.numShown = Math.max(this.numShown, this.portionFrom(slice));
    this.requestUpdate();
    this.performUpdate();
    this.dispatchEvent(new Event("grown"));
  }

  private readonly showAll = (): void => {
    if (this.numShown < this.slices.length) this.grow(this.slices.length - 1);
  };

  protected override render(): unknown {
    const document = this.document;
    if (!document) return nothing;
    return this.slices
      .slice(0, this.numShown)
      .map((slice) => guard([slice, this.laidOver(slice)], () => this.slice(document, slice)));
  }

  /** All that a slice's look depends on beside its text, in a word. */
  private laidOver({ start, end }: Stretch): string {
    const hits = within(this.hitLayer, start, end).map((hit) => `${hit.start}${hit.isNow ? "!" : ""}`);
    const units = within(this.unitLayer, start, end).map(
      (unit) => `${unit.start}-${unit.end}${unitNames(unit)} ${unit.pairs}`,
    );
    const marks = [...within(this.factLayer, start, end), ...within(this.wordingLayer, start, end)];
    return `${hits}|${units}|${marks.map((mark) => `${mark.start}-${mark.end}${mark.kind}`)}`;
  }

  private slice(document: SourceDocument, slice: Slice): TemplateResult {
    const { block, start, end, isHead } = slice;
    if (block === null) {
      // The line break that a run ends with is the end of its element.
      const last = document.text[end - 1] === "\n" && end - start > 1 ? end - 1 : end;
      return html`<div data-at=${start}>${this.inline(start, last, false)}</div>`;
    }
    if (isHead && end === block.end) return this.block(document, block);
    const isSet = block.kind !== "code" && block.kind !== "metadata";
    const inner = this.inline(start, end, isSet, isHead ? block : undefined);
    const name = `${block.kind === "code" ? "code" : isHead ? "" : "goes-on"}${block.isBoilerplate ? " aside" : ""}`;
    return html`<p class=${name.trim()} data-at=${start}>${inner}</p>`;
  }

  private block(document: SourceDocument, block: Block): TemplateResult {
    // Lines of code and of metadata are lines; elsewhere they are how a file was wrapped.
    const inner = this.inline(block.start, block.end, block.kind !== "code" && block.kind !== "metadata", block);
    const aside = block.isBoilerplate ? " aside" : "";
    if (block === this.titleBlock) return html`<h2 class="title" data-at=${block.start}>${inner}</h2>`;
    switch (block.kind) {
      case "heading": {
        const level = HEADING_LEVELS[Math.min(block.level, 3)] ?? 4;
        if (level === 2) return html`<h2 data-at=${block.start}>${inner}</h2>`;
        if (level === 3) return html`<h3 data-at=${block.start}>${inner}</h3>`;
        return html`<h4 data-at=${block.start}>${inner}</h4>`;
      }
      case "quote":
        return html`<blockquote class=${aside.trim()} data-at=${block.start}>${inner}</blockquote>`;
      case "code":
        return html`<pre class=${aside.trim()} data-at=${block.start}>${inner}</pre>`;
      case "list-item":
        return html`<p class=${`item${aside}`} data-at=${block.start}>${inner}</p>`;
      case "table-row":
        return this.tableRow(document, block, aside);
      case "metadata":
        return html`<p class=${`meta${aside}`} data-at=${block.start}>${inner}</p>`;
      default: {
        const isTurn = block.speaker !== null && block.speaker !== undefined;
        return html`<p class=${`${isTurn ? "turn" : ""}${aside}`.trim()} data-at=${block.start}>${inner}</p>`;
      }
    }
  }

  /** A table's row: its cells side by side; the line of dashes under the head is drawn as a rule. */
  private tableRow(document: SourceDocument, block: Block, aside: string): TemplateResult {
    const text = document.text.slice(block.start, block.end);
    if (/^[\s|:-]+$/.test(text)) return html`<p class="rule" data-at=${block.start}></p>`;
    const cells = [...text.matchAll(/[^|]+/g)]
      .map((cell) => ({ start: block.start + cell.index, end: block.start + cell.index + cell[0].length }))
      .filter(({ start, end }) => document.text.slice(start, end).trim() !== "");
    return html`<p class=${`cells${aside}`} data-at=${block.start}>
      ${cells.map(({ start, end }) => html`<span>${this.inline(start, end, true)}</span>`)}
    </p>`;
  }

  /** The pieces of one stretch, grouped by the unit that holds them. */
  private inline(start: number, end: number, isSet: boolean, block?: Block): unknown[] {
    const document = this.document as SourceDocument;
    const text = document.text;
    const pieces = cut(start, end, [
      this.unitLayer,
      this.removed,
      this.hitLayer,
      this.factLayer,
      isSet ? this.markup : [],
      isSet ? this.strong : [],
      this.wordingLayer,
    ]);
    const out: unknown[] = [];
    const label = block ? labelEnd(text, block) : start;
    for (let i = 0; i < pieces.length; ) {
      const unit = pieces[i]?.over[0] as Unit | undefined;
      let next = i;
      const run: unknown[] = [];
      for (; next < pieces.length && pieces[next]?.over[0] === unit; next++) {
        run.push(...this.leaf(text, pieces[next] as Piece, isSet, label));
      }
      out.push(unit ? unitSpan(unit, run) : run);
      i = next;
    }
    return out;
  }

  private leaf(text: string, piece: Piece, isSet: boolean, label: number): unknown[] {
    if (piece.start < label && piece.end > label) {
      return [
        ...this.leaf(text, { ...piece, end: label }, isSet, label),
        ...this.leaf(text, { ...piece, start: label }, isSet, label),
      ];
    }
    const removal = piece.over[1] as Removal | undefined;
    const hit = piece.over[2] as HitMark | undefined;
    const difference = (piece.over[3] ?? piece.over[6]) as DifferenceMark | undefined;
    const source = text.slice(piece.start, piece.end);
    if (piece.over[4]) return [];
    const shown = isSet ? setLines(source, text[piece.start - 1] ?? "", text[piece.end] ?? "") : source;
    if (shown === "") return [];
    let node: unknown = visible(shown);
    if (removal && removal.kind !== "space") node = html`<span class="noise">${node}</span>`;
    if (piece.over[5]) node = html`<strong>${node}</strong>`;
    if (piece.end <= label) node = html`<span class="speaker">${node}</span>`;
    if (difference) node = html`<em class=${`difference ${difference.isFact ? "fact" : "wording"}`}>${node}</em>`;
    if (hit) node = html`<mark class=${hit.isNow ? "now" : ""} data-hit=${hit.start}>${node}</mark>`;
    return [node];
  }

  /** The element that shows the source position `at`, or the block that holds it. */
  elementAt(at: number): HTMLElement | null {
    const slice = this.slices.findIndex(({ end }) => end > at);
    if (slice >= this.numShown) this.grow(slice);
    const hit = this.querySelector<HTMLElement>(`[data-hit="${at}"]`);
    if (hit) return hit;
    const unit = within(this.unitLayer, at, at + 1)[0];
    if (unit) {
      const element = this.querySelector<HTMLElement>(`[data-unit="${unit.start}"]`);
      if (element) return element;
    }
    let best: HTMLElement | null = null;
    for (const child of this.children) {
      const from = Number((child as HTMLElement).dataset["at"]);
      if (from > at) break;
      best = child as HTMLElement;
    }
    return best;
  }
}

function unitNames(unit: Unit): string {
  const names = ["unit", unit.relation];
  if (unit.isMoved) names.push("moved");
  if (unit.isDim) names.push("dim");
  if (unit.standsOut) names.push("stands-out");
  return names.join(" ");
}

function unitSpan(unit: Unit, run: unknown[]): TemplateResult {
  return html`<span class=${unitNames(unit)} data-unit=${unit.start} data-pairs=${unit.pairs.join(" ")}>${run}</span>`;
}

/** Where the speaker's label at the head of a turn ends, or the block's start when there is none. */
function labelEnd(text: string, block: Block): number {
  if (block.speaker === null || block.speaker === undefined) return block.start;
  const head = text.slice(block.start, Math.min(block.end, block.start + 40));
  const found = /^[\s*_>]*[^\s：:*][^：:\n]{0,24}?[*_]*\s?[：:][*_]*/.exec(head);
  return found ? block.start + found[0].length : block.start;
}

/** The block near the top that says the title itself, if one does: it is set as the title and not said twice. */
export function titleBlockOf(document: SourceDocument): Block | undefined {
  return document.blocks
    .slice(0, 4)
    .find(
      (block) =>
        block.kind !== "metadata" && plain(document.text.slice(block.start, block.end)) === plain(document.title),
    );
}

function plain(text: string): string {
  return text.replace(/^\s*#{1,6}\s+/, "").replace(/[\s*_]+/g, "");
}

/** The `lang` under which a document's characters get the right glyphs. */
export function languageOf(document: Pick<SourceDocument, "script">): string {
  return document.script === "traditional" ? "zh-Hant" : "zh-Hans";
}

if (!customElements.get("duizhao-text")) customElements.define("duizhao-text", SourceText);
declare global {
  interface HTMLElementTagNameMap {
    "duizhao-text": SourceText;
  }
}
