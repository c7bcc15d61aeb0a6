/** `duizhao compare`: two files, or two documents of an index, side by side. */

import { type Comparison, compare as compareTexts, type DocumentInput, inspect, type Span } from "../lib/index.js";
import { isOn, Misuse, oneOf, parse, positionals, text } from "./arguments.js";
import { openFile } from "./asking.js";
import { single } from "./inputs.js";
import { oneLine, print, writeWhole } from "./output.js";
import { csv, htmlReport, markdown, rows, type Sides } from "./report.js";

export const USAGE =
  "duizhao compare LEFT RIGHT [--index INDEX] [--unit sentence|passage|article] [--min-score S] [--json | --markdown | --csv | --html OUT.html]";

export async function compare(rest: string[]): Promise<number> {
  const args = parse(
    rest,
    {
      index: { type: "string" },
      unit: { type: "string" },
      "min-score": { type: "string" },
      json: { type: "boolean" },
      markdown: { type: "boolean" },
      csv: { type: "boolean" },
      html: { type: "string" },
    },
    USAGE,
  );
  const [left, right] = positionals(args, 2, USAGE) as [string, string];
  const unit = oneOf(args, "unit", ["sentence", "passage", "article"]);
  const minScore = text(args, "min-score") === undefined ? undefined : Number(text(args, "min-score"));
  if (minScore !== undefined && !(minScore >= 0 && minScore <= 1)) throw new Misuse("--min-score must be from 0 to 1.");
  const options = { ...(unit ? { unit } : {}), ...(minScore === undefined ? {} : { minScore }) };

  const indexFile = text(args, "index");
  const { comparison, sides } =
    indexFile === undefined ? await ofFiles(left, right, options) : await ofIndex(indexFile, left, right, options);

  const html = text(args, "html");
  if (isOn(args, "json")) print(JSON.stringify(comparison));
  else if (isOn(args, "markdown")) print(markdown(comparison, sides));
  else if (isOn(args, "csv")) print(csv(comparison, sides));
  else if (html !== undefined) {
    writeWhole(html, htmlReport(comparison, sides));
    print(`${html}: ${summary(comparison)}`);
  } else printPairs(comparison, sides);
  return comparison.pairs.length > 0 ? 0 : 1;
}

type Options = Parameters<typeof compareTexts>[2];

async function ofFiles(left: string, right: string, options: Options) {
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

async function ofIndex(path: string, left: string, right: string, options: Options) {
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
  for (const row of rows(comparison)) {
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
