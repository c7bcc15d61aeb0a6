/** A comparison as a file that stands alone. Everything from a text is escaped for what it is written into. */

import { type HandLink, type Row, viewOf } from "../elements/comparison-model.js";
import { languageOf } from "../elements/source-text.js";
import { differenceWord, relationWord } from "../elements/words.js";
import type { Comparison, Document as SourceDocument, Span } from "../lib/page.js";
import { type Language, t } from "../strings/index.js";

/** What is exported: the comparison with both texts. */
export interface Compared {
  left: SourceDocument;
  right: SourceDocument;
  comparison: Comparison;
  /** What the reader has set and refused. */
  byHand: { pinned: readonly HandLink[]; rejected: readonly HandLink[] };
}

/** The shape of the package's `compare`, with what was set by hand beside it. */
export function asJson({ comparison, byHand }: Compared): string {
  return `${JSON.stringify({ ...comparison, byHand }, null, 2)}\n`;
}

interface Line {
  relation: string;
  score: string;
  differences: string;
  left: string;
  right: string;
}

function lines({ left, right, comparison, byHand }: Compared, strength: number): Line[] {
  const view = viewOf(comparison, strength, "all");
  const said = (document: SourceDocument, span: Span | null) =>
    span ? document.text.slice(span[0], span[1]).replace(/\s*\n\s*/g, "") : "";
  return view.rows.map((row: Row) => {
    const pair = row.pair === null ? undefined : view.pairs[row.pair];
    const isPinned = byHand.pinned.some((link) => link.left[0] === pair?.left[0] && link.right[0] === pair?.right[0]);
    const words = pair
      ? [
          relationWord(pair.relation),
          ...(pair.isMoved ? [t("relationMoved")] : []),
          ...(isPinned ? [t("linkPinned")] : []),
        ]
      : [row.left ? t("onlyLeft") : t("onlyRight")];
    return {
      relation: words.join(" · "),
      score: pair ? pair.score.toFixed(2) : "",
      differences: pair ? [...new Set(pair.differences.map((d) => differenceWord(d.kind)))].join("、") : "",
      left: said(left, row.left),
      right: said(right, row.right),
    };
  });
}

/** A table of RFC 4180 with a byte-order mark, which spreadsheets need for Chinese. */
export function asCsv(compared: Compared, strength: number): string {
  const { left, right } = compared;
  // A cell that begins like a formula is made text: spreadsheets would run it.
  const cell = (text: string) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const rows = [
    [t("relationRelated"), t("score"), t("differences"), left.title, right.title],
    ...lines(compared, strength).map((l) => [l.relation, l.score, l.differences, l.left, l.right]),
  ];
  return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** A Markdown table. */
export function asMarkdown(compared: Compared, strength: number): string {
  const { left, right } = compared;
  const cell = (text: string) => text.replace(/[\\|<>*_`[\]#]/g, (mark) => `\\${mark}`);
  const head = `# ${t("compareTitle")}\n\n- ${t("leftDocument")}: ${cell(left.title)} ${left.date ?? ""}\n- ${t("rightDocument")}: ${cell(right.title)} ${right.date ?? ""}\n`;
  const body = lines(compared, strength).map(
    (l) => `| ${[l.relation, l.score, l.differences, l.left, l.right].map(cell).join(" | ")} |`,
  );
  return `${head}\n| | ${t("score")} | ${t("differences")} | ${t("leftDocument")} | ${t("rightDocument")} |\n| --- | --- | --- | --- | --- |\n${body.join("\n")}\n`;
}

/** One HTML file without a script: both texts, interleaved in two columns. */
export function asReport(compared: Compared, strength: number, language: Language): string {
  const { left, right, comparison } = compared;
  const safe = (text: string) => text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
  const percent = (share: number) => `${Math.round(share * 100)}%`;
  const head = (document: SourceDocument) =>
    `<th lang="${languageOf(document)}">${safe(document.title)}<br><small>${safe([document.date, document.source].filter(Boolean).join(" · "))}</small></th>`;
  const rows = lines(compared, strength).map(
    (l) =>
      `<tr><td class="how">${safe(l.relation)}${l.score ? ` ${l.score}` : ""}${l.differences ? `<br><b>${safe(l.differences)}</b>` : ""}</td><td lang="${languageOf(left)}">${safe(l.left)}</td><td lang="${languageOf(right)}">${safe(l.right)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${safe(`${left.title} × ${right.title}`)}</title>
<style>body{font:16px/1.8 "Songti SC","Noto Serif CJK SC",serif;max-width:72em;margin:2em auto;padding:0 1em;color:#1f1c19;background:#fbfaf7}table{border-collapse:collapse;width:100%;table-layout:fixed}th,td{border-top:1px solid #ddd6ca;padding:.5em .8em;text-align:start;vertical-align:top;line-break:strict}th:first-child,.how{width:8em}.how{font:14px/1.6 sans-serif;color:#2a5a78}b{color:#b02e1c}small{font-weight:400;color:#6f685f}</style></head>
<body><h1>${safe(t("compareTitle"))}</h1><p>${safe(t("coverage", { left: percent(comparison.coverage.left), right: percent(comparison.coverage.right) }))}</p>
<table><thead><tr><th></th>${head(left)}${head(right)}</tr></thead><tbody>
${rows.join("\n")}
</tbody></table></body></html>
`;
}

/** Hands a file to the reader's downloads. */
export function save(name: string, type: string, content: string | Uint8Array): void {
  const url = URL.createObjectURL(new Blob([content as BlobPart], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
