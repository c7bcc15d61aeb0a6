/**
 * `<duizhao-compare left="a.md" right="b.md">`: two texts side by side on somebody else's page: differences in fact first, what
 * is the same, reworded, moved, or has no counterpart; narrow, both in one column.
 *
 * Attributes: `left`, `right` (addresses of texts: plain, Markdown or HTML), `unit` (`sentence`, `passage`, `article`), `show`
 * (`all`, `similar`, `different`), `theme`, `loading="eager"`, `lang`.
 */

import { unsafeCSS } from "lit";
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

/**
 * The page's view, whose lengths count from the root: here they follow the text around the element, for some sites set
 * their root to 10 pixels. Conditions of media keep theirs, which no site can set.
 */
class View extends Compare {
  static override styles = Compare.styles.map(({ cssText }) =>
    unsafeCSS(
      cssText.replace(/@media[^{]*|([\d.]+)rem/g, (found, length) =>
        length ? `calc(${length} * var(--dz-rem))` : found,
      ),
    ),
  );
}

/** Makes `--dz-rem: 1em` a length where it is said, and not anew in every smaller text within. */
function registerLength(): void {
  try {
    CSS.registerProperty({ name: "--dz-rem", syntax: "<length>", inherits: true, initialValue: "16px" });
  } catch {
    // Registered before, or in a browser that cannot: then lengths in smaller text are somewhat smaller.
  }
}

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
    registerLength();
    define(VIEW, View);
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
