/**
 * A comparison as something to keep: a Markdown table, a CSV table, or one HTML file without a script that opens
 * offline and prints on A4. Everything from a text is escaped for what it is written into.
 *
 * With unit `article` the rows are those of the table of an old and a new law.
 */

import { called, toldApart } from "./apart.js";
import { type ArticleWords, articleWords, olderSide } from "./old-and-new.js";
import { factsOver } from "./overlay.js";
import { REPORT_WORDS, type ReportLanguage, type ReportWords } from "./report-words.js";
import type { Article, ArticleRow, Comparison, Difference, Pair, Relation, Span } from "./types.js";

/** The two source texts, as the core read them. */
export interface Sides {
  left: string;
  right: string;
}

export interface ReportOptions {
  /** The language of headings and notes. Default: English. */
  language?: ReportLanguage;
  /**
   * With unit `article`: what says which law is the old one. `left` (default): the left, as it was given first; `dates`: the
   * two dates, and where they do not, columns are called left and right.
   */
  older?: "left" | "dates";
}

/** One row: a link, or a stretch that has no counterpart. */
export interface Row {
  kind: "pair" | "only left" | "only right";
  left: Span | null;
  right: Span | null;
  relation: Relation | "";
  isMoved: boolean;
  score: number | null;
  /** Differences that are more than wording: their kinds, each once. */
  facts: string[];
  /** The link itself; null where there is none. */
  pair: Pair | null;
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
        facts: [...new Set(factsOf(pair).map(({ kind }) => kind))],
        pair,
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
  pair: null,
} as const satisfies Partial<Row>;

function factsOf(pair: Pair): Difference[] {
  return pair.differences.filter(({ kind }) => kind !== "wording");
}

/** A stretch of a text on one line. */
function line(text: string, span: Span | null): string {
  if (!span) return "";
  return text
    .slice(span[0], span[1])
    .trim()
    .replace(/(\p{Script=Han}|[，。、；：！？）」』])\s+(?=\p{Script=Han}|[（「『])/gu, "$1")
    .replace(/\s+/g, " ");
}

/** `数字 300万 → 320万`; a dash where a side says nothing. */
function factNote(difference: Difference, sides: Sides, words: ReportWords): string {
  const quote = (text: string, span: Span) => line(text, span) || "—";
  return `${words.kinds[difference.kind]} ${quote(sides.left, difference.left)} → ${quote(sides.right, difference.right)}`;
}

// ---- tables

/** The cells of the table, its head first. */
function cells(comparison: Comparison, sides: Sides, options: ReportOptions): string[][] {
  const words = REPORT_WORDS[options.language ?? "en"];
  if (comparison.articles.length > 0) return articleCells(comparison, sides, words, aged(comparison, options));
  const [left, right] = namesOf(comparison);
  const head = [left, words.relation, words.score, words.facts, right];
  const body = rows(comparison).map((row) => [
    line(sides.left, row.left),
    [row.relation ? words.relations[row.relation] : words[row.left ? "onlyLeft" : "onlyRight"], moved(row, words)]
      .filter(Boolean)
      .join(words.comma),
    row.score === null ? "" : row.score.toFixed(2),
    row.pair
      ? factsOf(row.pair)
          .map((fact) => factNote(fact, sides, words))
          .join(words.semicolon)
      : "",
    line(sides.right, row.right),
  ]);
  return [head, ...body];
}

/** What the two texts are called, told apart where title and date are one. */
export function namesOf({ left, right }: Pick<Comparison, "left" | "right">): [left: string, right: string] {
  const apart = toldApart([left, right]);
  return [called(left, apart), called(right, apart)];
}

function moved({ isMoved }: { isMoved: boolean }, words: ReportWords): string {
  return isMoved ? words.moved : "";
}

/** The words of the table of articles, by what says which law is the old one. */
function aged(comparison: Comparison, { language = "en", older }: ReportOptions): ArticleWords {
  return articleWords(REPORT_WORDS[language], older === "dates" ? olderSide(comparison) : "left");
}

function articleCells(comparison: Comparison, sides: Sides, words: ReportWords, named: ArticleWords): string[][] {
  const head = [named.leftNumber, named.rightNumber, named.change, words.changed, named.leftText, named.rightText];
  const body = comparison.articles.map((row) => {
    const pair = row.pair === null ? null : comparison.pairs[row.pair];
    const changed = (pair?.differences ?? []).map(
      ({ left, right }) => `${line(sides.left, left) || "—"} → ${line(sides.right, right) || "—"}`,
    );
    return [
      row.left?.label ?? "",
      row.right?.label ?? "",
      [named.changes[row.change], moved(row, words)].filter(Boolean).join(words.comma),
      changed.join(words.semicolon),
      line(sides.left, row.left && [row.left.start, row.left.end]),
      line(sides.right, row.right && [row.right.start, row.right.end]),
    ];
  });
  return [head, ...body];
}

/** A Markdown table. */
export function comparisonMarkdown(comparison: Comparison, sides: Sides, options: ReportOptions = {}): string {
  const [head = [], ...body] = cells(comparison, sides, options);
  const cell = (part: string) => part.replace(/[\\|<>*_`[\]#]/g, "\\$&");
  const row = (parts: string[]) => `| ${parts.map(cell).join(" | ")} |`;
  return [row(head), `|${" --- |".repeat(head.length)}`, ...body.map(row)].join("\n");
}

/** CSV as in RFC 4180; a cell that a spreadsheet would run as a formula gets an apostrophe. */
export function comparisonCsv(comparison: Comparison, sides: Sides, options: ReportOptions = {}): string {
  const cell = (part: string) => {
    const safe = /^[=+\-@\t\r]/.test(part) ? `'${part}` : part;
    return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  };
  return cells(comparison, sides, options)
    .map((parts) => parts.map(cell).join(","))
    .join("\r\n");
}

// ---- one file of HTML

/** Text that stands in HTML as text. */
export function asHtml(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (character) => entities[character] as string);
}

const STYLE = `
:root { color-scheme: light dark; --ink: #222; --faint: #6b6b6b; --rule: #d8d3c8; --paper: #fff; --only: #faf6ec; --was: #ffd9cc; --now: #d9efd6; --wording: #fbf0c4 }
* { box-sizing: border-box }
body { font: 16px/1.75 "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem; color: var(--ink); background: var(--paper); line-break: strict }
h1 { font-size: 1.4rem; line-height: 1.4 } h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem }
.summary, .note, figcaption { font: 13px/1.6 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; color: var(--faint) }
.summary { margin: 0; padding: 0; list-style: none } .summary li { display: inline-block; margin-right: 1.2em }
ol.facts { font-size: 15px; line-height: 1.6; padding-left: 2.2em } ol.facts a { color: inherit } ol.facts b { font-weight: 600 }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
th, td { border-top: 1px solid var(--rule); padding: .45rem .7rem; text-align: left; vertical-align: top; overflow-wrap: anywhere }
th { font-weight: 600 } th small { font-weight: 400; color: var(--faint) }
th.note, td.note { width: 10rem } td.note b { color: #b02e1c; font-weight: 600 }
tr.same td, td.again { color: var(--faint) } tr.only td:not(.note):not(:empty) { background: var(--only) }
mark { background: var(--wording); color: inherit; border-radius: 2px } mark.left { background: var(--was) } mark.right { background: var(--now) }
mark.fact { text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: 3px }
@media (prefers-color-scheme: dark) { :root { --ink: #ddd; --faint: #999; --rule: #444; --paper: #181818; --only: #2a261c; --was: #5b2a1d; --now: #1f4526; --wording: #4d4316 } td.note b { color: #ff9d88 } }
@media (max-width: 40rem) { th.note, td.note { width: 6rem } }
@page { size: A4; margin: 14mm 12mm }
@media print { :root { color-scheme: light; --ink: #000; --faint: #555; --paper: #fff; --rule: #bbb; --only: #f6f2e8; --was: #ffd9cc; --now: #d9efd6; --wording: #fbf0c4 }
  body { font-size: 10.5pt; line-height: 1.6; margin: 0; max-width: none; padding: 0 } td.note b { color: #b02e1c } th.note, td.note { width: 30mm; font-size: 8.5pt }
  thead { display: table-header-group } tr, li { break-inside: avoid } h2 { break-after: avoid } mark { print-color-adjust: exact; -webkit-print-color-adjust: exact } tr.only td { print-color-adjust: exact; -webkit-print-color-adjust: exact } ol.facts a { text-decoration: none } }
`;

/** One HTML file, with no script and a policy that lets nothing in or out. */
export function comparisonHtml(comparison: Comparison, sides: Sides, options: ReportOptions = {}): string {
  const language = options.language ?? "en";
  const words = REPORT_WORDS[language];
  const title = namesOf(comparison).join(" ↔ ");
  const apart = toldApart([comparison.left, comparison.right]);
  const isArticles = comparison.articles.length > 0;
  const named = aged(comparison, options);
  const head = (side: "left" | "right") => {
    const { id, title: name, date, source } = comparison[side];
    const origin = [apart.get(id), date, source].filter(Boolean).join(" · ");
    return `<th lang="${comparison[side].language ?? "zh"}">${asHtml(name)}${origin ? `<br><small>${asHtml(origin)}</small>` : ""}</th>`;
  };
  const body = isArticles ? articleBody(comparison, sides, words, named) : pairBody(comparison, sides, words);
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${asHtml(title)}</title><style>${STYLE}</style></head>
<body><h1>${asHtml(title)}</h1>
<ul class="summary">${summary(comparison, words, named)
    .map((item) => `<li>${asHtml(item)}</li>`)
    .join("")}</ul>
${isArticles ? "" : factList(comparison, sides, words)}
<h2>${asHtml(isArticles ? words.articleTable : words.sideBySide)}</h2>
<table><thead><tr>${head("left")}<th class="note">${asHtml(isArticles ? named.change : words.relation)}</th>${head("right")}</tr></thead><tbody>
${body.join("\n")}
</tbody></table></body></html>
`;
}

/** What there is, in numbers. */
function summary(comparison: Comparison, words: ReportWords, named: ArticleWords): string[] {
  const counted = (names: Record<string, string>, of: string[]) =>
    Object.entries(names)
      .map(([key, name]) => ({ name, count: of.filter((one) => one === key).length }))
      .filter(({ count }) => count > 0)
      .map(({ name, count }) => `${name} ${count}`);
  if (comparison.articles.length > 0) {
    const { articles } = comparison;
    const numMoved = articles.filter(({ isMoved }) => isMoved).length;
    const changes = counted(
      named.changes,
      articles.filter(({ left, right }) => left?.label || right?.label).map(({ change }) => change),
    );
    return [...changes, ...(numMoved > 0 ? [`${words.moved} ${numMoved}`] : [])];
  }
  const share = (value: number) => `${Math.round(value * 100)} %`;
  const { pairs, onlyLeft, onlyRight, coverage } = comparison;
  const numMoved = pairs.filter(({ isMoved }) => isMoved).length;
  return [
    `${words.coverage} ${share(coverage.left)} ↔ ${share(coverage.right)}`,
    ...counted(
      words.relations,
      pairs.map(({ relation }) => relation),
    ),
    ...(numMoved > 0 ? [`${words.moved} ${numMoved}`] : []),
    `${words.onlyLeft} ${onlyLeft.length}`,
    `${words.onlyRight} ${onlyRight.length}`,
  ];
}

/** Facts first: every place where two linked statements disagree, with a way to the row. */
function factList(comparison: Comparison, sides: Sides, words: ReportWords): string {
  const items = rows(comparison).flatMap((row, place) =>
    row.pair ? factsOf(row.pair).map((fact) => ({ fact, place, pair: row.pair as Pair })) : [],
  );
  if (items.length === 0) return `<p class="note">${asHtml(words.noFacts)}</p>`;
  const item = ({ fact, place, pair }: (typeof items)[number]) => {
    const around = (side: "left" | "right") => {
      const said = line(sides[side], fact[side]);
      return said === "" ? excerpt(sides[side], pair[side]) : said;
    };
    return `<li><a href="#r${place}"><b>${asHtml(words.kinds[fact.kind])}</b> ${asHtml(around("left"))} → ${asHtml(around("right"))}</a></li>`;
  };
  return `<h2>${asHtml(words.factsTitle)} (${items.length})</h2>\n<ol class="facts">${items.map(item).join("\n")}</ol>`;
}

/** The beginning of a sentence that says nothing on a fact. */
function excerpt(text: string, span: Span): string {
  const said = [...line(text, span)];
  return said.length > 24 ? `（${said.slice(0, 23).join("")}…）` : `（${said.join("")}）`;
}

function pairBody(comparison: Comparison, sides: Sides, words: ReportWords): string[] {
  const all = rows(comparison);
  let before: Row | undefined;
  return all.map((row, place) => {
    const marks = row.pair?.differences ?? [];
    const cell = (side: "left" | "right") => {
      const span = row[side];
      if (!span) return "<td></td>";
      // A sentence that answers to several is read once, and shown faint beside the others.
      const isAgain = before?.[side]?.[0] === span[0] && before[side]?.[1] === span[1];
      return `<td${isAgain ? ' class="again"' : ""}>${marked(sides[side], span, marks, side)}</td>`;
    };
    const name = row.relation ? words.relations[row.relation] : words[row.left ? "onlyLeft" : "onlyRight"];
    const notes = (row.pair ? factsOf(row.pair) : []).map((fact) => `<br><b>${asHtml(words.kinds[fact.kind])}</b>`);
    const note = [name, moved(row, words)].filter(Boolean).join(words.comma);
    const html = `<tr id="r${place}" class="${row.relation || "only"}">${cell("left")}<td class="note">${asHtml(note)}${[...new Set(notes)].join("")}</td>${cell("right")}</tr>`;
    before = row;
    return html;
  });
}

function articleBody(comparison: Comparison, sides: Sides, words: ReportWords, named: ArticleWords): string[] {
  return comparison.articles.map((row: ArticleRow, place) => {
    const marks = row.pair === null ? [] : (comparison.pairs[row.pair]?.differences ?? []);
    const isUnchanged = row.change === "unchanged" || row.change === "renumbered";
    const cell = (side: "left" | "right") => {
      const article: Article | null = row[side];
      if (!article) return "<td></td>";
      // An article that is unchanged is read on the left.
      if (side === "right" && isUnchanged && article.label !== null) {
        return `<td>${asHtml(article.label)}　${asHtml(words.sameText)}</td>`;
      }
      return `<td>${marked(sides[side], [article.start, article.end], marks, side)}</td>`;
    };
    const note = [named.changes[row.change], moved(row, words)].filter(Boolean).join(words.comma);
    const name = isUnchanged ? "same" : row.left && row.right ? row.change : "only";
    return `<tr id="r${place}" class="${name}">${cell("left")}<td class="note">${asHtml(note)}</td>${cell("right")}</tr>`;
  });
}

function marked(text: string, [start, end]: Span, marks: readonly Difference[], side: "left" | "right"): string {
  let html = "";
  let at = start;
  const placed = factsOver(
    marks.map(({ kind, [side]: span }) => ({ kind, start: span[0], end: span[1] })),
    ({ kind }) => kind !== "wording",
  );
  for (const { kind, start: from, end: to } of placed) {
    if (from < at || to > end) continue;
    html += asHtml(text.slice(at, from));
    const classes = kind === "wording" ? side : `${side} fact`;
    html += `<mark class="${classes}" title="${asHtml(kind)}">${asHtml(text.slice(from, to))}</mark>`;
    at = to;
  }
  return (html + asHtml(text.slice(at, end))).trim().replace(/\s*\n\s*/g, "<br>");
}
