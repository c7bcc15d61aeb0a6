/** `duizhao across`: what recurs in the documents of an index, or which terms set each apart. */

import type { Across, Keyness, Occurrence, Span, Statement } from "../lib/index.js";
import { type Arguments, type Command, isOn, Misuse, positionals, text, texts, whole } from "./arguments.js";
import { openFile } from "./asking.js";
import { counted, oneLine, print } from "./output.js";

export const ACROSS: Command = {
  usage: "duizhao across INDEX [--terms] [--document ID]… [--json]",
  about: "What recurs in the documents of an index, by date; or, with --terms, which terms set each document apart.",
  options: {
    terms: { type: "boolean", about: "terms that set each document apart, by log-likelihood" },
    document: { type: "string", multiple: true, value: "ID", about: "only these documents" },
    "min-documents": { type: "string", value: "N", about: "statements in at least so many documents (default 2)" },
    "min-score": { type: "string", value: "S", about: "leave out weaker likenesses, 0 to 1" },
    limit: { type: "string", value: "N", about: "at most so many, 1 to 1000" },
    json: { type: "boolean", about: "the answer as JSON" },
  },
  examples: [
    ["duizhao across reports.dzx", "what several reports say, and how a number changed on the way"],
    ["duizhao across reports.dzx --terms --document 晨报.md", "the words of one report"],
  ],
  run: across,
};

async function across(args: Arguments): Promise<number> {
  const [path] = positionals(args, 1, ACROSS.usage) as [string];
  const documents = texts(args, "document");
  const limit = whole(args, "limit", 1, 1000);
  const given = { ...(documents.length > 0 ? { documents } : {}), ...(limit === undefined ? {} : { limit }) };
  const minDocuments = whole(args, "min-documents", 2, 1000);
  const minScore = text(args, "min-score");
  if (minScore !== undefined && !(Number(minScore) >= 0 && Number(minScore) <= 1)) {
    throw new Misuse("--min-score must be from 0 to 1.");
  }
  const index = await openFile(path);
  if (isOn(args, "terms")) return terms(await index.keyness(given), isOn(args, "json"));
  const found = await index.across({
    ...given,
    ...(minDocuments === undefined ? {} : { minDocuments }),
    ...(minScore === undefined ? {} : { minScore: Number(minScore) }),
  });
  return statements(found, isOn(args, "json"));
}

function statements(found: Across, isJson: boolean): number {
  if (isJson) print(JSON.stringify(found));
  else {
    for (const statement of found.statements) printStatement(statement);
    const { length } = found.statements;
    print(
      found.total === 0
        ? `No statement recurs in ${found.documents.length === 1 ? "one document" : `these ${found.documents.length} documents`}.`
        : `${length} of ${counted(found.total, "statement")} that ${found.total === 1 ? "recurs" : "recur"} in ${found.documents.length} documents.`,
    );
  }
  return found.total > 0 ? 0 : 1;
}

function printStatement({ numDocuments, score, occurrences, changes }: Statement): void {
  print(`in ${numDocuments} documents, score ${score.toFixed(2)}`);
  for (const { document, speaker, text: said } of occurrences) {
    const head = [document.date ?? "no date", document.source ?? document.title, speaker].filter(Boolean).join(" · ");
    print(`  ${head}  [${document.id}]`);
    print(`    ${oneLine(said, 200)}`);
  }
  for (const { kind, from, to, left, right } of changes) {
    print(`  ${kind}: ${fact(occurrences[from], left)} → ${fact(occurrences[to], right)}`);
  }
}

/** What a fact says in its occurrence; a dash where it says nothing. */
function fact(occurrence: Occurrence | undefined, [start, end]: Span): string {
  if (!occurrence || start === end) return "—";
  return oneLine(occurrence.text.slice(start - occurrence.start, end - occurrence.start), 60);
}

function terms(found: Keyness, isJson: boolean): number {
  if (isJson) print(JSON.stringify(found));
  else {
    for (const { document, terms: own } of found.columns) {
      print(`${[document.title, document.date].filter(Boolean).join(" · ")}  [${document.id}]`);
      if (own.length === 0) print("   (no term is surely more frequent here)");
      for (const { term, count, countElsewhere, logLikelihood } of own) {
        print(`   ${logLikelihood.toFixed(1).padStart(7)}  ${String(count).padStart(4)} : ${countElsewhere}  ${term}`);
      }
    }
    print(`${found.statistic} (G²), count here : count elsewhere; from ${found.minLogLikelihood} on.`);
  }
  return found.columns.some(({ terms: own }) => own.length > 0) ? 0 : 1;
}
