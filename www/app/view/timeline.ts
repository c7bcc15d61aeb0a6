import { html, nothing, svg, type TemplateResult } from "lit";
import type { Columns } from "../../lib/page.js";
import { t } from "../../strings/index.js";
import { pictureMenu } from "./picture-menu.js";

const WIDTH = 640;
const HEIGHT = 64;
const EDGE = 40;
const LINE = 30;
/** Labels nearer than this to the one before are left out: the columns below carry every date. */
const LABEL_ROOM = 74;

type Column = Columns["columns"][number];

/**
 * When each source spoke: a dot a document on a line of time, filled and larger the more it says, hollow when silent.
 * The columns under it are the same facts as text. Plain SVG: a dozen circles need no library.
 */
export function timeline(columns: readonly Column[], query: string): TemplateResult | typeof nothing {
  const dated = columns.flatMap((column) => {
    const day = dayOf(column.document.date);
    return day === null ? [] : [{ column, day }];
  });
  const first = Math.min(...dated.map(({ day }) => day));
  const last = Math.max(...dated.map(({ day }) => day));
  if (dated.length < 3 || last === first) return nothing;
  const x = (day: number) => EDGE + ((day - first) / (last - first)) * (WIDTH - 2 * EDGE);
  let labelled = Number.NEGATIVE_INFINITY;
  const said = dated.filter(({ column }) => column.passages.length > 0).length;
  return html`<figure class="timeline"><svg viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label=${t("timeline", { n: dated.length, said })}>
    <line x1=${EDGE} x2=${WIDTH - EDGE} y1=${LINE} y2=${LINE}></line>
    ${dated.map(({ column, day }) => {
      const at = x(day);
      const num = column.passages.length;
      const hasLabel = at - labelled >= LABEL_ROOM;
      if (hasLabel) labelled = at;
      return svg`<g class=${num === 0 ? "silent" : ""}>
        <circle cx=${at} cy=${LINE} r=${num === 0 ? 4 : 4 + 2.2 * Math.sqrt(num)}></circle>
        <title>${`${column.document.date} ${column.document.title}`}</title>
        ${hasLabel ? svg`<text x=${at} y=${HEIGHT - 4}>${column.document.date}</text>` : nothing}
      </g>`;
    })}
  </svg>${pictureMenu(query, (menu) => menu.closest("figure")?.querySelector("svg"))}</figure>`;
}

/** Days since the epoch of an ISO date, maybe partial (`2024`, `2024-06`); null for none. */
function dayOf(date: string | null): number | null {
  const parts = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(date ?? "");
  if (!parts) return null;
  const [, year, month = "01", day = "01"] = parts;
  const ms = Date.UTC(Number(year), Number(month) - 1, Number(day));
  return Number.isNaN(ms) ? null : ms / 86_400_000;
}
