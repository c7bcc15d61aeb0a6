/** What kind of file is this? Told by its first bytes where they tell, by its name where they do not. */

import type { DocumentInput } from "../lib/page.js";

/** First bytes of our index files; `FORMAT.md` has the whole head. */
const INDEX_MAGIC = [...new TextEncoder().encode("duizhao")];

/** Whether a file means to be an index: then what is wrong with it is said as of an index. */
export function looksLikeIndex(name: string, head: Uint8Array): boolean {
  return /\.dzx$/i.test(name) || INDEX_MAGIC.every((byte, i) => head[i] === byte);
}

/** Whether a file is a ZIP archive, as Word documents and electronic books are. */
export function isArchive(bytes: Uint8Array): boolean {
  return starts(bytes, 0x50, 0x4b, 0x03, 0x04);
}

/** PDF and the Word of before 2007: files with text in them that a browser cannot read as text. */
export function isOffice(bytes: Uint8Array): boolean {
  return starts(bytes, 0x25, 0x50, 0x44, 0x46) || starts(bytes, 0xd0, 0xcf, 0x11, 0xe0);
}

function starts(bytes: Uint8Array, ...magic: number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

export function isJsonLines(name: string): boolean {
  return /\.(jsonl|ndjson)$/i.test(name);
}

/** The documents of a `.jsonl` file, `{"id","title","text"}` a line, and the numbers of the lines that are none. */
export function readJsonLines(
  name: string,
  text: string,
): { inputs: (DocumentInput & { text: string })[]; badLines: number[] } {
  const inputs: (DocumentInput & { text: string })[] = [];
  const badLines: number[] = [];
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const input = readLine(line, `${name}:${at + 1}`);
    if (input) inputs.push(input);
    else badLines.push(at + 1);
  }
  return { inputs, badLines };
}

function readLine(line: string, name: string): (DocumentInput & { text: string }) | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const field = (key: string): string | undefined => {
    const held = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
    return typeof held === "string" && held !== "" ? held : undefined;
  };
  const text = field("text");
  if (text === undefined) return null;
  return {
    name: field("name") ?? field("id") ?? name,
    text,
    id: field("id"),
    title: field("title"),
    url: field("url"),
    date: field("date"),
    source: field("source"),
  };
}
