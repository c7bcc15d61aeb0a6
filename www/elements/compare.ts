import { html, LitElement, nothing, type TemplateResult } from "lit";
import { called, toldApart } from "../lib/apart.js";
import type { Comparison, Pair, Document as SourceDocument, Span } from "../lib/types.js";
import { type Language, setLanguage, t } from "../strings/index.js";
import { choices } from "./choices.js";
import {
  type Anchor,
  type HandLink,
  level,
  type Row,
  rising,
  type Show,
  SIDES,
  type SideName,
  type View,
  viewOf,
} from "./comparison-model.js";
import { visible } from "./controls.js";
import { FEW_FACTS, factsTable } from "./facts.js";
import { interleaved } from "./interleaved.js";
import { type Act, readout } from "./readout.js";
import "./ribbon.js";
import type { Band, Ribbon, Share } from "./ribbon.js";
import { languageOf, type SourceText } from "./source-text.js";
import "./source-text.js";
import { compareStyle } from "./style/compare.js";
import { interleavedStyle } from "./style/interleaved.js";
import { reading } from "./style/reading.js";

/** Below this width two panes are narrower than twenty characters each: the texts are interleaved instead. */
export const NARROW_PX = 720;
/** Where in a pane the eye is taken to be when the other pane is brought level. */
const EYE = 0.33;

/**
 * Two texts side by side with everything a reader does to a comparison: `<duizhao-compare>` of the page, and inside the
 * element of that name for other people's pages. Whoever uses it names it.
 *
 * Set `left`, `right` and `comparison`. Hover lights the partner, a click or Enter brings it level, `n` and `p` step
 * through the differences. Fires `settings` when the reader changes what is shown, `place` when a link is chosen,
 * and `hand` when one is pinned or refused (detail: `act` and `link`): the owner compares again with it.
 */
export class Compare extends LitElement {
  static override styles = [reading, compareStyle, interleavedStyle];
  static override properties = {
    left: { attribute: false },
    right: { attribute: false },
    comparison: { attribute: false },
    show: { attribute: false },
    strength: { attribute: false },
    isLevelled: { attribute: false },
    place: { attribute: false },
    isNarrow: { state: true },
    now: { state: true },
    bands: { state: true },
    windows: { state: true },
    lit: { state: true },
    hasAllFacts: { state: true },
    isLinking: { state: true },
    pinned: { attribute: false },
    language: { attribute: false },
    isPlain: { attribute: false },
    narrowPx: { attribute: false },
  };

  declare left: SourceDocument | undefined;
  declare right: SourceDocument | undefined;
  declare comparison: Comparison | undefined;
  declare show: Show;
  declare strength: number;
  /** Whether scrolling one side brings the other level. */
  declare isLevelled: boolean;
  /** Start of the link to stand on at first, in the left text; from the page's address. */
  declare place: number | null;
  declare isNarrow: boolean;
  declare now: Row | null;
  declare bands: Band[];
  declare windows: { left: Share; right: Share };
  declare lit: readonly number[];
  declare hasAllFacts: boolean;
  declare isLinking: boolean;
  /** Links that the reader has set. */
  declare pinned: readonly HandLink[];
  /** The language of its words; null for that of the page. */
  declare language: Language | null;
  /** Without what only an owner can carry out or few readers want: links by hand, the strength of links. */
  declare isPlain: boolean;
  declare narrowPx: number;

  private view: View | null = null;
  private anchors: Anchor[] = [];
  private gaps: { left: Share[]; right: Share[] } = { left: [], right: [] };
  private quietUntil = { left: 0, right: 0 };
  private frame = 0;
  /** On paper nothing scrolls: the two texts are interleaved there. */
  private readonly onPrint = (event: Event): void => {
    this.isNarrow = event.type === "beforeprint" || this.clientWidth < this.narrowPx;
  };
  private readonly sizes = new ResizeObserver(() => {
    this.isNarrow = this.clientWidth < this.narrowPx;
    this.measureSoon();
  });

  constructor() {
    super();
    this.show = "all";
    this.strength = 0;
    this.isLevelled = true;
    this.place = null;
    this.isNarrow = false;
    this.now = null;
    this.bands = [];
    this.windows = { left: [0, 0], right: [0, 0] };
    this.lit = [];
    this.hasAllFacts = false;
    this.isLinking = false;
    this.pinned = [];
    this.language = null;
    this.isPlain = false;
    this.narrowPx = NARROW_PX;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.sizes.observe(this);
    addEventListener("beforeprint", this.onPrint);
    addEventListener("afterprint", this.onPrint);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
    removeEventListener("beforeprint", this.onPrint);
    removeEventListener("afterprint", this.onPrint);
    cancelAnimationFrame(this.frame);
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!this.comparison) return;
    if (changed.has("comparison")) {
      // A link set by hand gives a new comparison of the same texts: the reader goes on standing where he stood.
      const place = this.now?.left?.[0] ?? null;
      this.now = null;
      this.isLinking = false;
      if (place !== null && !changed.has("left") && !changed.has("right")) this.place = place;
    }
    if (changed.has("comparison") || changed.has("strength") || changed.has("show")) {
      this.view = viewOf(this.comparison, this.strength, this.show);
    }
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (["comparison", "strength", "show", "isNarrow", "left", "right"].some((name) => changed.has(name))) {
      this.measureSoon(changed.has("comparison") || changed.has("isNarrow"));
    }
    if (changed.has("lit") || changed.has("now")) this.paintLit();
  }

  protected override render(): unknown {
    const { left, right, view } = this;
    if (!left || !right || !view || !this.comparison) return nothing;
    if (this.language) setLanguage(this.language);
    return html`
      ${this.toolbar(view)}
      ${factsTable({
        view,
        left,
        right,
        isWhole: this.hasAllFacts,
        few: this.isPlain ? FEW_FACTS - 1 : FEW_FACTS,
        onWhole: () => {
          this.hasAllFacts = !this.hasAllFacts;
        },
        onPair: (pair) => this.choosePair(pair),
      })}
      ${this.isNarrow ? interleaved({ view, left, right, now: this.now, show: this.show, onRow: (row) => this.choose(row) }) : this.panes(left, right, view)}
      ${readout({
        view,
        row: this.now,
        isPinned: this.pinned.some(
          (link) => link.left[0] === this.now?.left?.[0] && link.right[0] === this.now?.right?.[0],
        ),
        isLinking: this.isLinking,
        isPlain: this.isPlain,
        onClose: () => this.choose(null),
        onHand: (act) => this.byHand(act),
      })}
    `;
  }

  private toolbar(view: View): TemplateResult {
    const coverage = this.comparison?.coverage ?? { left: 0, right: 0 };
    const given = [
      ["all", t("showAll")],
      ["similar", t("showSimilar")],
      ["different", t("showDifferent")],
    ] as const;
    return html`<div class="toolbar" part="toolbar" role="group" aria-label=${t("compareTools")}>
      ${choices(t("showWhich"), given, this.show, (show) => this.set({ show }))}
      <div class="steps" role="group" aria-label=${t("differences")}>
        <button type="button" class="step" @click=${() => this.step(-1)} ?disabled=${view.stops.length === 0} aria-label=${t("previousDifference")} title=${`${t("previousDifference")} (p)`}>↑</button>
        <span class="num">${t("differencePlace", { at: this.stopAt() + 1, of: view.stops.length })}</span>
        <button type="button" class="step" @click=${() => this.step(1)} ?disabled=${view.stops.length === 0} aria-label=${t("nextDifference")} title=${`${t("nextDifference")} (n)`}>↓</button>
      </div>
      ${
        this.isPlain
          ? nothing
          : html`<label class="slide">${t("strength")}
        <input type="range" min="0" max="0.95" step="0.05" .value=${String(this.strength)} aria-valuetext=${this.strength.toFixed(2)}
          @input=${(event: Event) => this.set({ strength: Number((event.target as HTMLInputElement).value) })} />
        <output class="num">${this.strength.toFixed(2)}</output>
      </label>`
      }
      ${
        this.isNarrow
          ? nothing
          : html`<label class="check"><input type="checkbox" .checked=${this.isLevelled}
            @change=${(event: Event) => this.set({ isLevelled: (event.target as HTMLInputElement).checked })} />${t("keepLevel")}</label>`
      }
      <p class="sums">
        <span><i class="key same"></i>${t("relationSame")} ${view.num.same}</span>
        <span><i class="key reworded"></i>${t("relationReworded")} ${view.num.reworded}</span>
        <span><i class="key related"></i>${t("relationRelated")} ${view.num.related}</span>
        <span><i class="key only"></i>${t("relationOnly")} ${view.num.onlyLeft} / ${view.num.onlyRight}</span>
        ${view.num.moved > 0 ? html`<span><i class="key moved">⇅</i>${t("relationMoved")} ${view.num.moved}</span>` : nothing}
        <span class="coverage">${t("coverage", { left: percent(coverage.left), right: percent(coverage.right) })}</span>
      </p>
    </div>`;
  }

  private panes(left: SourceDocument, right: SourceDocument, view: View): TemplateResult {
    return html`<div class=${this.isLinking ? "panes linking" : "panes"}>
      ${this.pane("left", left, view)}
      <duizhao-ribbon part="ribbon" .language=${this.language}
        .bands=${this.bands} .gaps=${this.gaps} .windows=${this.windows} .lit=${this.lit} .now=${this.now?.pair ?? null}
        @pair=${(event: CustomEvent<number>) => this.choosePair(event.detail)}
        @travel=${(event: CustomEvent<{ side: SideName; share: number }>) => this.travel(event.detail.side, event.detail.share)}
      ></duizhao-ribbon>
      ${this.pane("right", right, view)}
    </div>`;
  }

  private pane(side: SideName, document: SourceDocument, view: View): TemplateResult {
    const apart = toldApart([this.left, this.right].filter((one) => one !== undefined));
    return html`<section
      class=${`pane ${side}`} part=${`pane pane-${side}`} tabindex="0" role="region" aria-label=${called(document, apart)}
      @scroll=${() => this.onScroll(side)} @pointerover=${this.onOver} @pointerleave=${() => this.light([])}
      @click=${(event: MouseEvent) => this.onClick(event, side)} @keydown=${this.onKey}
    >
      <header lang=${languageOf(document)}>
        <h2><bdi>${visible(document.title)}</bdi></h2>
        <p>${[apart.get(document.id), document.date, document.source].filter(Boolean).join(" · ")}</p>
      </header>
      <duizhao-text .document=${document} .units=${view[side].units} .differences=${view[side].differences} @grown=${() => this.measureSoon()}></duizhao-text>
    </section>`;
  }

  private set(settings: { show?: Show; strength?: number; isLevelled?: boolean }): void {
    Object.assign(this, settings);
    this.dispatchEvent(
      new CustomEvent("settings", {
        detail: { show: this.show, strength: this.strength, isLevelled: this.isLevelled },
      }),
    );
  }

  /** Steps to the next (`1`) or previous (`-1`) difference and stands on it. */
  step(direction: 1 | -1): void {
    const stops = this.view?.stops ?? [];
    if (stops.length === 0) return;
    const at = this.stopAt();
    const next = at < 0 ? (direction > 0 ? 0 : stops.length - 1) : (at + direction + stops.length) % stops.length;
    this.choose(stops[next] ?? null);
  }

  /** Lets go of a link that is being set, or else of the row the reader stands on; false where there is neither. */
  release(): boolean {
    if (this.isLinking) this.isLinking = false;
    else if (this.now) this.choose(null);
    else return false;
    return true;
  }

  private stopAt(): number {
    const now = this.now;
    if (!now || !this.view) return -1;
    return this.view.stops.findIndex((row) => sameRow(row, now));
  }

  private choosePair(pair: number): void {
    this.choose(this.view?.rows.find((row) => row.pair === pair) ?? null);
  }

  /** Stands on a row: both sides come level at the height of the eye, and the reading below says why they are linked. */
  private choose(row: Row | null, from?: SideName): void {
    this.now = row;
    this.isLinking = false;
    this.lit = row?.pair === null || row?.pair === undefined ? [] : [row.pair];
    if (row) this.dispatchEvent(new CustomEvent("place", { detail: row.left?.[0] ?? null }));
    void this.updateComplete.then(() => (row ? this.bringLevel(row, from) : undefined));
  }

  private bringLevel(row: Row, from?: SideName): void {
    if (this.isNarrow) {
      this.renderRoot.querySelector(".rows .now")?.scrollIntoView({ block: "nearest" });
      return;
    }
    const fixed = from && row[from] ? this.topOf(from, row[from]) : null;
    for (const side of SIDES) {
      const span = row[side];
      const pane = this.paneOf(side);
      if (!span || !pane || side === from) continue;
      const top = this.topOf(side, span);
      if (top === null) continue;
      const wanted = fixed !== null && from ? fixed - (this.paneOf(from)?.scrollTop ?? 0) : pane.clientHeight * EYE;
      this.moveTo(side, top - wanted);
    }
    const alone = row.left === null ? "right" : row.right === null ? "left" : null;
    if (alone && this.isLevelled) this.follow(alone);
  }

  private travel(side: SideName, share: number): void {
    const pane = this.paneOf(side);
    if (!pane) return;
    pane.scrollTo({ top: share * pane.scrollHeight - pane.clientHeight / 2 });
  }

  private readonly onOver = (event: Event): void => {
    const unit = (event.target as Element).closest<HTMLElement>("[data-pairs]");
    this.light(unit ? ordinals(unit) : this.now?.pair != null ? [this.now.pair] : []);
  };

  private onClick(event: MouseEvent, side: SideName): void {
    const selected = globalThis.getSelection?.()?.toString();
    const unit = (event.target as Element).closest<HTMLElement>("[data-unit]");
    if (!unit || selected) return;
    const at = Number(unit.dataset["unit"]);
    const now = this.now;
    if (this.isLinking && now && now[side] === null) {
      const held = this.view?.[side].units.find((one) => one.start === at);
      if (held) this.link({ ...now, [side]: [held.start, held.end] });
      return;
    }
    const pair = ordinals(unit)[0] ?? null;
    const row = this.view?.rows.find((row) =>
      pair === null ? row.pair === null && row[side]?.[0] === at : row.pair === pair,
    );
    if (row) this.choose(row, side);
  }

  /** Pins or refuses the link the reader stands on, or begins a new one from what stands alone. */
  private byHand(act: Act): void {
    const row = this.now;
    if (!row) return;
    if (act === "link") this.isLinking = !this.isLinking;
    else if (row.left && row.right) this.tellHand(act, { left: row.left, right: row.right });
  }

  private link(row: Row): void {
    this.isLinking = false;
    if (row.left && row.right) this.tellHand("pin", { left: row.left, right: row.right });
  }

  private tellHand(act: "pin" | "reject", link: HandLink): void {
    this.dispatchEvent(new CustomEvent("hand", { detail: { act, link } }));
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" ? !this.release() : event.key !== "Enter" || !this.now) return;
    if (event.key === "Enter" && this.now) this.bringLevel(this.now);
    event.preventDefault();
  };

  private light(pairs: number[]): void {
    if (pairs.join() !== this.lit.join()) this.lit = pairs;
  }

  private paintLit(): void {
    const lit = new Set(this.lit.map(String));
    const now = this.now;
    for (const unit of this.renderRoot.querySelectorAll<HTMLElement>("duizhao-text .unit")) {
      const held = (unit.dataset["pairs"] ?? "").split(" ");
      unit.classList.toggle(
        "lit",
        held.some((pair) => lit.has(pair)),
      );
      const at = Number(unit.dataset["unit"]);
      const side: SideName = unit.closest(".pane.right") ? "right" : "left";
      const span = now?.[side];
      unit.classList.toggle("now", Boolean(span && at >= span[0] && at < span[1]));
    }
  }

  private paneOf(side: SideName): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(`.pane.${side}`);
  }

  /** Where a span stands in its pane's content, in pixels, or null where it is not shown. */
  private topOf(side: SideName, span: Span): number | null {
    const pane = this.paneOf(side);
    const element = pane?.querySelector<SourceText>("duizhao-text")?.elementAt(span[0]);
    if (!pane || !element) return null;
    return element.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
  }

  private moveTo(side: SideName, top: number): void {
    const pane = this.paneOf(side);
    if (!pane) return;
    this.quietUntil[side] = performance.now() + 160;
    pane.scrollTop = top;
  }

  private onScroll(side: SideName): void {
    this.windowsSoon();
    if (!this.isLevelled || performance.now() < this.quietUntil[side]) return;
    this.follow(side);
  }

  /** Brings the other side level with what stands at the eye on this one. */
  private follow(side: SideName): void {
    const pane = this.paneOf(side);
    const other: SideName = side === "left" ? "right" : "left";
    const partner = this.paneOf(other);
    if (!pane || !partner || this.anchors.length === 0) return;
    const room = pane.scrollHeight - pane.clientHeight;
    // At either end the eye slides to the pane's own edge, so that both texts begin and end together.
    const eye = room > 0 ? Math.min(1, Math.max(0, pane.scrollTop / room)) : EYE;
    const y = pane.scrollTop + eye * pane.clientHeight;
    this.moveTo(other, level(y, this.anchors, side) - eye * partner.clientHeight);
  }

  private measureSoon(isNew = false): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      void Promise.all([...this.renderRoot.querySelectorAll("duizhao-text")].map((text) => text.updateComplete)).then(
        () => {
          this.measure();
          this.paintLit();
          if (isNew && this.place !== null && this.view) {
            const { place } = this;
            const row = this.view.rows.find(({ left }) => left && left[0] <= place && place < left[1]);
            if (row) this.choose(row);
          }
        },
      );
    });
  }

  /** Reads from the laid-out page where every unit stands; ribbon and level scrolling live on these numbers. */
  private measure(): void {
    const view = this.view;
    const panes = { left: this.paneOf("left"), right: this.paneOf("right") };
    if (!view || this.isNarrow || !panes.left || !panes.right) return;
    const at = { left: new Map<number, [number, number]>(), right: new Map<number, [number, number]>() };
    const gaps: { left: Share[]; right: Share[] } = { left: [], right: [] };
    for (const side of SIDES) {
      const pane = panes[side] as HTMLElement;
      const origin = pane.getBoundingClientRect().top - pane.scrollTop;
      const whole = Math.max(1, pane.scrollHeight);
      for (const unit of pane.querySelectorAll<HTMLElement>(".unit")) {
        const box = unit.getBoundingClientRect();
        const from = box.top - origin;
        const to = box.bottom - origin;
        const held = ordinals(unit);
        if (held.length === 0) gaps[side].push([from / whole, to / whole]);
        for (const pair of held) {
          const known = at[side].get(pair);
          at[side].set(pair, known ? [Math.min(known[0], from), Math.max(known[1], to)] : [from, to]);
        }
      }
    }
    const heights = { left: panes.left.scrollHeight, right: panes.right.scrollHeight };
    const anchors: Anchor[] = [];
    const bands: Band[] = [];
    for (const i of view.linked) {
      const pair = view.pairs[i] as Pair;
      const left = at.left.get(i);
      const right = at.right.get(i);
      if (!left || !right) continue;
      if (!pair.isMoved) anchors.push({ left: left[0], right: right[0] });
      bands.push({
        pair: i,
        relation: pair.relation,
        isMoved: pair.isMoved,
        hasFact: pair.differences.some((d) => d.kind !== "wording"),
        left: [left[0] / heights.left, left[1] / heights.left],
        right: [right[0] / heights.right, right[1] / heights.right],
      });
    }
    this.anchors = [{ left: 0, right: 0 }, ...rising(anchors), { left: heights.left, right: heights.right }];
    this.gaps = gaps;
    this.bands = bands;
    this.measureWindows();
  }

  private windowsSoon(): void {
    requestAnimationFrame(() => this.measureWindows());
  }

  private measureWindows(): void {
    const share = (side: SideName): Share => {
      const pane = this.paneOf(side);
      if (!pane || pane.scrollHeight === 0) return [0, 0];
      return [pane.scrollTop / pane.scrollHeight, (pane.scrollTop + pane.clientHeight) / pane.scrollHeight];
    };
    this.windows = { left: share("left"), right: share("right") };
  }

  /** The ribbon as it stands, for export as a picture. */
  get picture(): SVGSVGElement | null {
    return this.renderRoot.querySelector<Ribbon>("duizhao-ribbon")?.querySelector("svg") ?? null;
  }
}

function ordinals(unit: HTMLElement): number[] {
  return (unit.dataset["pairs"] ?? "").split(" ").filter(Boolean).map(Number);
}

function sameRow(a: Row, b: Row): boolean {
  return a.pair === b.pair && a.left?.[0] === b.left?.[0] && a.right?.[0] === b.right?.[0];
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
