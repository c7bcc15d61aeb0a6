/**
 * The engine of a page that only searches: the module without builder, lexicon, comparison and Markdown, on the
 * page's own thread (a question takes less than sending it to a worker would).
 *
 * As in `engine.ts`, the bytes of every index are kept on this side: after a trap the instance is replaced and the call
 * runs once more.
 */

import * as glue from "../../pkg/search/duizhao.js";
import { DuizhaoError, type ErrorKind } from "./errors.js";
import type { Columns, SearchOptions, SearchResult } from "./types.js";

/** What the search module exports; answers are JSON text in the shapes of `types.ts`. */
interface Core {
  initSync(options: { module: WebAssembly.Module }): unknown;
  __wbg_reset_state(): void;
  CoreIndex: { open(bytes: Uint8Array): CoreIndex };
}

interface CoreIndex {
  search(query: string, options: unknown): string;
  columns(query: string, options: unknown): string;
}

const core = glue as unknown as Core;

/** No index may be larger. */
const MAX_INDEX_BYTES = 1 << 30;
/** A server that has not answered by then is taken as not to be had: an error can be read, a spinner cannot. */
const LOAD_LIMIT_MS = 60_000;

let started: Promise<void> | null = null;
/** How often the instance was replaced: objects of an earlier one are gone. */
let generation = 0;

/** An index of which questions can be asked at once. */
export class SearchIndex {
  readonly #bytes: Uint8Array;
  #core: CoreIndex;
  #generation = generation;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#core = core.CoreIndex.open(bytes);
  }

  search(query: string, options: Omit<SearchOptions, "signal"> = {}): SearchResult {
    return JSON.parse(this.#ask((index) => index.search(query, options))) as SearchResult;
  }

  columns(query: string, documents?: string[]): Columns {
    return JSON.parse(this.#ask((index) => index.columns(query, { documents }))) as Columns;
  }

  #ask(call: (index: CoreIndex) => string): string {
    return guarded(() => {
      if (this.#generation !== generation) {
        this.#core = core.CoreIndex.open(this.#bytes);
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
      core.__wbg_reset_state();
      generation += 1;
      if (attempt === 2) throw new DuizhaoError("engine", `The core stopped twice at the same call (${thrown}).`);
    }
  }
}

/** Loads the index at an address, with the module that `load` gives (asked once for all indexes of a page). */
export async function openForSearch(url: string, load: () => Promise<Uint8Array>): Promise<SearchIndex> {
  const ready = start(load);
  ready.catch(() => undefined); // waited for below; the index may fail first
  const bytes = await fetched(url);
  await ready;
  return guarded(() => new SearchIndex(bytes));
}

function start(load: () => Promise<Uint8Array>): Promise<void> {
  started ??= load()
    .then((bytes) => WebAssembly.compile(bytes as BufferSource))
    .then((module) => {
      core.initSync({ module });
    })
    .catch((cause) => {
      started = null;
      // Where the module's own file was lost on the way, the policy is not to blame.
      const isLost = cause instanceof TypeError;
      throw new DuizhaoError(isLost ? "network" : "blocked", String(cause), { cause });
    });
  return started;
}

async function fetched(url: string): Promise<Uint8Array> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(LOAD_LIMIT_MS) });
    if (!response.ok) throw new DuizhaoError("network", `${url}: ${response.status}`);
    if (Number(response.headers.get("content-length")) > MAX_INDEX_BYTES) throw new DuizhaoError("too-large", url);
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    if (cause instanceof DuizhaoError) throw cause;
    throw new DuizhaoError("network", `${url}: ${cause}`, { cause });
  }
}
