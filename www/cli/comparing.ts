/** `duizhao compare`: two files, or two documents of an index, side by side. */

import { readFileSync } from "node:fs";
import {
  type CompareOptions,
  type Comparison,
  compare as compareTexts,
  comparisonCsv,
  comparisonHtml,
  comparisonMarkdown,
  comparisonRows,
  type DocumentInput,
  inspect,
  type Sides,
  type Span,
} from "../lib/index.js";
import { type Arguments, type Command, isOn, Misuse, oneOf, onlyOne, positionals, text } from "./arguments.js";
import { openFile } from "./asking.js";
import { single } from "./inputs.js";
import { oneLine, print, writeWhole } from "./output.js";

export const COMPARE: Command = {
  usage: "duizhao compare LEFT RIGHT [--index INDEX] [--json | --markdown | --csv | --html OUT.html]",
  about: "Sets two texts side by side: what is the same, reworded, moved, missing, and which facts disagree.",
  options: {
    index: { type: "string", value: "INDEX", about: "LEFT and RIGHT are ids of documents in this index" },
    unit: {
      type: "string",
      value: "UNIT",
      about: "what is aligned: sentence (default), passage, or article for two versions of a law",
    },
    "min-score": { type: "string", value: "S", about: "leave out links below this score, 0 to 1" },
    links: {
      type: "string",
      value: "SAVED.json",
      about: "links set and refused by hand in a comparison saved as JSON",
    },
    json: { type: "boolean", about: "the whole comparison as JSON" },
    markdown: { type: "boolean", about: "a Markdown table" },
    csv: { type: "boolean", about: "a table for spreadsheets" },
    html: { type: "string", value: "OUT.html", about: "a report in one HTML file" },
    language: { type: "string", value: "LANGUAGE", about: "of the reports: zh-Hans, zh-Hant or en" },
  },
  examples: [
    ["duizhao compare 晨报.txt 晚报.docx", "both sides in reading order, facts that disagree named"],
    ["duizhao compare old.md new.md --unit article --html changes.html", "a table of an old and a new law"],
    ["duizhao compare a.md b.md --index reports.dzx --json", "two documents of an index"],
  ],
  run: compare,
};

async function compare(args: Arguments): Promise<number> {
  const [left, right] = positionals(args, 2, COMPARE.usage) as [string, string];
  onlyOne(args, "json", "markdown", "csv", "html");
  const unit = oneOf(args, "unit", ["sentence", "passage", "article"]);
  const language = oneOf(args, "language", ["zh-Hans", "zh-Hant", "en"]);
  const minScore = text(args, "min-score") === undefined ? undefined : Number(text(args, "min-score"));
  if (minScore !== undefined && !(minScore >= 0 && minScore <= 1)) throw new Misuse("--min-score must be from 0 to 1.");
  const saved = text(args, "links");
  const options: CompareOptions = {
    ...(unit ? { unit } : {}),
    ...(minScore === undefined ? {} : { minScore }),
    ...(saved === undefined ? {} : savedLinks(saved)),
  };

  const indexFile = text(args, "index");
  const { comparison, sides } =
    indexFile === undefined ? await ofFiles(left, right, options) : await ofIndex(indexFile, left, right, options);

  const html = text(args, "html");
  const words = language ? { language } : {};
  if (isOn(args, "json")) print(JSON.stringify(comparison));
  else if (isOn(args, "markdown")) print(comparisonMarkdown(comparison, sides, words));
  else if (isOn(args, "csv")) print(comparisonCsv(comparison, sides, words));
  else if (html === "-") print(comparisonHtml(comparison, sides, words));
  else if (html !== undefined) {
    writeWhole(html, comparisonHtml(comparison, sides, words));
    print(`${html}: ${summary(comparison)}`);
  } else if (comparison.articles.length > 0) printArticles(comparison, sides);
  else printPairs(comparison, sides);
  return comparison.pairs.length > 0 ? 0 : 1;
}

/** The links set and refused in a comparison that was saved as JSON, from here or from the page. */
function savedLinks(path: string): Pick<CompareOptions, "pinned" | "rejected"> {
  let saved: unknown;
  try {
    saved = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Misuse(`${path} could not be read as JSON (${(error as Error).message.split("\n")[0]}).`);
  }
  const { pinned, rejected } = (saved ?? {}) as Pick<CompareOptions, "pinned" | "rejected">;
  if (pinned === undefined && rejected === undefined) {
    throw new Misuse(`${path} has neither "pinned" nor "rejected"; a comparison saved with --json has both.`);
  }
  return { ...(pinned === undefined ? {} : { pinned }), ...(rejected === undefined ? {} : { rejected }) };
}

async function ofFiles(left: string, right: string, options: CompareOptions) {
  const read = async (path: string): Promise<{ input: DocumentInput; text: string }> => {
    const input = single(path);
    const { text, decoding } = await inspect(input);
    if (decoding && decoding.encoding !== "utf-8") {
      process.stderr.write(`duizhao: ${path} is not UTF-8; it was read as ${decoding.encoding}.\n`);
    }
    if (text.trim() === "") throw new Misuse(`${path} is empty; there is nothing to compare.`);
    return { input, text };
  };
  const [one, other] = [await read(left), await read(right)];
  return {
    comparison: await compareTexts(one.input, other.input, options),
    sides: { left: one.text, right: other.text },
  };
}

async function ofIndex(path: string, left: string, right: string, options: CompareOptions) {
  const index = await openFile(path);
  const [one, other] = [await index.document(left), await index.document(right)];
  return { comparison: await index.compare(left, right, options), sides: { left: one.text, right: other.text } };
}

function summary({ pairs, onlyLeft, onlyRight, coverage }: Comparison): string {
  const share = (value: number) => `${Math.round(value * 100)} %`;
  return (
    `${pairs.length} links, ${onlyLeft.length} only left, ${onlyRight.length} only right; ` +
    `linked: ${share(coverage.left)} of the left text, ${share(coverage.right)} of the right`
  );
}

/** Reading order of the left text, each side on its own line. */
function printPairs(comparison: Comparison, sides: Sides): void {
  const quote = (side: string, span: Span | null, mark: string) =>
    span && print(`${mark} ${oneLine(side.slice(span[0], span[1]), 200)}`);
  for (const row of comparisonRows(comparison)) {
    print(
      row.kind === "pair"
        ? [row.relation, row.isMoved ? "moved" : "", ...row.facts].filter(Boolean).join(", ")
        : row.kind,
    );
    quote(sides.left, row.left, "  <");
    quote(sides.right, row.right, "  >");
  }
  print(summary(comparison));
}

/** The table of an old and a new law: number, number, what happened, and the words that changed. */
function printArticles(comparison: Comparison, sides: Sides): void {
  const counts = new Map<string, number>();
  for (const { left, right, change, isMoved, pair } of comparison.articles) {
    const said = left ? sides.left.slice(left.start, left.end) : right ? sides.right.slice(right.start, right.end) : "";
    const names = [left, right].map((article) => (article ? (article.label ?? "·") : "—"));
    if (left?.label || right?.label) counts.set(change, (counts.get(change) ?? 0) + 1);
    print(`${names.join(" → ")}  ${change}${isMoved ? ", moved" : ""}  ${oneLine(said, 40)}`);
    for (const { kind, left: was, right: now } of (pair === null ? null : comparison.pairs[pair])?.differences ?? []) {
      const quote = (side: string, [start, end]: Span) => (start === end ? "—" : oneLine(side.slice(start, end), 80));
      print(`    ${kind}: ${quote(sides.left, was)} → ${quote(sides.right, now)}`);
    }
  }
  print([...counts].map(([change, count]) => `${count} ${change}`).join(", "));
}
