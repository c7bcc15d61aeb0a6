/**
 * `duizhao index FOLDER --html`: from the pages of a built site to documents, with the address and the anchors that
 * links of the search lead to.
 *
 * Pages are read in threads where there are many; they come back in the order of the files, so that the index does not
 * depend on how many threads there were.
 */

import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { readSitePage, type SiteOptions, type SitePage } from "../lib/html.js";
import { type DocumentInput, DuizhaoError, decode } from "../lib/index.js";
import { assets } from "../lib/inline.js";
import { Misuse } from "./arguments.js";
import type { Input, NamedFile } from "./inputs.js";

export interface PageOptions extends SiteOptions {
  /** What addresses begin with; without it a page's canonical address, or its path from the root of the site. */
  baseUrl?: string;
  /** Addresses without `.html`, as a server that adds it wants them. */
  cleanUrls?: boolean;
  /** Default: one for each processor but the one that indexes, where there are pages enough; 1 reads them here. */
  threads?: number;
}

/** One page, or why there is none; what a thread sends back. */
export type PageReading = { page: SitePage } | { complaint: string };

/** Fewer pages than this are read before a thread would have started. */
const MIN_PAGES_FOR_THREADS = 128;
const MAX_THREADS = 8;
/** So many pages may wait for their turn for each thread. */
const AHEAD_PER_THREAD = 8;

const REASONS: Record<Exclude<SitePage["leftOut"], null> | "unmarked" | "missing", [ofOne: string, ofMany: string]> = {
  redirect: ["leads elsewhere at once", "lead elsewhere at once"],
  noindex: ["says noindex", "say noindex"],
  list: ["is a list of articles", "are lists of articles"],
  ignored: ["says data-duizhao-ignore", "say data-duizhao-ignore"],
  empty: ["has no text", "have no text"],
  unmarked: ["has no data-duizhao-body, which others have", "have no data-duizhao-body, which others have"],
  missing: ["is shown where a page is missing (404)", "are shown where a page is missing (404)"],
};

/** Documents of the pages, in order. What was left out is told to `note` at the end. */
export async function* pages(
  found: NamedFile[],
  options: PageOptions,
  note: (sentence: string) => void,
): AsyncGenerator<Input> {
  const leftOut = new Map<string, number>();
  const leave = (reason: keyof typeof REASONS) => leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
  const isMissing = ({ name }: NamedFile) => /(^|\/)404(\/index)?\.html?$/i.test(name);
  const files = found.filter((file) => !isMissing(file));
  for (const _ of found.filter(isMissing)) leave("missing");
  for (const selector of options.ignore ?? []) await check(selector);
  const reader = readings(files, options);
  try {
    // Threads start while it is looked which pages have marks.
    let next = reader.next();
    const isAnyMarked = files.some(({ path, html }) => isMarked(html ?? contents(path)));
    for (const file of files) {
      const reading = (await next).value as PageReading;
      next = reader.next();
      if ("complaint" in reading) yield reading;
      else if (isAnyMarked && !reading.page.isMarked) leave("unmarked");
      else if (reading.page.leftOut) leave(reading.page.leftOut);
      else yield { input: asInput(file.name, reading.page, options), from: file.path };
    }
    await next;
  } finally {
    await reader.return(undefined);
  }
  const named = files.filter(({ isNamed }) => isNamed).map(({ name }) => name);
  if (named.length > 0 && options.baseUrl !== undefined) {
    const address = asAddress(named[0] as string, options);
    const which = named.length === 1 ? `${named[0]} is` : `${named.length} pages, such as ${named[0]}, are`;
    note(`${which} named without the folder of the site, so the address is taken to be ${address}; name the folder.`);
  }
  for (const [reason, count] of leftOut) {
    const [ofOne, ofMany] = REASONS[reason as keyof typeof REASONS];
    note(count === 1 ? `1 page was left out: it ${ofOne}.` : `${count} pages were left out: they ${ofMany}.`);
  }
}

/** Refuses what is no selector, once, before any page is read. */
async function check(selector: string): Promise<void> {
  if (selector.trim() === "") throw new Misuse("A selector of what to ignore is empty.");
  try {
    await readSitePage("", assets, { ignore: [selector] });
  } catch (error) {
    throw new Misuse(`"${selector}" is no CSS selector that can be ignored (${(error as Error).message.trim()}).`);
  }
}

/** Whether an element has the mark; a page that only speaks of it, as documentation does, has none. */
function isMarked(page: string | Buffer | null): boolean {
  return page?.includes(BODY) === true && IN_TAG.test(page.toString("latin1"));
}

const BODY = "data-duizhao-body";
const IN_TAG = new RegExp(`<[a-z][^<>]*\\s${BODY}[\\s=>/]`, "i");

function contents(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null; // said when its turn comes
  }
}

/** Where a page of this path in the site is. */
function asAddress(name: string, { baseUrl = "/", cleanUrls = false }: PageOptions): string {
  const index = name.replace(/(^|\/)index\.html?$/i, "$1");
  const path = (cleanUrls ? index.replace(/\.html?$/i, "") : index).split("/").map(encodeURIComponent).join("/");
  return `${baseUrl.replace(/\/?$/, "/")}${path}`;
}

function asInput(name: string, page: SitePage, options: PageOptions): DocumentInput {
  const url = (options.baseUrl === undefined ? page.url : null) ?? asAddress(name, options);
  const { title, date, source, text } = page;
  return { name, id: name, type: "markdown", text, title, date, source, url };
}

/** Where a page is, or the page. */
export type PageSource = Pick<NamedFile, "path" | "html">;

/** Reads one page; everything that can be wrong with it becomes a sentence. */
export async function readPage({ path, html }: PageSource, options: SiteOptions): Promise<PageReading> {
  try {
    const source = html ?? decode(new Uint8Array(readFileSync(path))).text;
    return { page: await readSitePage(source, assets, options) };
  } catch (error) {
    if (error instanceof DuizhaoError) return { complaint: `${path}: ${error.message}` };
    return { complaint: `${path} could not be read (${(error as NodeJS.ErrnoException).code ?? error}).` };
  }
}

async function* readings(files: NamedFile[], options: PageOptions): AsyncGenerator<PageReading> {
  const enough = files.length < MIN_PAGES_FOR_THREADS ? 0 : Math.min(availableParallelism() - 1, MAX_THREADS);
  const numThreads = options.threads === 1 ? 0 : (options.threads ?? enough);
  const { ignore } = options;
  const site: SiteOptions = ignore ? { ignore } : {};
  if (numThreads === 0) {
    for (const file of files) yield await readPage(file, site);
    return;
  }
  const threads = Array.from({ length: numThreads }, () => new Thread(site));
  try {
    const begun: Array<Promise<PageReading>> = [];
    for (let at = 0; at < files.length; at += 1) {
      while (begun.length < files.length && begun.length < at + numThreads * AHEAD_PER_THREAD) {
        const place = begun.length;
        begun.push((threads[place % numThreads] as Thread).read(files[place] as NamedFile));
      }
      yield await (begun[at] as Promise<PageReading>);
      delete begun[at];
    }
  } finally {
    for (const thread of threads) thread.end();
  }
}

/** One thread and the pages it was asked for; it answers them in order. */
class Thread {
  readonly #worker: Worker;
  readonly #options: SiteOptions;
  readonly #waiting: Array<{ source: PageSource; settle: (reading: PageReading) => void }> = [];
  #hasStopped = false;

  constructor(options: SiteOptions) {
    this.#options = options;
    const script = ["./page-reader", "js"].join("."); // no build shall follow it
    this.#worker = new Worker(new URL(script, import.meta.url), { workerData: options });
    this.#worker.on("message", (reading: PageReading) => this.#waiting.shift()?.settle(reading));
    // A page that kills its thread costs those that were asked for after it; they are read here.
    this.#worker.on("error", () => this.#readHere());
    this.#worker.on("exit", () => this.#readHere());
  }

  read({ path, html }: PageSource): Promise<PageReading> {
    const source: PageSource = { path, ...(html === undefined ? {} : { html }) };
    if (this.#hasStopped) return readPage(source, this.#options);
    return new Promise((settle) => {
      this.#waiting.push({ source, settle });
      this.#worker.postMessage(source);
    });
  }

  end(): void {
    void this.#worker.terminate();
  }

  #readHere(): void {
    this.#hasStopped = true;
    for (const { source, settle } of this.#waiting.splice(0)) void readPage(source, this.#options).then(settle);
  }
}
