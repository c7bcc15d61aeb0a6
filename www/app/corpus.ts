/** Which documents are at hand, and the open index over them. */

import { toldApart } from "../lib/apart.js";
import {
  createBuilder,
  type Decoding,
  type DocumentInfo,
  type DocumentInput,
  DuizhaoError,
  decode,
  type Index,
  inspect,
  open,
  type Document as SourceDocument,
} from "../lib/page.js";
import type { Found } from "./dropped.js";
import { isArchive, isJsonLines, isOffice, looksLikeIndex, readJsonLines } from "./kinds.js";
import { indexProblem, type Problem, problemOf } from "./problems.js";
import { withoutEnding } from "./sample.js";

/** Files past this are not read at all: their size is known beforehand. */
export const MAX_FILE_BYTES = 64 << 20;
/** A file in which more than one character in twenty could not be decoded is no text. */
const MAX_BAD_SHARE = 20;
/** Longest stretch of work between two chances for the page to answer, in milliseconds. */
const SLICE_MS = 12;
/** How often progress is drawn: drawing costs more than reading a small file. */
const TELL_MS = 120;
/** Files asked of the system ahead of the one being read: each takes a trip to another process and back. */
const NUM_AHEAD = 16;
/** Documents and characters handed to the builder before it is waited for. */
const BATCH_DOCUMENTS = 64;
const BATCH_CHARS = 200_000;

/** A document the page holds, with what it was made from. */
interface Held {
  input: DocumentInput & { id: string; text: string };
  decoding: Decoding | null;
  /** The bytes, where their encoding was guessed: the reader may know better. */
  bytes: Uint8Array | null;
}

/** What became of one file so far. A file to be skipped was taken off the list by the reader. */
export type FileState = "waiting" | "reading" | "read" | "refused" | "skipped";

/** How far opening has come; null when nothing is being opened. */
export interface Opening {
  stage: "read" | "build";
  done: number;
  total: number;
  /** The files of this batch, in order, and what became of each. */
  files: { name: string; state: FileState }[];
}

/** What became of one batch. */
export interface Opened {
  numOpened: number;
  problems: Problem[];
}

/** The documents at hand. Texts live here, in memory, and nowhere else. */
export class Corpus {
  index: Index | null = null;
  documents: DocumentInfo[] = [];
  /** The same by date, those without one last. */
  byDate: readonly DocumentInfo[] = [];
  /** What tells those apart that share title and date, by id. */
  apart: ReadonlyMap<string, string> = new Map();
  opening: Opening | null = null;
  /** Changes with every new index; answers of an older one are stale. */
  generation = 0;

  private held: Held[] = [];
  private heldById = new Map<string, Held>();
  private byId = new Map<string, DocumentInfo>();
  private bytes: Uint8Array | null = null;
  private cache = new Map<string, Promise<SourceDocument>>();
  private texts = new Map<string, SourceDocument>();
  private abort: AbortController | null = null;
  private queue: Promise<unknown> = Promise.resolve();

  constructor(private readonly onChange: () => void) {}

  /** Opens a ready index as it is, in place of what is at hand. */
  async openIndex(bytes: Uint8Array): Promise<void> {
    await this.take(await openWithTexts(bytes), bytes, []);
  }

  /** Reads files and adds what is text to the documents at hand; `isFresh` starts from none. One batch at a time. */
  add(found: Found[], isFresh: boolean): Promise<Opened> {
    return this.enqueue(() => this.addNow(found, isFresh));
  }

  /** Adds one text that was pasted. */
  addText(name: string, text: string, isFresh: boolean): Promise<Opened> {
    return this.add([{ name, file: new File([text], name, { type: "text/plain" }) }], isFresh);
  }

  /** Removes one document. */
  remove(id: string): Promise<void> {
    return this.enqueue(async () => {
      const held = (await this.everything()).filter((one) => one.input.id !== id);
      await this.build(held, new AbortController().signal);
      this.tell(null);
    });
  }

  /** Gives up what is being opened; what was at hand before stays. */
  cancel(): void {
    this.abort?.abort();
  }

  /** The document of an id, also of one written without its file's ending. */
  find(id: string): DocumentInfo | undefined {
    return this.byId.get(id) ?? this.byId.get(withoutEnding(id));
  }

  /** One document with its text; asked for once. */
  document(id: string): Promise<SourceDocument> {
    const known = this.cache.get(id);
    if (known) return known;
    if (!this.index) return Promise.reject(new DuizhaoError("unknown-document", id));
    const asked = this.index.document(id);
    this.cache.set(id, asked);
    asked.then(
      (document) => this.texts.set(id, document),
      () => this.cache.delete(id),
    );
    return asked;
  }

  /** A document that was asked for before, at once; undefined while it is not here. */
  known(id: string): SourceDocument | undefined {
    return this.texts.get(id);
  }

  /** How a document's bytes were decoded; null for one that came inside an index. */
  decoding(id: string): Decoding | null {
    return this.heldById.get(id)?.decoding ?? null;
  }

  /** Whether a document can be read again in another encoding. */
  canRedecode(id: string): boolean {
    return (this.heldById.get(id)?.bytes ?? null) !== null;
  }

  /** Reads a document's bytes again in `encoding`. Throws kind `encoding` when they are no text in it. */
  redecode(id: string, encoding: Decoding["encoding"]): Promise<void> {
    return this.enqueue(async () => {
      const held = this.held.map((one) => {
        if (one.input.id !== id || one.bytes === null) return one;
        const { text, decoding } = decode(one.bytes, encoding);
        return { ...one, input: { ...one.input, text }, decoding };
      });
      await this.build(held, new AbortController().signal);
      this.tell(null);
    });
  }

  /** The index file, to save. */
  async save(): Promise<Uint8Array | null> {
    return this.bytes ?? (await this.index?.bytes()) ?? null;
  }

  private enqueue<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.queue.catch(() => undefined).then(work);
    this.queue = turn;
    return turn;
  }

  private async addNow(found: Found[], isFresh: boolean): Promise<Opened> {
    this.abort = new AbortController();
    const { signal } = this.abort;
    const problems: Problem[] = [];
    const files = found.map(({ name }) => ({ name, state: "waiting" as FileState }));
    this.tell({ stage: "read", done: 0, total: found.length, files });
    try {
      const [only] = found;
      if (isFresh && only && found.length === 1 && (await isIndex(only))) return await this.openWhole(only);
      const before = isFresh ? [] : await this.everything();
      const shelf = new Shelf(before);
      const { held } = shelf;
      const ahead: Promise<Uint8Array | null>[] = [];
      let sliceEnds = performance.now() + SLICE_MS;
      let tellNext = 0;
      for (const [done, one] of found.entries()) {
        signal.throwIfAborted();
        for (let next = done + (ahead.length || 0); ahead.length < NUM_AHEAD && next < found.length; next++) {
          ahead.push(bytesOf((found[next] as Found).file));
        }
        const bytes = ahead.shift() ?? Promise.resolve(null);
        const file = files[done] as Opening["files"][number];
        if (file.state === "skipped") continue;
        file.state = "reading";
        if (performance.now() > sliceEnds) {
          if (performance.now() > tellNext) {
            this.tell({ stage: "read", done, total: found.length, files });
            tellNext = performance.now() + TELL_MS;
          }
          await new Promise((resolve) => setTimeout(resolve));
          sliceEnds = performance.now() + SLICE_MS;
        }
        const numBefore = held.length;
        try {
          await this.read(one, await bytes, shelf, problems);
        } catch (error) {
          problems.push(problemOf(error, one));
        }
        file.state = held.length > numBefore ? "read" : "refused";
      }
      const numNew = held.length - before.length;
      if (numNew > 0) problems.push(...(await this.build(held, signal, files)));
      return { numOpened: numNew - problems.filter((problem) => problem.isRefused).length, problems };
    } catch (error) {
      if (signal.aborted) return { numOpened: 0, problems };
      problems.push({
        key: "problemOther",
        values: { name: "", message: error instanceof Error ? error.message : String(error) },
      });
      return { numOpened: 0, problems };
    } finally {
      this.abort = null;
      this.tell(null);
    }
  }

  /** Opens an index file as it is, with all that it was built with. */
  private async openWhole({ name, file }: Found): Promise<Opened> {
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      await this.openIndex(bytes);
      return { numOpened: this.documents.length, problems: [] };
    } catch (error) {
      return { numOpened: 0, problems: [problemOf(error, { name, file })] };
    }
  }

  /** Takes a file that has not been read yet off the list of what is being opened. */
  skip(at: number): void {
    const file = this.opening?.files[at];
    if (file?.state === "waiting") file.state = "skipped";
    this.onChange();
  }

  /** Reads one file into documents held; `bytes` is null where it is too large. Throws what makes it unreadable. */
  private async read(
    { name, file }: Found,
    bytes: Uint8Array | null,
    shelf: Shelf,
    problems: Problem[],
  ): Promise<void> {
    if (bytes ? looksLikeIndex(name, bytes) : await isIndex({ name, file })) {
      try {
        const index = await openWithTexts(bytes ?? file);
        for (const one of await documentsOf(index)) shelf.hold(one, null, problems);
        index.close();
      } catch (error) {
        problems.push(indexProblem(error, name));
      }
      return;
    }
    if (bytes === null) {
      const megabytes = (bytes: number) => `${Math.ceil(bytes / (1 << 20))} MB`;
      problems.push({
        key: "problemTooLarge",
        values: { name, size: megabytes(file.size), limit: megabytes(MAX_FILE_BYTES) },
      });
      return;
    }
    if (isOffice(bytes)) {
      problems.push({ key: "problemOffice", values: { name } });
      return;
    }
    if (isArchive(bytes)) {
      await readInside(name, bytes, shelf, problems);
      return;
    }
    const { text, decoding } = decode(bytes);
    if (text.trim() === "") {
      problems.push({ key: "problemEmpty", values: { name } });
      return;
    }
    // UTF-16 without its mark, and broken too, is a guess about something that is no text.
    const isWildGuess =
      decoding.by === "count" && decoding.encoding.startsWith("utf-16") && decoding.numUndecodable > 0;
    if (isWildGuess || decoding.numUndecodable * MAX_BAD_SHARE > text.length) {
      problems.push({ key: "problemBinary", values: { name } });
      return;
    }
    if (decoding.numUndecodable > 0) {
      problems.push({
        key: "problemUndecodable",
        values: { name, encoding: decoding.encoding.toUpperCase(), n: decoding.numUndecodable },
      });
    }
    if (isJsonLines(name)) {
      const { inputs, badLines } = readJsonLines(name, text);
      for (const input of inputs) shelf.hold(input, decoding, problems);
      const [line] = badLines;
      if (badLines.length === 1 && line) problems.push({ key: "problemJsonLine", values: { name, line } });
      if (badLines.length > 1 && line)
        problems.push({ key: "problemJsonLines", values: { name, line, n: badLines.length } });
      return;
    }
    shelf.hold({ name, text }, decoding, problems, decoding.by === "count" ? bytes : null);
  }

  /** Builds the index of these documents and opens it. A document the core refuses is left out and said. */
  private async build(held: Held[], signal: AbortSignal, files: Opening["files"] = []): Promise<Problem[]> {
    const problems: Problem[] = [];
    let good = held;
    for (;;) {
      this.tell({ stage: "build", done: 0, total: good.length, files });
      const builder = await createBuilder({ signal, pinyin: true });
      const refused = new Set<Held>();
      let batch: Promise<unknown>[] = [];
      let chars = 0;
      for (const [done, one] of good.entries()) {
        const added = builder.add(one.input).catch((error) => {
          if (signal.aborted) return;
          refused.add(one);
          problems.push({ ...problemOf(error, { name: one.input.name ?? "" }), isRefused: true });
        });
        batch.push(added);
        chars += one.input.text.length;
        if (batch.length < BATCH_DOCUMENTS && chars < BATCH_CHARS && done + 1 < good.length) continue;
        await Promise.all(batch);
        if (signal.aborted) builder.close();
        signal.throwIfAborted();
        this.tell({ stage: "build", done: done + 1, total: good.length, files });
        await new Promise((resolve) => setTimeout(resolve));
        batch = [];
        chars = 0;
      }
      if (refused.size > 0) {
        builder.close();
        good = good.filter((one) => !refused.has(one));
        continue;
      }
      const bytes = await builder.finish({ signal });
      await this.take(await open(bytes), bytes, good);
      return problems;
    }
  }

  private async take(index: Index, bytes: Uint8Array, held: Held[]): Promise<void> {
    const documents = await index.documents();
    this.index?.close();
    this.index = index;
    this.bytes = bytes;
    this.held = held;
    this.heldById = new Map(held.map((one) => [one.input.id, one]));
    this.documents = documents;
    const dates = documents.map((info) => info.date ?? "9999");
    this.byDate = documents
      .map((_, i) => i)
      .sort((a, b) => ((dates[a] as string) < (dates[b] as string) ? -1 : dates[a] === dates[b] ? a - b : 1))
      .map((i) => documents[i] as DocumentInfo);
    this.apart = toldApart(documents);
    this.byId = new Map([
      ...documents.map((info): [string, DocumentInfo] => [withoutEnding(info.id), info]),
      ...documents.map((info): [string, DocumentInfo] => [info.id, info]),
    ]);
    this.cache.clear();
    this.texts.clear();
    this.generation += 1;
    this.onChange();
  }

  /** Every document at hand with its text: what a new index is built from. */
  private async everything(): Promise<Held[]> {
    if (this.held.length > 0 || !this.index) return this.held;
    return (await documentsOf(this.index)).map((input) => ({ input, decoding: null, bytes: null }));
  }

  private tell(opening: Opening | null): void {
    this.opening = opening;
    this.onChange();
  }
}

/** A file's bytes, asked for ahead of time; null for one too large to read. A refusal is kept for whoever awaits it. */
function bytesOf(file: File): Promise<Uint8Array | null> {
  if (file.size > MAX_FILE_BYTES) return Promise.resolve(null);
  const bytes = file.arrayBuffer().then((buffer) => new Uint8Array(buffer));
  bytes.catch(() => undefined);
  return bytes;
}

async function isIndex({ name, file }: Found): Promise<boolean> {
  return looksLikeIndex(name, new Uint8Array(await file.slice(0, 8).arrayBuffer()));
}

/** Reads a Word document or an electronic book: what is held is the Markdown drawn from it. */
async function readInside(name: string, bytes: Uint8Array, shelf: Shelf, problems: Problem[]): Promise<void> {
  try {
    const { text, title, date, source, url } = await inspect({ name, bytes });
    if (text.trim() === "") problems.push({ key: "problemEmpty", values: { name } });
    else shelf.hold({ name, text, title, date, source, url, type: "markdown" }, null, problems);
  } catch (error) {
    if (!(error instanceof DuizhaoError)) throw error;
    const key = error.kind === "empty" ? "problemEmpty" : error.kind === "encoding" ? "problemArchive" : "problemOther";
    problems.push({ key, values: { name, message: error.message } });
  }
}

/** Opens an index. One without its texts is for pages that have them: here there would be nothing to read, so it is refused. */
async function openWithTexts(source: Uint8Array | File): Promise<Index> {
  const index = await open(source);
  try {
    const [first] = await index.documents();
    if (first) await index.document(first.id);
    return index;
  } catch (error) {
    index.close();
    throw error;
  }
}

async function documentsOf(index: Index): Promise<Held["input"][]> {
  const inputs: Held["input"][] = [];
  for (const info of await index.documents()) {
    const { text } = await index.document(info.id);
    const { id, name, title, url, date, source } = info;
    // The text drawn from a web page, a Word document or a book is Markdown by now; it must not be drawn a second time.
    const drawn = /\.(x?html?|docx|epub)$/i.test(name) ? { type: "markdown" as const } : {};
    inputs.push({ id, name, title, url, date, source, text, ...drawn });
  }
  return inputs;
}

/** Documents held, with what tells quickly whether a text or a name is there already. */
class Shelf {
  readonly held: Held[];
  private readonly ids: Set<string>;
  private readonly byText: Map<string, Held>;

  constructor(held: readonly Held[]) {
    this.held = [...held];
    this.ids = new Set(held.map((one) => one.input.id));
    this.byText = new Map(held.map((one) => [one.input.text, one]));
  }

  /** Adds one document: a text already there is not added twice, a name already there gets a number. */
  hold(
    input: DocumentInput & { text: string },
    decoding: Decoding | null,
    problems: Problem[],
    bytes: Uint8Array | null = null,
  ): void {
    const name = input.name ?? "";
    const same = this.byText.get(input.text);
    if (same) {
      problems.push({ key: "problemSameText", values: { name, as: same.input.name ?? "" } });
      return;
    }
    const wanted = input.id ?? (withoutEnding(name) || "text");
    let id = wanted;
    for (let n = 2; this.ids.has(id); n++) id = `${wanted} (${n})`;
    if (id !== wanted) problems.push({ key: "problemSameName", values: { name, as: id } });
    const one = { input: { ...input, name, id }, decoding, bytes };
    this.held.push(one);
    this.ids.add(id);
    this.byText.set(input.text, one);
  }
}
