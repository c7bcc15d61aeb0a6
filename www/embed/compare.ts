/**
 * `<duizhao-compare left="a.md" right="b.md">`: two texts side by side on somebody else's page: differences in fact first, what
 * is the same, reworded, moved, or has no counterpart; narrow, both in one column.
 *
 * Attributes: `left`, `right` (addresses of texts: plain, Markdown or HTML), `unit` (`sentence`, `passage`, `article`), `show`
 * (`all`, `similar`, `different`), `theme`, `loading="eager"`, `lang`.
 */

import { Compare } from "../elements/compare.js";
import type { Show } from "../elements/comparison-model.js";
import { COMPARE_WORDS, embedWord, languageAround, TEXT_FAILURES } from "../strings/embed.js";
import { COMPARE_STYLE } from "./compare-style.js";
import { compareAt } from "./comparing.js";
import { addressOf, define, set } from "./dom.js";
import { LateElement } from "./late.js";

/** Columns of articles are narrow: two panes of a dozen characters each are still better seen together. */
const NARROW_PX = 560;
const UNITS = ["sentence", "passage", "article"] as const;
const SHOWS: readonly Show[] = ["all", "similar", "different"];
const PARTS = "toolbar, facts, pane, pane-left, pane-right, ribbon, rows, readout";
const VIEW = "duizhao-comparison";

export class DuizhaoCompare extends LateElement {
  static readonly observedAttributes = ["left", "right", "unit", "show", "theme", "lang"];
  protected readonly failures = TEXT_FAILURES;
  #view: Compare | null = null;

  constructor() {
    super(COMPARE_STYLE);
  }

  protected override said(): string {
    return embedWord(this, COMPARE_WORDS, "loading");
  }

  override attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (name === "show" && this.#view) this.#view.show = this.#show;
    else super.attributeChangedCallback(name, before, now);
  }

  get #show(): Show {
    return SHOWS.find((show) => show === this.getAttribute("show")) ?? "all";
  }

  protected override async draw(isCurrent: () => boolean): Promise<Node | null> {
    const [left, right] = [addressOf(this.getAttribute("left")), addressOf(this.getAttribute("right"))];
    if (!left || !right) {
      this.fail("failSource");
      return null;
    }
    const unit = UNITS.find((one) => one === this.getAttribute("unit")) ?? "sentence";
    const compared = await compareAt({ left, right }, unit);
    if (!isCurrent()) return null;
    define(VIEW, Compare);
    const view = document.createElement(VIEW) as Compare;
    Object.assign(view, compared, { isPlain: true, narrowPx: NARROW_PX, show: this.#show });
    view.addEventListener("keydown", (event) => {
      const step = { n: 1, p: -1 }[event.key] as 1 | -1 | undefined;
      if (!step || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      event.preventDefault();
      view.step(step);
    });
    set(view, "exportparts", PARTS);
    set(view, "role", "group");
    this.#view = view;
    return view;
  }

  protected override look(): void {
    super.look();
    if (!this.#view) return;
    this.#view.language = languageAround(this);
    set(this.#view, "aria-label", embedWord(this, COMPARE_WORDS, "region"));
  }
}
