/**
 * The engine of a page that only searches: the module without builder, lexicon, comparison and Markdown, on the
 * page's own thread (a question takes less than sending it to a worker would).
 *
 * As in `engine.ts`, the bytes of every index are kept on this side: after a trap the instance is replaced and the call
 * runs once more.
 */

import { __wbg_reset_state, CoreIndex as Core, initSync } from "../../pkg/search/duizhao.js";
import { DuizhaoError, type ErrorKind } from "./errors.js";
import type { Columns, SearchOptions, SearchResult } from "./types.js";

/** What is asked of it; answers are JSON text in the shapes of `types.ts`. */
interface CoreIndex {
  isSite(): boolean;
  needs(): string;
  supply(name: string, bytes: Uint8Array): void;
  search(query: string, options: unknown): string;
  columns(query: string, options: unknown): string;
}

/** No index may be larger. */
const MAX_INDEX_BYTES = 1 << 30;
/** A server that has not answered by then is taken as not to be had: an error can be read, a spinner cannot. */
const LOAD_LIMIT_MS = 60_000;

let started: Promise<void> | null = null;
/** How often the instance was replaced: objects of an earlier one are gone. */
let generation = 0;

/** A question to a site index is asked so often at most, pieces fetched in between; mostly four times. */
const MAX_ROUNDS = 16;

/** An index; a bundle answers at once, a site index when the pieces that it takes have come. */
export class SearchIndex {
  readonly #bytes: Uint8Array;
  #core: CoreIndex;
  #generation = generation;
  /** Whether answers are fetched: then each document that is shown costs its text. */
  readonly isSite: boolean;
  /** Where the pieces of a site lie: beside this file. */
  readonly #manifest: string;
  /** The pieces that have been fetched, to supply them again after a trap. */
  readonly #pieces = new Map<string, Uint8Array>();
  /** Those that are on their way: questions follow one another quickly, and want the same ones. */
  readonly #coming = new Map<string, Promise<void>>();

  constructor(bytes: Uint8Array, manifest: string) {
    this.#bytes = bytes;
    this.#manifest = manifest;
    this.#core = Core.open(bytes);
    this.isSite = this.#core.isSite();
  }

  search(query: string, options: Omit<SearchOptions, "signal"> = {}): SearchResult | Promise<SearchResult> {
    return this.#answer((index) => index.search(query, options));
  }

  columns(query: string, documents?: string[]): Columns | Promise<Columns> {
    return this.#answer((index) => index.columns(query, { documents }));
  }

  #answer<T>(call: (index: CoreIndex) => string): T | Promise<T> {
    return this.isSite ? this.#fetching<T>(call) : (JSON.parse(this.#ask(call)) as T);
  }

  async #fetching<T>(call: (index: CoreIndex) => string): Promise<T> {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      let needs: string[] = [];
      const answer = this.#ask((index) => {
        let given = "";
        let refusal: unknown = null;
        try {
          given = call(index);
        } catch (error) {
          refusal = error;
        }
        needs =
          refusal && !(refusal instanceof Error && "kind" in refusal) ? [] : index.needs().split("\n").filter(Boolean);
        if (refusal && needs.length === 0) throw refusal;
        return given;
      });
      if (needs.length === 0) return JSON.parse(answer) as T;
      await Promise.all(needs.map((name) => this.#bring(name)));
    }
    throw new DuizhaoError("engine", `The site index still lacked pieces after ${MAX_ROUNDS} rounds of loading.`);
  }

  #bring(name: string): Promise<void> {
    if (this.#pieces.has(name)) return Promise.resolve();
    const coming = this.#coming.get(name) ?? this.#fetch(name).finally(() => this.#coming.delete(name));
    this.#coming.set(name, coming);
    return coming;
  }

  async #fetch(name: string): Promise<void> {
    const url = new URL(name, this.#manifest).href;
    const supply = (bytes: Uint8Array) =>
      this.#ask((index) => {
        index.supply(name, bytes);
        return "";
      });
    let [bytes] = await fetched(url);
    try {
      supply(bytes);
    } catch (error) {
      // A cache may hold a damaged file: ask the server itself, once.
      if (!(error instanceof DuizhaoError) || error.kind !== "corrupt") throw error;
      [bytes] = await fetched(url, "reload");
      supply(bytes);
    }
    this.#pieces.set(name, bytes);
  }

  #ask(call: (index: CoreIndex) => string): string {
    return guarded(() => {
      if (this.#generation !== generation) {
        this.#core = Core.open(this.#bytes);
        for (const [name, bytes] of this.#pieces) this.#core.supply(name, bytes);
        this.#generation = generation;
      }
      return call(this.#core);
    });
  }
}

/** Runs a call of the core, and once more on a fresh instance where it trapped. */
function guarded<T>(call: () => T): T {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return call();
    } catch (thrown) {
      if (thrown instanceof Error && "kind" in thrown) throw new DuizhaoError(thrown.kind as ErrorKind, thrown.message);
      __wbg_reset_state();
      generation += 1;
      if (attempt === 2) throw new DuizhaoError("engine", `The core stopped twice at the same call (${thrown}).`);
    }
  }
}

/** Loads the index at an address, with the module that `load` gives (asked once for all indexes of a page). */
export async function openForSearch(url: string, load: () => Promise<Uint8Array>): Promise<SearchIndex> {
  const ready = start(load);
  ready.catch(() => undefined); // waited for below; the index may fail first
  // A folder is a site index; its manifest is the one file that changes in place.
  const isFolder = /^[^?#]*\/([?#]|$)/.test(url);
  const file = isFolder ? url.replace(/\/(?=[?#]|$)/, "/manifest.dzx") : url;
  const [bytes, address] = await fetched(file, isFolder ? "no-cache" : "default");
  await ready;
  return guarded(() => new SearchIndex(bytes, address));
}

function start(load: () => Promise<Uint8Array>): Promise<void> {
  started ??= load()
    .then((bytes) => WebAssembly.compile(bytes as BufferSource))
    .then((module) => {
      initSync({ module });
    })
    .catch((cause) => {
      started = null;
      // Where the module's own file was lost on the way, or is of another build, the policy is not to blame.
      if (cause instanceof DuizhaoError) throw cause;
      throw new DuizhaoError("blocked", String(cause), { cause });
    });
  return started;
}

/**
 * A file, and the address that it came from in the end. The cause of a refusal is the server's status, where it answered.
 */
async function fetched(url: string, cache: RequestCache = "default"): Promise<[Uint8Array, string]> {
  try {
    const response = await fetch(url, { cache, signal: AbortSignal.timeout?.(LOAD_LIMIT_MS) });
    if (!response.ok) throw new DuizhaoError("network", `${url}: ${response.status}`, { cause: response.status });
    if (Number(response.headers.get("content-length")) > MAX_INDEX_BYTES) throw new DuizhaoError("too-large", url);
    return [new Uint8Array(await response.arrayBuffer()), response.url];
  } catch (cause) {
    if (cause instanceof DuizhaoError) throw cause;
    throw new DuizhaoError("network", `${url}: ${cause}`, { cause });
  }
}
