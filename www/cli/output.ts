/** What goes to the terminal, and files written whole or not at all. */

import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Span } from "../lib/index.js";
import { Misuse } from "./arguments.js";

/** A line on standard output. */
export function print(line = ""): void {
  process.stdout.write(`${line}\n`);
}

/** A sentence on standard error. */
export function complain(sentence: string): void {
  process.stderr.write(`duizhao: ${sentence}\n`);
}

/** A whole number as `1,234,567`. Not by `toLocaleString`: that loads the tables of every language, a hundredth of what a small site takes. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** `1 document`, `1,234 documents`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/**
 * Writes beside the target and renames: a reader never sees half a file, and what was there stays until then. It waits for the
 * disk too, unless other files that belong to it are not waited for either.
 */
export function writeWhole(path: string, contents: Uint8Array | string, { isAwaited = true } = {}): void {
  const bytes = typeof contents === "string" ? new TextEncoder().encode(contents) : contents;
  const temporary = join(dirname(path), `.${process.pid}.duizhao-part`);
  try {
    const file = openSync(temporary, "w");
    let written = 0;
    while (written < bytes.length) written += writeSync(file, bytes, written);
    if (isAwaited) fsyncSync(file);
    closeSync(file);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    const folder = dirname(path);
    const why = existsSync(folder) ? ((error as NodeJS.ErrnoException).code ?? error) : `there is no folder ${folder}`;
    throw new Misuse(`${path} could not be written (${why}).`);
  }
}

/** So often a line says how far it is, where there is no terminal to draw a bar on. */
const LINE_EVERY_MS = 10_000;
const BAR_CELLS = 24;

/** How far long work has come: a bar on one line of the terminal; elsewhere, as in CI, a line every ten seconds. */
export class ProgressLine {
  readonly #isTerminal = process.stderr.isTTY === true;
  #last = performance.now();
  #isDrawn = false;

  show(what: string, done: number, total: number): void {
    const now = performance.now();
    if (now - this.#last < (this.#isTerminal ? 100 : LINE_EVERY_MS)) return;
    this.#last = now;
    const far = `${count(done)}${total > 0 ? ` of ${count(total)}` : ""}`;
    if (!this.#isTerminal) {
      complain(`${what} ${far}`);
      return;
    }
    const full = total > 0 ? Math.round((BAR_CELLS * done) / total) : 0;
    const bar = total > 0 ? `${"█".repeat(full)}${"░".repeat(BAR_CELLS - full)} ` : "";
    process.stderr.write(`\r\u001b[K${bar}${what} ${far}`);
    this.#isDrawn = true;
  }

  end(): void {
    if (this.#isDrawn) process.stderr.write("\r\u001b[K");
    this.#isDrawn = false;
  }
}

/** A text with its highlights bold, where the terminal can show it; spans are offsets in the document. */
export function marked(text: string, start: number, highlights: Span[]): string {
  if (!process.stdout.isTTY || process.env["NO_COLOR"]) return text;
  let out = "";
  let at = 0;
  for (const [from, to] of highlights) {
    out += `${text.slice(at, from - start)}\u001b[1;31m${text.slice(from - start, to - start)}\u001b[0m`;
    at = to - start;
  }
  return out + text.slice(at);
}

/** A text on one line, at most so many characters. */
export function oneLine(text: string, maxChars = Number.POSITIVE_INFINITY): string {
  const line = text.replace(/\s+/g, " ").trim();
  const characters = [...line];
  return characters.length <= maxChars ? line : `${characters.slice(0, maxChars - 1).join("")}…`;
}
