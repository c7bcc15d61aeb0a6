/** A comparison as a table: Markdown, CSV, or one HTML file. */

import type { Comparison, Relation, Span } from "../lib/index.js";

/** The two source texts. */
export interface Sides {
  left: string;
  right: string;
}

/** One row: a link, or a stretch that has no counterpart. */
export interface Row {
  kind: "pair" | "only left" | "only right";
  left: Span | null;
  right: Span | null;
  relation: Relation | "";
  isMoved: boolean;
  score: number | null;
  /** Differences that are more than wording: the kind and both spellings' spans. */
  facts: string[];
}

/** Rows in the order of the left text; what is only right stands before the link that follows it on the right. */
export function rows({ pairs, onlyLeft, onlyRight }: Comparison): Row[] {
  const left: Row[] = [
    ...pairs.map(
      (pair): Row => ({
        kind: "pair",
        left: pair.left,
        right: pair.right,
        relation: pair.relation,
        isMoved: pair.isMoved,
        score: pair.score,
        facts: [...new Set(pair.differences.map(({ kind }) => kind).filter((kind) => kind !== "wording"))],
      }),
    ),
    ...onlyLeft.map((span): Row => ({ ...EMPTY, kind: "only left", left: span })),
  ].sort((a, b) => (a.left?.[0] ?? 0) - (b.left?.[0] ?? 0));
  const waiting = onlyRight.map((span): Row => ({ ...EMPTY, kind: "only right", right: span }));
  const ordered: Row[] = [];
  for (const row of left) {
    const start = row.isMoved ? Number.NEGATIVE_INFINITY : (row.right?.[0] ?? Number.NEGATIVE_INFINITY);
    while (waiting[0]?.right && waiting[0].right[0] < start) ordered.push(waiting.shift() as Row);
    ordered.push(row);
  }
  return [...ordered, ...waiting];
}

const EMPTY = {
  left: null,
  right: null,
  relation: "",
  isMoved: false,
  score: null,
  facts: [],
} as const satisfies Partial<Row>;

function cells(row: Row, sides: Sides): string[] {
  const piece = (side: string, span: Span | null) => (span ? side.slice(span[0], span[1]).trim() : "");
  const note = [row.kind === "pair" ? row.relation : row.kind, row.isMoved ? "moved" : "", ...row.facts]
    .filter(Boolean)
    .join(", ");
  return [
    piece(sides.left, row.left),
    note,
    row.score === null ? "" : row.score.toFixed(2),
    piece(sides.right, row.right),
  ];
}

const HEAD = (comparison: Comparison) => [comparison.left.title, "relation", "score", comparison.right.title];

/** A Markdown table. */
export function markdown(comparison: Comparison, sides: Sides): string {
  const line = (parts: string[]) =>
    `| ${parts.map((part) => part.replace(/\s+/g, " ").replace(/[|\\]/g, "\\$&")).join(" | ")} |`;
  return [
    line(HEAD(comparison)),
    "| --- | --- | --- | --- |",
    ...rows(comparison).map((row) => line(cells(row, sides))),
  ].join("\n");
}

/** CSV as in RFC 4180; a cell that a spreadsheet would run as a formula gets an apostrophe. */
export function csv(comparison: Comparison, sides: Sides): string {
  const cell = (part: string) => {
    const safe = /^[=+\-@\t\r]/.test(part) ? `'${part}` : part;
    return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  };
  return [HEAD(comparison), ...rows(comparison).map((row) => cells(row, sides))]
    .map((parts) => parts.map(cell).join(","))
    .join("\r\n");
}

/** Text that stands in HTML as text. */
export function asHtml(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (character) => entities[character] as string);
}

const STYLE = `
body { font: 16px/1.7 "Noto Serif CJK SC", "Songti SC", serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem; color: #222; background: #fff }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
th, td { border-top: 1px solid #ddd; padding: .5rem .7rem; text-align: left; vertical-align: top; overflow-wrap: anywhere }
th:nth-child(2), td:nth-child(2) { width: 8rem; font: 13px/1.5 sans-serif; color: #666 }
tr.same td { color: #888 } tr.only td { background: #faf6ec }
mark { background: #fde9a9 } mark.fact { background: #ffc9b8 }
@media (prefers-color-scheme: dark) { body { background: #181818; color: #ddd } th, td { border-color: #444 } tr.only td { background: #2a261c } mark { background: #5c4d16; color: inherit } mark.fact { background: #713523 } }
`;

/** One HTML file, with no script and a policy that lets nothing in or out. */
export function htmlReport(comparison: Comparison, sides: Sides): string {
  const byRow = new Map(comparison.pairs.map((pair) => [pair.left.join(), pair]));
  const body = rows(comparison).map((row) => {
    const pair = row.left && row.kind === "pair" ? byRow.get(row.left.join()) : undefined;
    const side = (name: "left" | "right") => {
      const span = row[name];
      if (!span) return "";
      const marks = (pair?.differences ?? []).map((difference) => ({ span: difference[name], kind: difference.kind }));
      return marked(sides[name], span, marks);
    };
    const name = row.kind === "pair" ? row.relation : "only";
    const note = [row.kind === "pair" ? row.relation : row.kind, row.isMoved ? "moved" : "", ...row.facts]
      .filter(Boolean)
      .join(", ");
    return `<tr class="${name}"><td>${side("left")}</td><td>${note}</td><td>${side("right")}</td></tr>`;
  });
  const [left, right] = [asHtml(comparison.left.title), asHtml(comparison.right.title)];
  return `<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${left} ↔ ${right}</title><style>${STYLE}</style></head>
<body><h1>${left} ↔ ${right}</h1>
<table><thead><tr><th>${left}</th><th></th><th>${right}</th></tr></thead><tbody>
${body.join("\n")}
</tbody></table></body></html>
`;
}

function marked(text: string, [start, end]: Span, marks: Array<{ span: Span; kind: string }>): string {
  let html = "";
  let at = start;
  for (const { span, kind } of marks.filter(({ span }) => span[1] > span[0]).sort((a, b) => a.span[0] - b.span[0])) {
    if (span[0] < at || span[1] > end) continue;
    html += asHtml(text.slice(at, span[0]));
    html += `<mark class="${kind === "wording" ? "wording" : "fact"}" title="${asHtml(kind)}">${asHtml(text.slice(span[0], span[1]))}</mark>`;
    at = span[1];
  }
  return html + asHtml(text.slice(at, end));
}
