/** A comparison as a file that stands alone, as the reader has set it. */

import {
  type Comparison,
  comparisonCsv,
  comparisonHtml,
  comparisonMarkdown,
  type Document,
  namesOf,
} from "../lib/page.js";
import type { Language } from "../strings/index.js";

/** What is exported: the comparison with both texts. */
export interface Compared {
  left: Document;
  right: Document;
  comparison: Comparison;
}

/** The ways to export; each gives the file's content. */
export const WAYS = {
  /** The shape of the package's `compare`, unchanged; links set by hand are among it. */
  json: ({ comparison }: Compared) => `${JSON.stringify(comparison, null, 2)}\n`,
  /** With a byte-order mark, which spreadsheets need for Chinese. */
  csv: (compared: Compared, strength: number, language: Language) =>
    `\ufeff${comparisonCsv(atStrength(compared.comparison, strength), sides(compared), { language, older: "dates" })}\r\n`,
  markdown: (compared: Compared, strength: number, language: Language) => {
    const title = namesOf(compared.comparison)
      .join(" ↔ ")
      .replace(/[\\|<>*_`[\]#]/g, "\\$&");
    return `# ${title}\n\n${comparisonMarkdown(atStrength(compared.comparison, strength), sides(compared), { language, older: "dates" })}\n`;
  },
  report: (compared: Compared, strength: number, language: Language) =>
    comparisonHtml(atStrength(compared.comparison, strength), sides(compared), { language, older: "dates" }),
} as const;

function sides({ left, right }: Compared): { left: string; right: string } {
  return { left: left.text, right: right.text };
}

/** The comparison with only the links at or above a strength, and those set by hand; the table of a law is whole. */
function atStrength(comparison: Comparison, strength: number): Comparison {
  if (strength === 0 || comparison.articles.length > 0) return comparison;
  const pairs = comparison.pairs.filter((pair) => pair.score >= strength || pair.isPinned);
  const weak = comparison.pairs.filter((pair) => !pairs.includes(pair));
  const only = (side: "left" | "right") =>
    [...(side === "left" ? comparison.onlyLeft : comparison.onlyRight), ...weak.map((pair) => pair[side])]
      .filter(([start, end]) => !pairs.some((pair) => pair[side][0] < end && start < pair[side][1]))
      .sort((a, b) => a[0] - b[0])
      .filter(([start], i, all) => i === 0 || start >= (all[i - 1]?.[1] ?? 0));
  return { ...comparison, pairs, onlyLeft: only("left"), onlyRight: only("right") };
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
