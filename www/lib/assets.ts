import type { Engine } from "./engine.js";
import type { PageParser } from "./html-tree.js";

/** The source of a classic worker script, or a function that starts the worker. */
export type WorkerSource = string | (() => Worker);

/** Where the module, the lexicon and the worker's source come from; each way of shipping has its own. */
export interface Assets {
  module(): Promise<WebAssembly.Module>;
  /** Null where this build ships none: search and comparison work all the same, segmentation does not. */
  lexicon(): Promise<Uint8Array | null>;
  /** The table of readings, for builders that store pinyin; null or missing where this build ships none. */
  pinyin?(): Promise<Uint8Array | null>;
  /** The engine for this thread, asked for where there is no worker or a call must answer at once. */
  engine(): Promise<typeof Engine>;
  /** How a worker is had; null to work on this thread. */
  workerSource(): Promise<WorkerSource | null>;
  /** Parses HTML where there is no `DOMParser`. */
  htmlParser?(): Promise<PageParser>;
}

/** Base64 to bytes, by the engine's own decoder where it has one (ten times faster on large files). */
export function fromBase64(text: string): Uint8Array {
  const native = (Uint8Array as unknown as { fromBase64?: (text: string) => Uint8Array }).fromBase64;
  if (native) return native.call(Uint8Array, text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/** What Node, Deno and Bun have of their own. */
interface Runtime {
  getBuiltinModule?(name: "node:zlib"): { inflateRawSync(bytes: Uint8Array): Uint8Array };
}

/** Undoes raw deflate; every browser since 2023 and Node since 18 have it built in. */
export async function inflate(bytes: Uint8Array): Promise<Uint8Array> {
  const { process } = globalThis as { process?: Runtime };
  // Node's stream loads what `fetch` needs first: 70 ms for the module in place of 6 (29 November 2026).
  const zlib = process?.getBuiltinModule?.("node:zlib");
  if (zlib) return new Uint8Array(zlib.inflateRawSync(bytes));
  const stream = new Response(bytes as BufferSource).body as ReadableStream<Uint8Array<ArrayBuffer>>;
  return new Uint8Array(await new Response(stream.pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer());
}
