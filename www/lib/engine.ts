/**
 * Runs the core: one WebAssembly instance, the indexes and builders that live in it, and what happens after a trap.
 *
 * A trap (or memory that cannot be had) leaves an instance half dead: the object that trapped stays borrowed for
 * ever. So the bytes of every index and the inputs of every builder are kept on this side; after a trap the
 * instance is replaced, the call runs once more, and whatever else was open is opened again when it is next used.
 *
 * The engine is synchronous and knows no worker; `channel.ts` puts it into one.
 */

import * as glue from "../../pkg/full/duizhao.js";
import { DuizhaoError, type ErrorKind } from "./errors.js";
import type {
  BuilderOptions,
  CompareOptions,
  DocumentInfo,
  DocumentInput,
  SegmentOptions,
  SiteFile,
  WordWeight,
} from "./types.js";

/** A text as the core takes it: decoded, its type known, every field there. */
export interface CoreSource {
  name: string;
  text: string;
  type: "text" | "markdown";
  id: string | null;
  title: string | null;
  url: string | null;
  date: string | null;
  source: string | null;
  pinyin: "auto" | "keep" | "remove";
  /** Of what the text was made from, where a later builder shall be able to tell without making it. */
  contentHash: string | null;
}

/** What `add` answers, as JSON. */
export interface CoreAdded {
  info: DocumentInfo;
  isUnchanged: boolean;
}

/** The part of `BuilderOptions` that the core sees. */
export type CoreBuilderOptions = Pick<
  Required<BuilderOptions>,
  "includeBoilerplate" | "storedText" | "aliases" | "forSite"
> & {
  /** The table of readings. */
  pinyin: string | null;
};

/** What the module exports, as `src/wasm.rs` declares it. Answers are JSON text in the shapes of `types.ts`. */
interface Core {
  initSync(options: { module: WebAssembly.Module }): unknown;
  __wbg_reset_state(): void;
  CoreBuilder: new (options: CoreBuilderOptions, base: Uint8Array) => CoreBuilder;
  CoreIndex: {
    open(bytes: Uint8Array): CoreIndex;
  };
  read(source: CoreSource): string;
  compareTexts(left: CoreSource, right: CoreSource, options: unknown): string;
  segment(text: string, mode: string): string;
  CoreSegmenter: new (settings: CoreSegmenterSettings) => CoreSegmenter;
  openLexicon(bytes: Uint8Array): void;
  contentHash(bytes: Uint8Array): string;
}

interface CoreBuilder {
  add(source: CoreSource): string;
  addUnchanged(id: string, contentHash: string): string | undefined;
  remove(id: string): boolean;
  addIndex(bytes: Uint8Array): number;
  finish(): Uint8Array;
  finishSite(put: (name: string, bytes: Uint8Array) => void): void;
  free(): void;
}

interface CoreIndex {
  isSite(): boolean;
  /** Names of pieces, a line each, that the calls before this lacked: then what they gave is void. */
  needs(): string;
  supply(name: string, bytes: Uint8Array): void;
  pieces(): string;
  writeSite(put: (name: string, bytes: Uint8Array) => void): void;
  search(query: string, options: unknown): string;
  suggest(input: string, limit: number): string;
  columns(query: string, options: unknown): string;
  compare(leftId: string, rightId: string, options: unknown): string;
  across(options: unknown): string;
  keyness(options: unknown): string;
  documents(): string;
  document(id: string): string;
  aliases(): string;
  inspect(): string;
  verify(): string;
  free(): void;
}

/** What joins, in a segmenter; both default to true. */
export interface CoreSegmenterSettings {
  joinsUnknown: boolean;
  joinsParts: boolean;
}

interface CoreSegmenter {
  addWord(word: string, weight: WordWeight): void;
  offsets(text: string, mode: string): Uint32Array;
  terms(text: string, mode: string): string;
  lattice(text: string): string;
  drawLattice(text: string, format: string): string;
  free(): void;
}

const core = glue as unknown as Core;

/** Names an open index or builder from outside. */
export type Handle = number;

interface OpenIndex {
  bytes: Uint8Array;
  /** Of a site: what has been supplied, to supply it again after a trap. */
  pieces: Map<string, Uint8Array>;
  isSite: boolean;
  core: CoreIndex | null;
}

interface OpenBuilder {
  options: CoreBuilderOptions;
  base: Uint8Array;
  /** What was done, in order, to be done again after a trap. */
  done: Array<(builder: CoreBuilder) => unknown>;
  core: CoreBuilder | null;
}

interface OpenSegmenter {
  settings: CoreSegmenterSettings;
  words: Array<[word: string, weight: WordWeight]>;
  core: CoreSegmenter | null;
}

/** Reading calls of an index that take one JSON-like argument list and change nothing. */
export type IndexCall =
  | "search"
  | "suggest"
  | "columns"
  | "compare"
  | "across"
  | "keyness"
  | "documents"
  | "document"
  | "aliases"
  | "inspect"
  | "pieces"
  | "verify";

/** Everything the engine can do; a channel carries the name and the arguments. Strings given back are JSON. */
export interface Operations {
  openIndex(handle: Handle, bytes: Uint8Array): void;
  closeIndex(handle: Handle): void;
  /** The answer, or the pieces of a site index that it takes: supply them and ask again. */
  askIndex(handle: Handle, call: IndexCall, ...args: unknown[]): string | { needs: string[] };
  supplyIndex(handle: Handle, name: string, bytes: Uint8Array): void;
  /** The files of the site that the index can be laid out as. */
  layOut(handle: Handle): SiteFile[];
  /** `base` is the file of an earlier index, or empty. */
  openBuilder(handle: Handle, options: CoreBuilderOptions, base: Uint8Array): void;
  /** `CoreAdded`. */
  add(handle: Handle, source: CoreSource): string;
  /** `CoreAdded`, or nothing where the document must be read. */
  addUnchanged(handle: Handle, id: string, contentHash: string): string | undefined;
  removeDocument(handle: Handle, id: string): boolean;
  addIndex(handle: Handle, bytes: Uint8Array): number;
  contentHash(bytes: Uint8Array): string;
  finish(handle: Handle): Uint8Array;
  finishSite(handle: Handle): SiteFile[];
  closeBuilder(handle: Handle): void;
  openLexicon(bytes: Uint8Array): void;
  hasLexicon(): boolean;
  read(source: CoreSource): string;
  compareTexts(left: CoreSource, right: CoreSource, options: Omit<CompareOptions, "signal">): string;
  segment(text: string, mode: NonNullable<SegmentOptions["mode"]>): string;
  openSegmenter(handle: Handle, settings: CoreSegmenterSettings): void;
  closeSegmenter(handle: Handle): void;
  addWord(handle: Handle, word: string, weight: WordWeight): void;
  /** Start, end and kind (see `WORD_KINDS`) of each word, flat. */
  offsets(handle: Handle, text: string, mode: NonNullable<SegmentOptions["mode"]>): Uint32Array;
  /** Folded words, one a line. */
  terms(handle: Handle, text: string, mode: NonNullable<SegmentOptions["mode"]>): string;
  lattice(handle: Handle, text: string): string;
  drawLattice(handle: Handle, text: string, format: "dot" | "svg" | "text"): string;
}

export class Engine {
  readonly #indexes = new Map<Handle, OpenIndex>();
  readonly #builders = new Map<Handle, OpenBuilder>();
  readonly #segmenters = new Map<Handle, OpenSegmenter>();
  #lexicon: Uint8Array | null = null;
  #isLexiconOpen = false;
  #numRestarts = 0;

  constructor(module: WebAssembly.Module) {
    core.initSync({ module });
  }

  /** How often the instance had to be replaced. */
  get numRestarts(): number {
    return this.#numRestarts;
  }

  /** Runs one operation; throws `DuizhaoError` only. */
  run<Name extends keyof Operations>(name: Name, args: Parameters<Operations[Name]>): ReturnType<Operations[Name]> {
    const operation = this.#operations[name] as (...args: unknown[]) => ReturnType<Operations[Name]>;
    try {
      return operation(...args);
    } catch (first) {
      const refused = asRefusal(first);
      if (refused) throw refused;
      this.#restart();
      try {
        return operation(...args);
      } catch (second) {
        const refusedNow = asRefusal(second);
        if (refusedNow) throw refusedNow;
        this.#restart();
        throw new DuizhaoError(
          "engine",
          `The core stopped twice at the same call (${String(second)}) and was started anew; nothing else is lost. This is a fault of Duizhao: please report it with the text that shows it.`,
          { cause: second },
        );
      }
    }
  }

  readonly #operations: Operations = {
    openIndex: (handle, bytes) => {
      const opened = core.CoreIndex.open(bytes);
      this.#indexes.set(handle, { bytes, pieces: new Map(), isSite: opened.isSite(), core: opened });
    },
    closeIndex: (handle) => {
      this.#indexes.get(handle)?.core?.free();
      this.#indexes.delete(handle);
    },
    askIndex: (handle, call, ...args) => {
      const index = this.#index(handle);
      const ask = () => (index as unknown as Record<IndexCall, (...args: unknown[]) => string>)[call](...args);
      if (!this.#indexes.get(handle)?.isSite) return ask();
      let answer = "";
      let refusal: unknown = null;
      try {
        answer = ask();
      } catch (error) {
        if (!asRefusal(error)) throw error;
        refusal = error;
      }
      const needs = index.needs();
      if (needs !== "") return { needs: needs.split("\n") };
      if (refusal) throw refusal;
      return answer;
    },
    supplyIndex: (handle, name, bytes) => {
      this.#index(handle).supply(name, bytes);
      this.#indexes.get(handle)?.pieces.set(name, bytes);
    },
    layOut: (handle) => {
      const files: SiteFile[] = [];
      this.#index(handle).writeSite((name, bytes) => files.push({ name, bytes }));
      return files;
    },
    openBuilder: (handle, options, base) => {
      this.#builders.set(handle, { options, base, done: [], core: new core.CoreBuilder(options, base) });
    },
    add: (handle, source) => this.#build(handle, (builder) => builder.add(source)),
    addUnchanged: (handle, id, contentHash) => this.#build(handle, (builder) => builder.addUnchanged(id, contentHash)),
    removeDocument: (handle, id) => this.#build(handle, (builder) => builder.remove(id)),
    addIndex: (handle, bytes) => this.#build(handle, (builder) => builder.addIndex(bytes)),
    contentHash: (bytes) => core.contentHash(bytes),
    finish: (handle) => this.#finish(handle, (builder) => builder.finish()),
    finishSite: (handle) =>
      this.#finish(handle, (builder) => {
        const files: SiteFile[] = [];
        builder.finishSite((name, bytes) => files.push({ name, bytes }));
        return files;
      }),
    closeBuilder: (handle) => {
      this.#builders.get(handle)?.core?.free();
      this.#builders.delete(handle);
    },
    openLexicon: (bytes) => {
      core.openLexicon(bytes);
      this.#lexicon = bytes;
      this.#isLexiconOpen = true;
    },
    hasLexicon: () => this.#lexicon !== null,
    read: (source) => core.read(source),
    compareTexts: (left, right, options) => core.compareTexts(left, right, options),
    segment: (text, mode) => {
      this.#reopenLexicon();
      return core.segment(text, mode);
    },
    openSegmenter: (handle, settings) => {
      this.#reopenLexicon();
      this.#segmenters.set(handle, { settings, words: [], core: new core.CoreSegmenter(settings) });
    },
    closeSegmenter: (handle) => {
      this.#segmenters.get(handle)?.core?.free();
      this.#segmenters.delete(handle);
    },
    addWord: (handle, word, weight) => {
      this.#segmenter(handle).addWord(word, weight);
      this.#segmenters.get(handle)?.words.push([word, weight]);
    },
    offsets: (handle, text, mode) => this.#segmenter(handle).offsets(text, mode),
    terms: (handle, text, mode) => this.#segmenter(handle).terms(text, mode),
    lattice: (handle, text) => this.#segmenter(handle).lattice(text),
    drawLattice: (handle, text, format) => this.#segmenter(handle).drawLattice(text, format),
  };

  #index(handle: Handle): CoreIndex {
    const index = this.#indexes.get(handle);
    if (!index) throw new DuizhaoError("closed", "This index is closed; open it again.");
    if (!index.core) {
      const opened = core.CoreIndex.open(index.bytes);
      for (const [name, bytes] of index.pieces) opened.supply(name, bytes);
      index.core = opened;
    }
    return index.core;
  }

  #builder(handle: Handle): OpenBuilder {
    const builder = this.#builders.get(handle);
    if (!builder) throw new DuizhaoError("closed", "This builder is finished or closed; create another.");
    return builder;
  }

  #liveBuilder(builder: OpenBuilder): CoreBuilder {
    if (!builder.core) {
      this.#reopenLexicon();
      const fresh = new core.CoreBuilder(builder.options, builder.base);
      for (const step of builder.done) step(fresh);
      builder.core = fresh;
    }
    return builder.core;
  }

  #build<T>(handle: Handle, step: (builder: CoreBuilder) => T): T {
    const builder = this.#builder(handle);
    const answer = step(this.#liveBuilder(builder));
    builder.done.push(step);
    return answer;
  }

  /** Ends a builder; `end` consumes it. */
  #finish<T>(handle: Handle, end: (builder: CoreBuilder) => T): T {
    const builder = this.#builder(handle);
    const finished = end(this.#liveBuilder(builder));
    builder.core = null;
    this.#builders.delete(handle);
    return finished;
  }

  #segmenter(handle: Handle): CoreSegmenter {
    const segmenter = this.#segmenters.get(handle);
    if (!segmenter) throw new DuizhaoError("closed", "This segmenter is closed; create another.");
    if (!segmenter.core) {
      this.#reopenLexicon();
      segmenter.core = new core.CoreSegmenter(segmenter.settings);
      for (const [word, weight] of segmenter.words) segmenter.core.addWord(word, weight);
    }
    return segmenter.core;
  }

  #reopenLexicon(): void {
    if (this.#lexicon && !this.#isLexiconOpen) {
      core.openLexicon(this.#lexicon);
      this.#isLexiconOpen = true;
    }
  }

  /** A fresh instance; objects of the old one are dropped without being freed, since their memory is gone. */
  #restart(): void {
    core.__wbg_reset_state();
    this.#numRestarts += 1;
    this.#isLexiconOpen = false;
    for (const index of this.#indexes.values()) index.core = null;
    for (const builder of this.#builders.values()) builder.core = null;
    for (const segmenter of this.#segmenters.values()) segmenter.core = null;
  }
}

/** A refusal of the core or of this file as a `DuizhaoError`; null for a trap. */
function asRefusal(thrown: unknown): DuizhaoError | null {
  if (thrown instanceof DuizhaoError) return thrown;
  if (thrown instanceof Error && "kind" in thrown && typeof thrown.kind === "string") {
    return new DuizhaoError(thrown.kind as ErrorKind, thrown.message);
  }
  return null;
}

/** Only for `CoreSource` makers: every field there, nothing undefined (which would cross as a missing key). */
export function coreSource(input: DocumentInput, text: string, type: "text" | "markdown"): CoreSource {
  return {
    name: input.name ?? "",
    text,
    type,
    id: input.id ?? null,
    title: input.title ?? null,
    url: input.url ?? null,
    date: input.date ?? null,
    source: input.source ?? null,
    pinyin: input.pinyin ?? "auto",
    contentHash: null,
  };
}
