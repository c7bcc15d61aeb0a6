import { html, LitElement, nothing, svg } from "lit";
import { type Language, setLanguage, t } from "../strings/index.js";

/** A stretch of a side as shares of its height, 0–1. */
export type Share = [from: number, to: number];

/** One link as the ribbon draws it. */
export interface Band {
  pair: number;
  relation: "same" | "reworded" | "related";
  isMoved: boolean;
  hasFact: boolean;
  left: Share;
  right: Share;
}

const WIDTH = 88;
const EDGE = 10;

/**
 * `<duizhao-ribbon>`: the whole comparison at a glance, between the two texts.
 *
 * Bands are links, crossing ones are moves; hatched edges are what one side alone has; the frames are what is in view.
 * Plain SVG: a few hundred paths need no library, and the same markup is what the export writes.
 * Fires `pair` (a link was chosen) and `travel` (a place was chosen; detail: side and share).
 */
export class Ribbon extends LitElement {
  static override properties = {
    bands: { attribute: false },
    gaps: { attribute: false },
    windows: { attribute: false },
    lit: { attribute: false },
    now: { attribute: false },
    language: { attribute: false },
    height: { state: true },
  };

  declare bands: Band[];
  declare gaps: { left: Share[]; right: Share[] };
  declare windows: { left: Share; right: Share };
  declare lit: readonly number[];
  declare now: number | null;
  /** The language of its words; null for that of the page. */
  declare language: Language | null;
  declare height: number;

  private readonly sizes = new ResizeObserver((entries) => {
    this.height = Math.round(entries[0]?.contentRect.height ?? 0);
  });

  constructor() {
    super();
    this.bands = [];
    this.gaps = { left: [], right: [] };
    this.windows = { left: [0, 0], right: [0, 0] };
    this.lit = [];
    this.now = null;
    this.language = null;
    this.height = 0;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.sizes.observe(this);
    this.addEventListener("keydown", this.onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
    this.removeEventListener("keydown", this.onKey);
  }

  protected override render(): unknown {
    const height = this.height;
    if (height < 20) return nothing;
    if (this.language) setLanguage(this.language);
    const y = (share: number) => Math.round(share * height * 10) / 10;
    const order = [...this.bands].sort((a, b) => rank(a) - rank(b));
    const at = this.now === null ? -1 : this.bands.findIndex((band) => band.pair === this.now);
    return html`<svg
      width=${WIDTH}
      height=${height}
      viewBox=${`0 0 ${WIDTH} ${height}`}
      tabindex="0"
      role="slider"
      aria-orientation="vertical"
      aria-label=${t("ribbon")}
      aria-valuemin="0"
      aria-valuemax=${this.bands.length}
      aria-valuenow=${at + 1}
      aria-valuetext=${t("ribbonPlace", { at: at + 1, of: this.bands.length })}
      @click=${this.onClick}
    >
      <defs>
        <pattern id="gap-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line class="hatch" x1="1" x2="1" y1="0" y2="5"></line>
        </pattern>
      </defs>
      <rect class="rail" x="0" y="0" width=${EDGE - 2} height=${height}></rect>
      <rect class="rail" x=${WIDTH - EDGE + 2} y="0" width=${EDGE - 2} height=${height}></rect>
      ${order.map((band) => {
        const names = ["band", band.relation];
        if (band.isMoved) names.push("moved");
        if (this.lit.includes(band.pair)) names.push("lit");
        if (band.pair === this.now) names.push("now");
        const l0 = y(band.left[0]);
        const l1 = Math.max(y(band.left[1]), l0 + 1.5);
        const r0 = y(band.right[0]);
        const r1 = Math.max(y(band.right[1]), r0 + 1.5);
        const a = EDGE;
        const b = WIDTH - EDGE;
        const c = WIDTH / 2;
        return svg`<path class=${names.join(" ")} data-pair=${band.pair}
          d=${`M0 ${l0}H${a}C${c} ${l0} ${c} ${r0} ${b} ${r0}H${WIDTH}V${r1}H${b}C${c} ${r1} ${c} ${l1} ${a} ${l1}H0Z`}></path>`;
      })}
      ${(["left", "right"] as const).map((side) =>
        this.gaps[side].map(
          ([from, to]) =>
            svg`<rect class="gap" x=${side === "left" ? 0 : WIDTH - EDGE + 2} y=${y(from)} width=${EDGE - 2} height=${Math.max(1.5, y(to) - y(from))}></rect>`,
        ),
      )}
      ${this.bands
        .filter((band) => band.hasFact)
        .map(
          (band) =>
            svg`<circle class="fact" cx=${WIDTH / 2} cy=${(y(band.left[0]) + y(band.left[1]) + y(band.right[0]) + y(band.right[1])) / 4} r="3"></circle>`,
        )}
      ${(["left", "right"] as const).map((side) => {
        const [from, to] = this.windows[side];
        return svg`<rect class="window" x=${side === "left" ? 0.75 : WIDTH - EDGE + 1.25} y=${y(from) + 0.75} width=${EDGE - 2} height=${Math.max(6, y(to) - y(from) - 1.5)}></rect>`;
      })}
    </svg>`;
  }

  private readonly onClick = (event: MouseEvent): void => {
    const path = (event.target as Element).closest<SVGPathElement>("[data-pair]");
    if (path) {
      this.choose(Number(path.dataset["pair"]));
      return;
    }
    const box = this.getBoundingClientRect();
    const side = event.clientX - box.left < box.width / 2 ? "left" : "right";
    const share = (event.clientY - box.top) / Math.max(1, box.height);
    this.dispatchEvent(new CustomEvent("travel", { detail: { side, share } }));
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined || this.bands.length === 0) return;
    event.preventDefault();
    const at = this.bands.findIndex((band) => band.pair === this.now);
    const next = Math.min(this.bands.length - 1, Math.max(0, at + step));
    const band = this.bands[next];
    if (band) this.choose(band.pair);
  };

  private choose(pair: number): void {
    this.dispatchEvent(new CustomEvent("pair", { detail: pair }));
  }
}

/** Moves and facts are drawn last, over the quiet ones. */
function rank(band: Band): number {
  return (band.isMoved ? 4 : 0) + { related: 0, reworded: 1, same: 2 }[band.relation];
}

if (!customElements.get("duizhao-ribbon")) customElements.define("duizhao-ribbon", Ribbon);
declare global {
  interface HTMLElementTagNameMap {
    "duizhao-ribbon": Ribbon;
  }
}
