import { html, LitElement, nothing, svg } from "lit";
import type { Lattice, LatticeEdge } from "../lib/types.js";
import { t } from "../strings/index.js";

const CELL = 42;
const BAR = 30;
const GAP = 6;

/**
 * `<duizhao-lattice>`: every word that could stand in a text, as a bar over its characters; the chosen ones are filled.
 *
 * Bars are stacked like bricks, short ones below. The words chosen are given as text beside it by the page.
 */
export class LatticePicture extends LitElement {
  static override properties = { lattice: { attribute: false }, language: { attribute: false } };

  declare lattice: Lattice | null;
  declare language: string;

  constructor() {
    super();
    this.lattice = null;
    this.language = "";
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): unknown {
    const lattice = this.lattice;
    if (!lattice || lattice.text === "") return nothing;
    const places = columnsOf(lattice.text);
    // Every run of unknown characters could be a word too: such bricks are drawn only where they were chosen.
    const rows = stack(
      lattice.edges.filter((edge) => edge.kind !== "space" && (edge.kind !== "unknown" || edge.isChosen)),
    );
    const numRows = 1 + Math.max(0, ...rows.values());
    const base = numRows * (BAR + GAP);
    const width = places.characters.length * CELL;
    const at = (unit: number) => (places.ofUnit.get(unit) ?? 0) * CELL;
    return html`<svg width=${width} height=${base + 40} viewBox=${`0 0 ${width} ${base + 40}`} role="img" aria-label=${t("lattice", { n: rows.size })} lang="zh">
      ${[...rows].map(([edge, row]) => {
        const x = at(edge.start) + 2;
        const w = at(edge.end) - at(edge.start) - 4;
        const y = base - (row + 1) * (BAR + GAP);
        return svg`<g class=${edge.isChosen ? "edge chosen" : "edge"}>
          <rect x=${x} y=${y} width=${w} height=${BAR} rx="4"></rect>
          <text x=${x + w / 2} y=${y + BAR / 2 - 2} class="word">${lattice.text.slice(edge.start, edge.end)}</text>
          <text x=${x + w / 2} y=${y + BAR - 4} class="cost">${(edge.cost / 1000).toFixed(1)}</text>
        </g>`;
      })}
      ${places.characters.map((character, i) => svg`<text class="character" x=${(i + 0.5) * CELL} y=${base + 26}>${character}</text>`)}
    </svg>`;
  }
}

/** The characters of a text and the column of every offset at which one begins; the end has a column too. */
function columnsOf(text: string): { characters: string[]; ofUnit: Map<number, number> } {
  const characters = [...text];
  const ofUnit = new Map<number, number>();
  let unit = 0;
  for (const [column, character] of characters.entries()) {
    ofUnit.set(unit, column);
    unit += character.length;
  }
  ofUnit.set(unit, characters.length);
  return { characters, ofUnit };
}

/** A row for each edge: the lowest in which nothing overlaps it, chosen ones and short ones first. */
function stack(edges: readonly LatticeEdge[]): Map<LatticeEdge, number> {
  const order = [...edges].sort(
    (a, b) => Number(b.isChosen) - Number(a.isChosen) || a.end - a.start - (b.end - b.start) || a.start - b.start,
  );
  const held: LatticeEdge[][] = [];
  const rows = new Map<LatticeEdge, number>();
  for (const edge of order) {
    let row = held.findIndex((others) => others.every((other) => other.end <= edge.start || edge.end <= other.start));
    if (row < 0) row = held.push([]) - 1;
    held[row]?.push(edge);
    rows.set(edge, row);
  }
  return rows;
}

customElements.define("duizhao-lattice", LatticePicture);
declare global {
  interface HTMLElementTagNameMap {
    "duizhao-lattice": LatticePicture;
  }
}
