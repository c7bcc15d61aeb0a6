/**
 * The functions of the package over a channel: arguments are checked, bytes decoded, HTML drawn here, at the edge;
 * the rest is done by the core.
 */

import type { Assets } from "./assets.js";
import { type Channel, LocalChannel, WorkerChannel } from "./channel.js";
import {
  checkAcrossOptions,
  checkBuilderOptions,
  checkColumnsOptions,
  checkCompareOptions,
  checkDocumentInput,
  checkKeynessOptions,
  checkSearchOptions,
  checkSegmenterOptions,
  checkSegmentOptions,
  checkString,
  checkSuggestOptions,
  checkWorkOptions,
} from "./checks.js";
import { decode, isArchive } from "./decode.js";
import { type CoreSource, coreSource, type Handle, type IndexCall } from "./engine.js";
import { DuizhaoError } from "./errors.js";
import { type HtmlReading, readHtml } from "./html.js";
import { type Loaded, load, type ReadPiece } from "./load.js";
import { OpenedSegmenter } from "./segmenter.js";
import { textType } from "./sniff.js";
import type {
  Across,
  AcrossOptions,
  AddedDocument,
  Builder,
  BuilderOptions,
  Columns,
  ColumnsOptions,
  CompareOptions,
  Comparison,
  Decoding,
  Document,
  DocumentInfo,
  DocumentInput,
  Face,
  Filter,
  Index,
  Inspection,
  Keyness,
  KeynessOptions,
  Reading,
  SearchOptions,
  SearchResult,
  SiteFile,
  Status,
  Suggestion,
  SuggestOptions,
  TextType,
  Word,
  WorkOptions,
} from "./types.js";

/** A question to a site index is asked so often at most, pieces fetched in between; mostly four times. */
const MAX_ROUNDS = 16;
/** Texts past this are refused before they are decoded. */
export const MAX_DOCUMENT_BYTES = 64 << 20;

/** Makes the functions over one way of shipping the module. Nothing is loaded before the first call. */
export function createFace(assets: Assets): Face {
  const work = new Work(assets);
  return {
    async open(source, options = {}) {
      checkWorkOptions(options, "options");
      const loaded = await abortable(load(source, options), options.signal);
      const index = new OpenedIndex(work, loaded);
      options.onProgress?.({ stage: "open", done: 0, total: 1 });
      await abortable(index.ready(), options.signal);
      options.onProgress?.({ stage: "open", done: 1, total: 1 });
      return index;
    },
    async createBuilder(options = {}) {
      checkBuilderOptions(options, "options");
      const builder = new OpenedBuilder(work, options);
      await abortable(builder.ready(), options.signal);
      return builder;
    },
    async segment(text, options = {}) {
      checkString(text, "text");
      checkSegmentOptions(options, "options");
      const asked = work.withLexicon().then((channel) => channel.call("segment", text, options.mode ?? "words"));
      return JSON.parse(await abortable(asked, options.signal)) as Word[];
    },
    async createSegmenter(options = {}) {
      checkSegmenterOptions(options, "options");
      return new OpenedSegmenter(await work.hereWithLexicon(), work.nextHandle(), options);
    },
    async compare(left, right, options = {}) {
      checkCompareOptions(options, "options");
      const side = async (given: string | DocumentInput, what: string): Promise<CoreSource> => {
        if (typeof given === "string") return coreSource({}, given, options.type ?? "text");
        checkDocumentInput(given, what);
        return (await readInput(given, assets)).source;
      };
      const { signal, ...rest } = options;
      const [leftSource, rightSource] = [await side(left, "left"), await side(right, "right")];
      const channel = await work.withLexicon();
      return JSON.parse(
        await abortable(channel.call("compareTexts", leftSource, rightSource, rest), signal),
      ) as Comparison;
    },
    async inspect(input) {
      checkDocumentInput(input, "input");
      const { source, decoding, type } = await readInput(input, assets);
      const channel = await work.channel();
      const read = JSON.parse(await channel.call("read", source)) as Omit<Reading, "decoding" | "type">;
      return { ...read, decoding, type };
    },
    status: () => work.status(),
    close: () => work.close(),
  };
}

/** The channel in use; another is made when a worker was lost. */
class Work {
  #channel: Promise<Channel> | null = null;
  #current: Channel | null = null;
  #nextHandle = 1;
  #numLost = 0;
  #lexicon: Promise<Uint8Array | null> | null = null;
  /** There is one module instance a thread, so all that runs on this one shares it. */
  #here: Promise<LocalChannel> | null = null;

  constructor(readonly assets: Assets) {}

  nextHandle(): Handle {
    return this.#nextHandle++;
  }

  async channel(): Promise<Channel> {
    if (this.#current && !this.#current.isAlive) {
      this.#numLost += 1 + this.#current.numRestarts;
      this.#current = null;
      this.#channel = null;
    }
    this.#channel ??= this.#start().catch((error) => {
      this.#channel = null;
      throw error;
    });
    return this.#channel;
  }

  /** The channel with the lexicon open in it. */
  async withLexicon(): Promise<Channel> {
    const channel = await this.channel();
    if (await channel.call("hasLexicon")) return channel;
    this.#lexicon ??= this.assets.lexicon();
    const bytes = await this.#lexicon;
    if (bytes) await channel.call("openLexicon", bytes);
    return channel;
  }

  /** An engine on this thread, for what must answer at once, with the lexicon open in it. */
  async hereWithLexicon(): Promise<LocalChannel> {
    const here = await this.#onThisThread();
    if (here.callNow("hasLexicon")) return here;
    this.#lexicon ??= this.assets.lexicon();
    const bytes = await this.#lexicon;
    if (bytes && !here.callNow("hasLexicon")) here.callNow("openLexicon", bytes);
    return here;
  }

  status(): Status {
    return {
      where: this.#current?.where ?? (typeof Worker === "undefined" ? "here" : "worker"),
      numRestarts: this.#numLost + (this.#current?.numRestarts ?? 0),
    };
  }

  close(): void {
    this.#current?.close();
    this.#current = null;
    this.#channel = null;
  }

  #onThisThread(): Promise<LocalChannel> {
    this.#here ??= this.#module()
      .then((module) => new LocalChannel(module))
      .catch((error) => {
        this.#here = null;
        throw error;
      });
    return this.#here;
  }

  async #module(): Promise<WebAssembly.Module> {
    try {
      return await this.assets.module();
    } catch (cause) {
      if (cause instanceof DuizhaoError) throw cause;
      throw new DuizhaoError(
        "blocked",
        `The WebAssembly module could not be started (${String(cause)}). If this page has a Content-Security-Policy, its script-src needs 'wasm-unsafe-eval'.`,
        { cause },
      );
    }
  }

  async #start(): Promise<Channel> {
    const source = await this.assets.workerSource();
    this.#current =
      (source === null ? null : await WorkerChannel.start(source, await this.#module())) ??
      (await this.#onThisThread());
    return this.#current;
  }
}

class OpenedIndex implements Index {
  readonly #work: Work;
  readonly #bytes: Uint8Array;
  readonly #readPiece: ReadPiece | null;
  readonly #handle: Handle;
  /** Pieces of a site that are on their way to the channel. */
  readonly #coming = new Map<string, Promise<void>>();
  /** The channel that has it open, and when it will be. */
  #home: { channel: Channel; opened: Promise<void> } | null = null;
  #isClosed = false;

  constructor(work: Work, { bytes, readPiece }: Loaded) {
    this.#work = work;
    this.#bytes = bytes;
    this.#readPiece = readPiece;
    this.#handle = work.nextHandle();
  }

  async ready(): Promise<Channel> {
    if (this.#isClosed) throw new DuizhaoError("closed", "This index is closed; open it again.");
    const channel = await this.#work.channel();
    if (this.#home?.channel !== channel) {
      this.#home = { channel, opened: channel.call("openIndex", this.#handle, this.#bytes) };
    }
    await this.#home.opened;
    return channel;
  }

  async #ask<T>(signal: AbortSignal | undefined, call: IndexCall, ...args: unknown[]): Promise<T> {
    return JSON.parse(await abortable(this.#answer(signal, call, args), signal)) as T;
  }

  /** Asks until nothing is missing: a site index says which of its pieces it lacks. */
  async #answer(signal: AbortSignal | undefined, call: IndexCall, args: unknown[]): Promise<string> {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const channel = await this.ready();
      signal?.throwIfAborted();
      const answer = await channel.call("askIndex", this.#handle, call, ...args);
      if (typeof answer === "string") return answer;
      await Promise.all(answer.needs.map((name) => this.#bring(name, channel)));
    }
    throw new DuizhaoError("engine", `The site index still lacked pieces after ${MAX_ROUNDS} rounds of loading.`);
  }

  /** Brings a piece to the channel, once however many calls wait for it. */
  #bring(name: string, channel: Channel): Promise<void> {
    const coming = this.#coming.get(name);
    if (coming) return coming;
    const read = this.#readPiece;
    const bring = async (): Promise<void> => {
      if (!read) {
        throw new DuizhaoError(
          "unsupported",
          "This is the manifest of a site index without its pieces; open the index by the address of its folder.",
        );
      }
      const supply = async (again: boolean) => channel.call("supplyIndex", this.#handle, name, await read(name, again));
      try {
        await supply(false);
      } catch (error) {
        // A cache may hold a damaged or an outdated file: ask the server itself, once.
        if (!(error instanceof DuizhaoError) || !["corrupt", "truncated"].includes(error.kind)) throw error;
        await supply(true);
      }
    };
    const brought = bring().finally(() => this.#coming.delete(name));
    this.#coming.set(name, brought);
    return brought;
  }

  async search(query: string, options: SearchOptions = {}): Promise<SearchResult> {
    checkString(query, "query");
    checkSearchOptions(options, "options");
    const { signal, filter, ...rest } = options;
    return this.#ask(signal, "search", query, filter ? { ...rest, filter: inLists(filter) } : rest);
  }

  async suggest(input: string, options: SuggestOptions = {}): Promise<Suggestion[]> {
    checkString(input, "input");
    checkSuggestOptions(options, "options");
    return this.#ask(options.signal, "suggest", input, options.limit ?? 8);
  }

  async columns(query: string, options: ColumnsOptions = {}): Promise<Columns> {
    checkString(query, "query");
    checkColumnsOptions(options, "options");
    const { signal, ...rest } = options;
    return this.#ask(signal, "columns", query, rest);
  }

  async compare(leftId: string, rightId: string, options: CompareOptions = {}): Promise<Comparison> {
    checkString(leftId, "leftId");
    checkString(rightId, "rightId");
    checkCompareOptions(options, "options");
    const { signal, ...rest } = options;
    await this.#work.withLexicon();
    return this.#ask(signal, "compare", leftId, rightId, rest);
  }

  async across(options: AcrossOptions = {}): Promise<Across> {
    checkAcrossOptions(options, "options");
    const { signal, ...rest } = options;
    return this.#ask(signal, "across", rest);
  }

  async keyness(options: KeynessOptions = {}): Promise<Keyness> {
    checkKeynessOptions(options, "options");
    const { signal, ...rest } = options;
    return this.#ask(signal, "keyness", rest);
  }

  documents(): Promise<DocumentInfo[]> {
    return this.#ask(undefined, "documents");
  }

  async document(id: string): Promise<Document> {
    checkString(id, "id");
    return this.#ask(undefined, "document", id);
  }

  aliases(): Promise<Array<{ left: string; right: string; numDocuments: number }>> {
    return this.#ask(undefined, "aliases");
  }

  inspect(): Promise<Inspection> {
    return this.#ask(undefined, "inspect");
  }

  verify(): Promise<Inspection> {
    return this.#ask(undefined, "verify");
  }

  async bytes(): Promise<Uint8Array> {
    if (this.#isClosed) throw new DuizhaoError("closed", "This index is closed; open it again.");
    if ((await this.inspect()).isSite) {
      throw new DuizhaoError("unsupported", "A site index is a folder of files; there is no one file to save.");
    }
    return this.#bytes.slice();
  }

  pieces(): Promise<string[]> {
    return this.#ask(undefined, "pieces");
  }

  async site(): Promise<SiteFile[]> {
    const channel = await this.ready();
    return channel.call("layOut", this.#handle);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const home = this.#home;
    home?.opened
      .then(() => (home.channel.isAlive ? home.channel.call("closeIndex", this.#handle) : undefined))
      .catch(() => undefined);
  }
}

class OpenedBuilder implements Builder {
  readonly #work: Work;
  readonly #options: BuilderOptions;
  readonly #handle: Handle;
  readonly #channel: Promise<Channel>;
  /** Documents go in in the order of the calls, whatever each takes to read. */
  #last: Promise<unknown> = Promise.resolve();
  readonly #adds: Array<Watched<AddedDocument>> = [];
  readonly #ids = new Set<string>();
  #numAsked = 0;
  #numAdded = 0;
  #isEnded = false;

  constructor(work: Work, options: BuilderOptions) {
    this.#work = work;
    this.#options = options;
    this.#handle = work.nextHandle();
    this.#channel = this.#open();
    this.#channel.catch(() => undefined); // reported by `ready` and by every call
  }

  async #open(): Promise<Channel> {
    const channel = await this.#work.withLexicon();
    const { includeBoilerplate = false, storedText = true, aliases = [] } = this.#options;
    await channel.call("openBuilder", this.#handle, { includeBoilerplate, storedText, aliases });
    return channel;
  }

  async ready(): Promise<void> {
    await this.#channel;
  }

  add(input: DocumentInput): Promise<AddedDocument> {
    const added = new Watched(this.#add(input));
    this.#adds.push(added);
    return added;
  }

  async #add(input: DocumentInput): Promise<AddedDocument> {
    checkDocumentInput(input, "document");
    if (this.#isEnded) throw new DuizhaoError("closed", "This builder is finished or closed; create another.");
    this.#numAsked += 1;
    const before = this.#last;
    const reading = readInput(input, this.#work.assets);
    reading.catch(() => undefined); // reported below, when its turn has come
    const turn = before
      .catch(() => undefined)
      .then(async (): Promise<AddedDocument> => {
        this.#options.signal?.throwIfAborted();
        const { source, decoding, type } = await reading;
        const called = input.name ? `"${input.name}"` : "the text";
        if (source.text.trim() === "")
          throw new DuizhaoError("empty", `${called} is empty; there is nothing in it to search.`);
        source.id ??= source.name === "" ? `text-${this.#ids.size + 1}` : source.name;
        if (this.#ids.has(source.id)) {
          throw new DuizhaoError(
            "duplicate",
            `${called}: a document with the id "${source.id}" is in already; give this one another id or name.`,
          );
        }
        this.#ids.add(source.id);
        const info = JSON.parse(await (await this.#channel).call("add", this.#handle, source)) as DocumentInfo;
        this.#numAdded += 1;
        this.#options.onProgress?.({ stage: "read", done: this.#numAdded, total: this.#numAsked });
        return { info, decoding, type };
      });
    this.#last = turn;
    return turn;
  }

  async finish(options: WorkOptions = {}): Promise<Uint8Array> {
    checkWorkOptions(options, "options");
    if (this.#isEnded) throw new DuizhaoError("closed", "This builder is finished or closed; create another.");
    this.#isEnded = true;
    const signal = options.signal ?? this.#options.signal;
    const onProgress = options.onProgress ?? this.#options.onProgress;
    try {
      await abortable(
        this.#last.catch(() => undefined),
        signal,
      );
      for (const added of this.#adds) if (!added.isWatched) await added;
      onProgress?.({ stage: "build", done: 0, total: this.#numAdded });
      const bytes = await abortable(
        this.#channel.then((channel) => channel.call("finish", this.#handle)),
        signal,
      );
      onProgress?.({ stage: "build", done: this.#numAdded, total: this.#numAdded });
      return bytes;
    } catch (error) {
      this.#discard();
      throw error;
    }
  }

  close(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#discard();
  }

  #discard(): void {
    this.#channel
      .then((channel) => (channel.isAlive ? channel.call("closeBuilder", this.#handle) : undefined))
      .catch(() => undefined);
  }
}

/** A promise that knows whether anybody waits for it: an error that was handled is not thrown again by `finish`. */
class Watched<T> implements Promise<T> {
  readonly [Symbol.toStringTag] = "Promise";
  readonly #promise: Promise<T>;
  isWatched = false;

  constructor(promise: Promise<T>) {
    this.#promise = promise;
    promise.catch(() => undefined); // reported by whoever waits, or by `finish`
  }

  // biome-ignore lint/suspicious/noThenProperty: it is a promise, and `await` must be seen
  then<A = T, B = never>(
    onValue?: ((value: T) => A | PromiseLike<A>) | null,
    onError?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.isWatched = true;
    return this.#promise.then(onValue, onError);
  }

  catch<B = never>(onError?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.then(undefined, onError);
  }

  finally(onEnd?: (() => void) | null): Promise<T> {
    this.isWatched = true;
    return this.#promise.finally(onEnd);
  }
}

/** One input as the core takes it. */
interface InputReading {
  source: CoreSource;
  decoding: Decoding | null;
  type: TextType;
}

async function readInput(input: DocumentInput, assets: Assets): Promise<InputReading> {
  const name = input.name ?? "";
  const called = name === "" ? "the text" : `"${name}"`;
  let text = input.text;
  let decoding: Decoding | null = null;
  const numBytes = input.bytes?.byteLength ?? input.text?.length ?? 0;
  if (numBytes > MAX_DOCUMENT_BYTES) {
    throw new DuizhaoError(
      "too-large",
      `${called} has ${numBytes} bytes; the limit for one document is ${MAX_DOCUMENT_BYTES}. Split it.`,
    );
  }
  if (input.bytes !== undefined) {
    const bytes = input.bytes instanceof Uint8Array ? input.bytes : new Uint8Array(input.bytes);
    try {
      if (isArchive(bytes)) {
        const { readArchive } = await import("./archive.js");
        const { text: drawn, ...found } = await readArchive(bytes, assets);
        return { source: coreSource(withFound(input, found), drawn, "markdown"), decoding, type: "html" };
      }
      ({ text, decoding } = decode(bytes));
    } catch (error) {
      if (error instanceof DuizhaoError) throw new DuizhaoError(error.kind, `${called}: ${error.message}`);
      throw error;
    }
  }
  let known = text ?? "";
  const type = input.type ?? textType(name, known);
  if (type !== "html") return { source: coreSource(input, known, type), decoding, type };
  const { text: drawn, ...found } = await readHtml(known, assets);
  known = drawn;
  return { source: coreSource(withFound(input, found), known, "markdown"), decoding, type };
}

/** What the caller says wins over what the page says. */
function withFound(input: DocumentInput, found: Omit<HtmlReading, "text">): DocumentInput {
  const fields: DocumentInput = { ...input };
  for (const key of ["title", "url", "date", "source"] as const) fields[key] = input[key] ?? found[key];
  return fields;
}

/** A filter as the core takes it: one value is a list of one. */
function inLists({ source, speaker, ...rest }: Filter): object {
  const list = (value: string | string[] | undefined) => (value === undefined ? [] : [value].flat());
  return { ...rest, source: list(source), speaker: list(speaker) };
}

/** The promise, or the signal's reason if that comes first. What has begun goes on and its answer is dropped. */
async function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  promise.catch(() => undefined); // when the signal comes first, nobody waits for it any more
  signal.throwIfAborted();
  let onAbort = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
