/**
 * The functions of the package over a channel: arguments are checked, bytes decoded, HTML drawn here, at the edge;
 * the rest is done by the core.
 */

import type { Assets } from "./assets.js";
import { OpenedBuilder } from "./builder.js";
import type { Channel } from "./channel.js";
import {
  checkAcrossOptions,
  checkBuilderOptions,
  checkColumnsOptions,
  checkCompareOptions,
  checkDocumentInput,
  checkKeynessOptions,
  checkSearchOptions,
  checkString,
  checkSuggestOptions,
  checkWorkOptions,
} from "./checks.js";
import { type CoreSource, coreSource, type Handle, type IndexCall } from "./engine.js";
import { DuizhaoError } from "./errors.js";
import { abortable, readInput } from "./inputs.js";
import { type Loaded, load, type ReadPiece } from "./load.js";
import { segmentingOver } from "./segmenting.js";
import type {
  Across,
  AcrossOptions,
  Columns,
  ColumnsOptions,
  CompareOptions,
  Comparison,
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
  Suggestion,
  SuggestOptions,
} from "./types.js";
import { Work } from "./work.js";

/** A question to a site index is asked so often at most, pieces fetched in between; mostly four times. */
const MAX_ROUNDS = 16;

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
    ...segmentingOver(work),
    async compare(left, right, options = {}) {
      checkCompareOptions(options, "options");
      const side = async (given: string | DocumentInput, what: string): Promise<CoreSource> => {
        if (typeof given === "string") return coreSource({}, given, options.type ?? "text");
        checkDocumentInput(given, what);
        return (await readInput(given, assets)).source;
      };
      const { signal, ...rest } = options;
      const [leftSource, rightSource] = [await side(left, "left"), await side(right, "right")];
      const channel = await work.channel();
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

/** A filter as the core takes it: one value is a list of one. */
function inLists({ source, speaker, ...rest }: Filter): object {
  const list = (value: string | string[] | undefined) => (value === undefined ? [] : [value].flat());
  return { ...rest, source: list(source), speaker: list(speaker) };
}
