/** `duizhao inspect FILE`: what was understood of one text, before any index. */

import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { type DocumentInput, inspect, type Quantity, type Reading } from "../lib/index.js";
import { single } from "./inputs.js";
import { count, oneLine, print } from "./output.js";

/** First bytes of an index file, see FORMAT.md. */
const MAGIC = new TextEncoder().encode("duizhao");
/** Characters shown of a block. */
const FIRST_WORDS = 32;
/** Aliases and numbers shown; `--json` has all. */
const MAX_SHOWN = 20;

/** Whether `inspect` should look at this as an index: it is one, or nothing that could be read as a text. */
export function isIndex(path: string): boolean {
  if (path === "-") return false;
  if (/\.dzx$/i.test(path) || !existsSync(path) || statSync(path).isDirectory()) return true;
  const start = new Uint8Array(MAGIC.length);
  const file = openSync(path, "r");
  try {
    readSync(file, start, 0, start.length, 0);
  } finally {
    closeSync(file);
  }
  return MAGIC.every((byte, at) => start[at] === byte);
}

export async function inspectText(path: string, isJson: boolean): Promise<void> {
  const input: DocumentInput = single(path);
  const reading = await inspect(input);
  if (isJson) print(JSON.stringify(reading));
  else for (const line of report(reading)) print(line);
}

function* report(reading: Reading): Generator<string> {
  const { decoding, text } = reading;
  const row = (name: string, value: string) => `${name.padEnd(10)} ${value}`;
  if (decoding) {
    const lost = decoding.numUndecodable;
    yield row(
      "encoding",
      `${decoding.encoding} (${decoding.by})${lost > 0 ? `, ${count(lost)} places not decodable` : ""}`,
    );
  }
  yield row("type", reading.type);
  yield row("script", `${reading.script}, ${count(reading.numChars)} characters without noise`);
  yield row("title", reading.title);
  for (const name of ["date", "author", "source", "url"] as const) yield row(name, reading[name] ?? "–");

  const turns = reading.speakers.map((speaker, at) => {
    const spoken = reading.blocks.filter(
      (block, place) => block.speaker === at && reading.blocks[place - 1]?.speaker !== at,
    );
    return `${speaker} (${count(spoken.length)})`;
  });
  yield row("speakers", turns.join(", ") || "–");
  yield row("removed", tally(reading.removed.map((removal) => removal.kind)) || "–");
  yield row("aliases", some(reading.aliases.map(({ left, right }) => `${left} = ${right}`)));
  yield row("numbers", tally(reading.quantities.map((quantity) => quantity.kind)) || "–");
  for (const quantity of reading.quantities.slice(0, MAX_SHOWN)) {
    yield row("", `${oneLine(text.slice(quantity.start, quantity.end))} = ${canonical(quantity)}`);
  }
  if (reading.quantities.length > MAX_SHOWN) yield row("", "…");

  yield row("blocks", count(reading.blocks.length));
  for (const block of reading.blocks) {
    const kind = block.level > 0 ? `${block.kind} ${block.level}` : block.kind;
    const who = block.speaker === null ? "" : `${reading.speakers[block.speaker]}: `;
    const aside = block.isBoilerplate ? "[boilerplate] " : "";
    yield `  ${kind.padEnd(11)} ${aside}${who}${oneLine(text.slice(block.start, block.end), FIRST_WORDS)}`;
  }
}

function some(items: string[]): string {
  return items.slice(0, MAX_SHOWN).join(", ") + (items.length > MAX_SHOWN ? ", …" : "") || "–";
}

/** `pinyin 612, entity 3`, by number. */
function tally(kinds: string[]): string {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const sorted = [...counts].sort(([, one], [, other]) => other - one);
  return sorted.map(([kind, number]) => `${kind} ${count(number)}`).join(", ");
}

/** The canonical value: a date as far as it is said, a share in per cent, a range with both ends. */
function canonical({ kind, low, high, unit }: Quantity): string {
  const one = kind === "date" ? dateOf : String;
  const range = low === high ? one(low) : `${one(low)}..${one(high)}`;
  return kind === "percent" ? `${range} %` : [range, unit].filter(Boolean).join(" ");
}

/** `2025-01-20`; `?-01-20` without its year, `2025-01` without its day. */
function dateOf(value: number): string {
  const parts = [Math.floor(value / 10_000), Math.floor(value / 100) % 100, value % 100];
  while (parts.at(-1) === 0) parts.pop();
  return parts.map((part) => (part === 0 ? "?" : String(part).padStart(2, "0"))).join("-");
}
