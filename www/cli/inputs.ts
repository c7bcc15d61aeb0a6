/** From what is named on the command line to documents: files, folders, globs, `.jsonl`, `-` for standard input. */

import { createReadStream, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, join, resolve, sep } from "node:path";
import { createInterface } from "node:readline";
import type { DocumentInput } from "../lib/index.js";
import { Misuse } from "./arguments.js";

/** Endings taken from folders; a file named outright is read whatever it is called. */
const TEXT_ENDINGS = /\.(txt|text|md|markdown|mdx|mkd|html|htm|xhtml|jsonl|ndjson)$/i;

/** Folders that hold no texts. */
const SKIPPED_FOLDERS = new Set(["node_modules", "target"]);

/** Endings of pages of a built site. */
export const PAGE_ENDINGS = /\.(html|htm|xhtml)$/i;

/** Which files of folders and globs are meant. */
export interface Choice {
  endings?: RegExp;
  /** Globs of paths inside the folders, which are left out. */
  exclude?: string[];
}

/** A file to read and the name its document gets. */
export interface NamedFile {
  path: string;
  name: string;
  /** Named on the command line itself, not found in a folder. */
  isNamed: boolean;
  /** The page itself, where it is at hand and `path` is only what it is called. */
  html?: string;
}

/** One document, an index whose documents are meant, or a sentence about why there is none. */
export type Input =
  | { input: DocumentInput; from: string }
  | { index: Uint8Array; from: string }
  | { complaint: string };

/** The files behind the arguments, in order, each once. A folder's files are named by their path inside it. */
export function files(
  inputs: string[],
  { endings = TEXT_ENDINGS, exclude = [] }: Choice = {},
): { found: NamedFile[]; complaints: string[] } {
  const isLeft = notMatching(exclude);
  const found: NamedFile[] = [];
  const complaints: string[] = [];
  const seen = new Set<string>();
  const add = (path: string, name: string, isNamed: boolean) => {
    const real = path === "-" ? "-" : realpathSync.native(path);
    if (seen.has(real)) complaints.push(`${path} is named twice; it goes in once.`);
    else found.push({ path, name, isNamed });
    seen.add(real);
  };
  for (const input of inputs) {
    if (input === "-") {
      add("-", "stdin.txt", true);
      continue;
    }
    const isGlob = !exists(input);
    const matches = isGlob ? glob(input) : [input];
    if (matches.length === 0) {
      complaints.push(/[*?]/.test(input) ? `No file matches ${input}.` : `There is no file or folder ${input}.`);
    }
    for (const path of matches) {
      if (statSync(path).isDirectory()) {
        const inside = walk(path).filter((file) => endings.test(file));
        if (inside.length === 0) {
          const kinds = endings === PAGE_ENDINGS ? "page in" : "text file in";
          complaints.push(
            `There is no ${kinds} ${path} (${endings === PAGE_ENDINGS ? ".html" : ".txt, .md, .html, .jsonl"}).`,
          );
        }
        for (const file of inside) {
          const name = relative(path, file);
          if (isLeft(name)) add(file, name, false);
        }
      } else if (isLeft(path.split(sep).join("/"))) {
        // The address of a page is its path in the site, whose folder is what stands before the first star.
        const isOfSite = endings === PAGE_ENDINGS && isGlob;
        add(path, isOfSite ? relative(fixedPart(input), path) : basename(path), !isGlob);
      }
    }
  }
  const named = distinct(found);
  for (const name of sameNames(named)) {
    complaints.push(`More than one file is called ${name}; each goes in under its whole path.`);
  }
  return { found: named, complaints };
}

/** Documents of the files, read one after the other. */
export async function* documents(found: NamedFile[]): AsyncGenerator<Input> {
  for (const { path, name } of found) {
    if (/\.(jsonl|ndjson)$/i.test(path)) {
      yield* jsonLines(path);
      continue;
    }
    let bytes: Uint8Array;
    try {
      bytes = new Uint8Array(readFileSync(path === "-" ? 0 : path));
    } catch (error) {
      yield { complaint: `${path} could not be read (${(error as NodeJS.ErrnoException).code ?? error}).` };
      continue;
    }
    if (/\.dzx$/i.test(path)) yield { index: bytes, from: path };
    else if (path === "-" && isJsonLines(bytes)) {
      yield* jsonTexts(
        new TextDecoder()
          .decode(bytes)
          .split(/\r?\n/)
          .map((line, at) => ({ line, at: at + 1 })),
        path,
      );
    } else yield { input: { name, bytes }, from: path };
  }
}

/** One input, for commands that take a single text. */
export function single(path: string): DocumentInput {
  if (path !== "-" && !exists(path)) throw new Misuse(`There is no file ${path}.`);
  if (path !== "-" && statSync(path).isDirectory()) throw new Misuse(`${path} is a folder; name a file in it.`);
  return {
    name: path === "-" ? "stdin.txt" : basename(path),
    bytes: new Uint8Array(readFileSync(path === "-" ? 0 : path)),
  };
}

const JSON_FIELDS = ["name", "id", "title", "url", "date", "source"] as const;

/** Whether what came over standard input is a `.jsonl`: its first line is an object with a `text`. */
function isJsonLines(bytes: Uint8Array): boolean {
  const end = bytes.indexOf(10);
  const line = new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
  if (!line.trimStart().startsWith("{")) return false;
  try {
    return typeof (JSON.parse(line) as { text?: unknown }).text === "string";
  } catch {
    return false;
  }
}

function jsonLines(path: string): AsyncGenerator<Input> {
  return jsonTexts(lines(path), path);
}

type Lines = AsyncIterable<{ line: string; at: number }> | Iterable<{ line: string; at: number }>;

/** A line is an object with a `text`, and whatever else is known of it. */
async function* jsonTexts(given: Lines, path: string): AsyncGenerator<Input> {
  let number = 0;
  for await (const { line, at } of given) {
    number = at;
    if (line.trim() === "") continue;
    const from = `${path}:${number}`;
    let value: Record<string, unknown>;
    try {
      value = JSON.parse(line) as Record<string, unknown>;
    } catch (error) {
      yield { complaint: `${from} is not JSON (${(error as Error).message}).` };
      continue;
    }
    if (typeof value !== "object" || value === null || typeof value["text"] !== "string") {
      yield { complaint: `${from} has no "text" that is a string.` };
      continue;
    }
    const input: DocumentInput = { text: value["text"] };
    for (const field of JSON_FIELDS) {
      const given = value[field];
      if (typeof given === "string") input[field] = given;
      else if (typeof given === "number") input[field] = String(given);
    }
    input.name ??= input.id ?? `${basename(path)}:${number}`;
    const type = value["type"];
    if (type === "text" || type === "markdown" || type === "html") input.type = type;
    yield { input, from };
  }
}

/** Lines of a UTF-8 file with their numbers, from 1. */
export async function* lines(path: string): AsyncGenerator<{ line: string; at: number }> {
  if (path !== "-" && !exists(path)) throw new Misuse(`There is no file ${path}.`);
  const stream = path === "-" ? process.stdin : createReadStream(path);
  stream.setEncoding("utf8");
  let at = 0;
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    at += 1;
    yield { line: at === 1 ? line.replace(/^\ufeff/, "") : line, at };
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function relative(folder: string, path: string): string {
  return resolve(path)
    .slice(resolve(folder).length + 1)
    .split(sep)
    .join("/");
}

/** Files below a folder, sorted by path, so that the index does not depend on the file system. */
function walk(folder: string): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith(".") || SKIPPED_FOLDERS.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...walk(path));
    // A link to a file is a file; a link to a folder may lead back here.
    else if (entry.isFile() || (entry.isSymbolicLink() && isFile(path))) found.push(path);
  }
  return found;
}

/** `*`, `**` and `?`, for shells that leave them alone. */
function glob(pattern: string): string[] {
  if (!/[*?]/.test(pattern)) return [];
  const folder = fixedPart(pattern);
  if (!exists(folder)) return [];
  const expression = globExpression(pattern);
  return walk(folder)
    .map((path) => path.split(sep).join("/"))
    .filter((path) => expression.test(path));
}

/** The folder that the first star of a glob stands in. */
export function fixedPart(pattern: string): string {
  const parts = pattern.split("/");
  const first = parts.findIndex((part) => /[*?]/.test(part));
  return parts.slice(0, first).join("/") || (pattern.startsWith("/") ? "/" : ".");
}

/** True for paths that none of the globs matches. */
export function notMatching(globs: string[]): (path: string) => boolean {
  const expressions = globs.map(globExpression);
  return (path) => !expressions.some((expression) => expression.test(path));
}

/** What a glob matches, as a regular expression over paths with `/`. */
function globExpression(pattern: string): RegExp {
  const meanings: Record<string, string> = { "**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]" };
  const source = pattern.replace(/\*\*\/|\*\*|[*?]|[.+^${}()|[\]\\]/g, (mark) => meanings[mark] ?? `\\${mark}`);
  return new RegExp(`^${source}$`, "u");
}

/** Files of the same name go in under their whole path. */
function distinct(found: NamedFile[]): NamedFile[] {
  const times = new Map<string, number>();
  for (const { name } of found) times.set(name, (times.get(name) ?? 0) + 1);
  return found.map((file) => ((times.get(file.name) ?? 0) > 1 ? { ...file, name: file.path } : file));
}

/** Names that several files named on the command line share. */
function sameNames(found: NamedFile[]): string[] {
  const names = found.filter(({ path, isNamed }) => isNamed && path !== "-").map(({ path }) => basename(path));
  return [...new Set(names.filter((name, place) => names.indexOf(name) !== place))];
}
