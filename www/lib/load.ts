/** The bytes of an index, wherever they come from; and the pieces of a site index, as they are needed. */

import { isBytes } from "./checks.js";
import { DuizhaoError } from "./errors.js";
import type { IndexSource, SiteFolder, WorkOptions } from "./types.js";

/** Indexes past this are refused before they are loaded: the module's memory ends at 4 GiB. */
export const MAX_INDEX_BYTES = 1 << 30;

/** The file that a site index is opened by, in its folder. */
const MANIFEST = "manifest.dzx";

/** Gives a piece of a site index by its name; `again` passes over what a cache has. */
export type ReadPiece = (name: string, again: boolean) => Promise<Uint8Array>;

/** A file that was loaded, and where the pieces are in case it is the manifest of a site; null where nobody knows. */
export interface Loaded {
  bytes: Uint8Array;
  readPiece: ReadPiece | null;
}

export async function load(source: IndexSource, options: WorkOptions): Promise<Loaded> {
  if (isBytes(source)) {
    const bytes = new Uint8Array(source instanceof Uint8Array ? source.slice().buffer : source.slice(0));
    return { bytes, readPiece: null };
  }
  if (typeof Blob !== "undefined" && source instanceof Blob) {
    if (source.size > MAX_INDEX_BYTES) throw tooLarge(source.size);
    return { bytes: new Uint8Array(await source.arrayBuffer()), readPiece: null };
  }
  if (typeof source === "string" || source instanceof URL) {
    const address = String(source);
    // A folder is a site index. Its manifest is the one file that changes in place: ask whether it has.
    const isFolder = /^[^?#]*\/([?#]|$)/.test(address);
    const url = isFolder ? address.replace(/\/(?=[?#]|$)/, `/${MANIFEST}`) : address;
    return loadResponse(await fetched(url, options.signal, isFolder ? "no-cache" : "default"), options);
  }
  if (typeof Response !== "undefined" && source instanceof Response) return loadResponse(source, options);
  if (isFolder(source)) {
    const read = async (name: string): Promise<Uint8Array> => {
      const bytes = await source.read(name);
      return bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
    };
    return { bytes: await read(MANIFEST), readPiece: read };
  }
  throw new TypeError(
    "source must be a Uint8Array, ArrayBuffer, File, Blob, Response, URL or a URL as a string, or an object with a function read.",
  );
}

function isFolder(source: unknown): source is SiteFolder {
  return typeof source === "object" && source !== null && "read" in source && typeof source.read === "function";
}

async function fetched(url: string, signal: AbortSignal | undefined, cache: RequestCache): Promise<Response> {
  try {
    return await fetch(url, signal ? { signal, cache } : { cache });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new DuizhaoError("network", `The index at ${url} could not be loaded (${String(cause)}).`, { cause });
  }
}

/** Pieces lie beside the manifest. Their names change with their content, so whatever a cache has of them is right. */
function piecesBeside(manifest: string): ReadPiece | null {
  if (!URL.canParse(manifest)) return null;
  return async (name, again) => {
    const response = await fetched(new URL(name, manifest).href, undefined, again ? "reload" : "default");
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    throw new DuizhaoError(
      "network",
      `The piece ${name} of the site index at ${manifest} could not be loaded: the server answered ${response.status}. If the index was built anew since it was opened, open it again.`,
    );
  };
}

async function loadResponse(response: Response, { onProgress }: WorkOptions): Promise<Loaded> {
  if (!response.ok) {
    throw new DuizhaoError(
      "network",
      `The index at ${response.url} could not be loaded: the server answered ${response.status} ${response.statusText}`.trim() +
        ".",
    );
  }
  const readPiece = piecesBeside(response.url);
  const total = Number(response.headers.get("content-length") ?? 0);
  if (total > MAX_INDEX_BYTES) throw tooLarge(total);
  if (!response.body) return { bytes: new Uint8Array(await response.arrayBuffer()), readPiece };
  const pieces: Uint8Array[] = [];
  let done = 0;
  const reader = response.body.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    pieces.push(piece.value);
    done += piece.value.length;
    if (done > MAX_INDEX_BYTES) throw tooLarge(done);
    // A compressed transfer names its compressed length: then the total is not known.
    onProgress?.({ stage: "load", done, total: total >= done ? total : 0 });
  }
  const bytes = new Uint8Array(done);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return { bytes, readPiece };
}

function tooLarge(numBytes: number): DuizhaoError {
  return new DuizhaoError("too-large", `The index has ${numBytes} bytes; the limit is ${MAX_INDEX_BYTES}.`);
}
