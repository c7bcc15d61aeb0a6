/**
 * The same functions with the module handed in: for Cloudflare workers, streaming compilation, or a module kept
 * elsewhere. Everything runs on the calling thread, unless a worker is handed in as well. `npx duizhao assets FOLDER` writes
 * the files.
 *
 * @example
 * import { createDuizhao } from "duizhao/slim";
 * import module from "./duizhao.wasm"; // a WebAssembly.Module on Cloudflare
 * const { open } = createDuizhao({ module });
 *
 * @module
 */

import { Engine } from "./engine.js";
import { createFace } from "./face.js";
import type { Face } from "./types.js";

export interface SlimOptions {
  /** A compiled module, its bytes, or a response that holds them. */
  module: WebAssembly.Module | Uint8Array | ArrayBuffer | Response | Promise<Response>;
  /** Bytes of `lexicon.bin`; without it `segment` rejects, everything else works. */
  lexicon?: Uint8Array;
  /** Bytes of `pinyin.txt`; without it builders cannot store pinyin. */
  pinyin?: Uint8Array;
  /**
   * Starts the worker, for pages whose policy forbids workers from a Blob: the script is `duizhao/worker`, a classic
   * one, as in `() => new Worker("/assets/duizhao-worker.js")`. Default: none, the calling thread does the work.
   */
  worker?: () => Worker;
}

/** Makes the functions of the package over a module. */
export function createDuizhao({ module, lexicon, pinyin, worker }: SlimOptions): Face {
  return createFace({
    async module() {
      const given = await module;
      if (given instanceof WebAssembly.Module) return given;
      if (given instanceof Uint8Array || given instanceof ArrayBuffer)
        return WebAssembly.compile(given as BufferSource);
      // Not `compileStreaming`: it refuses every MIME type but one, and static hosts send several.
      return WebAssembly.compile(await given.arrayBuffer());
    },
    engine: async () => Engine,
    lexicon: async () => lexicon ?? null,
    pinyin: async () => pinyin ?? null,
    workerSource: async () => worker ?? null,
  });
}

export { type Decoded, decode } from "./decode.js";
export { DuizhaoError, type ErrorKind } from "./errors.js";
export {
  comparisonCsv,
  comparisonHtml,
  comparisonMarkdown,
  type ReportOptions,
  type Row,
  rows as comparisonRows,
  type Sides,
} from "./report.js";
export type { ReportLanguage } from "./report-words.js";
export { textType } from "./sniff.js";
export type * from "./types.js";
