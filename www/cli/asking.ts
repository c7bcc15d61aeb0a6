/** `duizhao search`, `columns`, `inspect`, `verify`: questions to an index (`inspect` also to a text). */

import { readFileSync, statSync } from "node:fs";
import {
  DuizhaoError,
  type HitPassage,
  type Index,
  type Inspection,
  open,
  type SearchOptions,
  type SearchResult,
} from "../lib/index.js";
import { type Arguments, type Command, isOn, Misuse, positionals, text, texts, whole } from "./arguments.js";
import { lines } from "./inputs.js";
import { count, marked, oneLine, print } from "./output.js";
import { inspectText, isIndex } from "./reading.js";
import { folderOf, isSite } from "./site.js";

export const SEARCH: Command = {
  usage: "duizhao search INDEX QUERY [--limit N] [--json] | duizhao search INDEX --queries FILE.jsonl",
  about: 'Finds passages. A query is words, "a phrase", -without, title: source: speaker: date:2024..2025.',
  options: {
    limit: { type: "string", value: "N", about: "at most so many documents, 1 to 1000 (default 10)" },
    offset: { type: "string", value: "N", about: "documents to skip (default 0)" },
    passages: { type: "string", value: "N", about: "passages of each document, 1 to 100 (default 3)" },
    document: { type: "string", multiple: true, value: "ID", about: "only in these documents" },
    explain: { type: "boolean", about: "what each score is made of" },
    json: { type: "boolean", about: "the answer as JSON" },
    queries: {
      type: "string",
      value: "FILE.jsonl",
      about: 'many queries, {"id","query"} a line; one line of JSON each',
    },
  },
  examples: [
    ["duizhao search reports.dzx 图片生成", "the best passages of each document"],
    ["duizhao search reports.dzx '\"人工智能\" date:2024..' --limit 3", "a phrase, and only from 2024 on"],
    ["duizhao search reports.dzx 通车 --json | jq .total", "for another program"],
  ],
  run: search,
};
export const COLUMNS: Command = {
  usage: "duizhao columns INDEX QUERY [--document ID]… [--json]",
  about: "What each document says on a topic, by date; or that it says nothing.",
  options: {
    document: { type: "string", multiple: true, value: "ID", about: "only these documents" },
    json: { type: "boolean", about: "the answer as JSON" },
  },
  examples: [["duizhao columns reports.dzx 造价", "every source on the cost, in its own words"]],
  run: columns,
};
export const INSPECT: Command = {
  usage: "duizhao inspect INDEX|FILE [--json]",
  about: "What is in an index (documents, terms, bytes of each section), or what is understood of one text.",
  options: { json: { type: "boolean", about: "the answer as JSON" } },
  examples: [["duizhao inspect reports.dzx", "where the bytes are"]],
  run: inspect,
};
export const VERIFY: Command = {
  usage: "duizhao verify INDEX [--json]",
  about: "Checks every checksum and invariant of an index.",
  options: { json: { type: "boolean", about: "the answer as JSON" } },
  examples: [["duizhao verify reports.dzx", "exit status 0 where all holds, 2 where something does not"]],
  run: verify,
};

/** Opens an index file, the folder of a site index, or the address of either; what is wrong with it is said with its name. */
export async function openFile(path: string): Promise<Index> {
  if (/^https?:\/\//.test(path)) return open(path);
  const isFolder = path !== "-" && isThereAsFolder(path);
  try {
    return await open(isFolder ? folderOf(path) : new Uint8Array(readFileSync(path === "-" ? 0 : path)));
  } catch (error) {
    if (error instanceof DuizhaoError) throw new Misuse(`${path}: ${error.message}`, { cause: error });
    throw error;
  }
}

function isThereAsFolder(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new Misuse(`There is no index ${path}; make one with \`duizhao index INPUT… -o ${path}\`.`);
  if (found.isDirectory() && !isSite(path)) throw new Misuse(`${path} is a folder without a site index.`);
  return found.isDirectory();
}

async function search(args: Arguments): Promise<number> {
  const options: SearchOptions = { explain: isOn(args, "explain") };
  const limit = whole(args, "limit", 1, 1000);
  const offset = whole(args, "offset", 0, 0xffff_ffff);
  const passages = whole(args, "passages", 1, 100);
  if (limit !== undefined) options.limit = limit;
  if (offset !== undefined) options.offset = offset;
  if (passages !== undefined) options.passagesPerDocument = passages;

  const documents = texts(args, "document");
  if (documents.length > 0) options.filter = { documents };

  const queries = text(args, "queries");
  if (queries !== undefined) {
    const [path] = positionals(args, 1, SEARCH.usage) as [string];
    return searchMany(await openFile(path), queries, options);
  }
  const [path, query] = indexAndQuery(args, SEARCH.usage);
  const index = await openFile(path);
  const found = await index.search(query, options);
  if (found.total === 0 && documents.length > 0) await checkIds(index, documents);
  if (isOn(args, "json")) {
    print(JSON.stringify(found));
    return found.total > 0 ? 0 : 1;
  }
  found.hits.forEach((hit, place) => {
    const { title, date, source, id } = hit.document;
    print(`${place + 1 + (offset ?? 0)}. ${[title, date, source].filter(Boolean).join(" · ")}  [${id}]`);
    if (hit.explanation) {
      const parts = hit.explanation.map(({ name, value }) => `${name} ${value.toFixed(3)}`).join(" + ");
      print(`   ${hit.score.toFixed(3)} = ${parts}; ${hit.evidence}, coverage ${hit.coverage.toFixed(2)}`);
    }
    for (const passage of hit.passages) printPassage(passage);
  });
  const shown = found.hits.length;
  const total = `${found.isTotalExact ? "" : "about "}${found.total}`;
  print(found.total === 0 ? nothing(found) : `${shown} of ${total} document${found.total === 1 ? "" : "s"}.`);
  return found.total > 0 ? 0 : 1;
}

/** A query of several words is one argument: those after it are refused with a hint. */
function indexAndQuery(args: Arguments, usage: string): [path: string, query: string] {
  if (args.positionals.length > 2) {
    throw new Misuse(
      `A query of several words goes in quotes: '${args.positionals.slice(1).join(" ")}'. Usage: ${usage}`,
    );
  }
  return positionals(args, 2, usage) as [string, string];
}

/** Nothing is found in documents that are not there: then that is said. */
async function checkIds(index: Index, ids: string[]): Promise<void> {
  const known = new Set((await index.documents()).map(({ id }) => id));
  const unknown = ids.find((id) => !known.has(id));
  if (unknown !== undefined) throw new Misuse(`No document has the id "${unknown}".`);
}

function nothing({ numExcluded: num }: SearchResult): string {
  if (num === 0) return "Nothing found.";
  return `Nothing left: ${num === 1 ? "1 document answers, but holds" : `${num} documents answer, but hold`} what the minus leaves out.`;
}

/** One answer a line, in the order of the questions; a question may carry an id. */
async function searchMany(index: Index, path: string, options: SearchOptions): Promise<number> {
  let numFound = 0;
  for await (const { line, at } of lines(path)) {
    if (line.trim() === "") continue;
    let asked: unknown;
    try {
      asked = JSON.parse(line);
    } catch (error) {
      throw new Misuse(`${path}:${at} is not JSON (${(error as Error).message}).`);
    }
    const { id = null, query } = (typeof asked === "string" ? { query: asked } : asked) as {
      id?: unknown;
      query?: unknown;
    };
    if (typeof query !== "string") throw new Misuse(`${path}:${at} has no "query" that is a string.`);
    const found = await index.search(query, options);
    if (found.total > 0) numFound += 1;
    print(JSON.stringify({ id, query, ...found }));
  }
  return numFound > 0 ? 0 : 1;
}

async function columns(args: Arguments): Promise<number> {
  const [path, query] = indexAndQuery(args, COLUMNS.usage);
  const index = await openFile(path);
  const documents = texts(args, "document");
  const found = await index.columns(query, documents.length > 0 ? { documents } : {});
  const isAny = found.columns.some((column) => column.passages.length > 0);
  if (isOn(args, "json")) {
    print(JSON.stringify(found));
    return isAny ? 0 : 1;
  }
  for (const { document, passages: said } of found.columns) {
    print(`${[document.title, document.date, document.source].filter(Boolean).join(" · ")}  [${document.id}]`);
    if (said.length === 0) print("   (nothing found)");
    for (const passage of said) printPassage(passage);
  }
  return isAny ? 0 : 1;
}

function printPassage(passage: HitPassage): void {
  const head = [passage.heading, passage.speaker].filter(Boolean).join(" | ");
  if (head !== "") print(`   ${oneLine(head, 80)}`);
  if (passage.text === "") {
    print(`   characters ${passage.start} to ${passage.end} (the index has no text)`);
    return;
  }
  print(`   ${marked(passage.text, passage.start, passage.highlights).replace(/\s*\n\s*/g, " ")}`);
}

async function inspect(args: Arguments): Promise<number> {
  const [path] = positionals(args, 1, INSPECT.usage) as [string];
  if (isIndex(path)) printInspection(await (await openFile(path)).inspect(), isOn(args, "json"));
  else await inspectText(path, isOn(args, "json"));
  return 0;
}

async function verify(args: Arguments): Promise<number> {
  const [path] = positionals(args, 1, VERIFY.usage) as [string];
  const found = await (await openFile(path)).verify();
  if (isOn(args, "json")) printInspection(found, true);
  else print(`${path}: every checksum and invariant holds.`);
  return 0;
}

function printInspection(found: Inspection, isJson: boolean): void {
  if (isJson) {
    print(JSON.stringify(found));
    return;
  }
  const column = (value: number) => count(value).padStart(13);
  print(`format ${found.formatVersion}, analysis ${found.fingerprint}`);
  print(`documents ${column(found.numDocuments)}`);
  print(`units     ${column(found.numUnits)}`);
  print(`terms     ${column(found.numTerms)}`);
  print(`aliases   ${column(found.numAliases)}`);
  print(`bytes     ${column(found.lenBytes)}`);
  for (const { name, lenBytes, numFiles } of found.sections) {
    print(`  ${name.padEnd(16)} ${column(lenBytes)}${numFiles === 1 ? "" : ` in ${numFiles} files`}`);
  }
}
