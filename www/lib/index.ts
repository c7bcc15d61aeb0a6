/**
 * Search and side-by-side comparison of Chinese texts.
 *
 * The WebAssembly module, the lexicon and the worker lie in files of their own beside this one, as base64 inside
 * JavaScript, and are loaded with the first call that needs them: so it runs unchanged in Node, Deno, Bun, every
 * bundler and from a plain folder. For Cloudflare workers and for streaming compilation there is `duizhao/slim`.
 *
 * @example
 * import { createBuilder, open } from "duizhao";
 * const builder = await createBuilder();
 * builder.add({ name: "a.md", text: "# 新闻\n\n他来到了网易杭研大厦。" });
 * const index = await open(await builder.finish());
 * const { hits } = await index.search("杭研");
 *
 * @module
 */

import { type Assets, fromBase64, inflate } from "./assets.js";
import { createFace } from "./face.js";

const bytesOf = async (file: { default: string }): Promise<Uint8Array> => inflate(fromBase64(file.default));

const assets: Assets = {
  async module() {
    return WebAssembly.compile((await bytesOf(await import("virtual:duizhao/module"))) as BufferSource);
  },
  async lexicon() {
    return bytesOf(await import("virtual:duizhao/lexicon"));
  },
  async workerSource() {
    // Only where a page would stall; Node's `Worker` is another thing, and a worker needs no second one.
    if (typeof Worker === "undefined" || typeof document === "undefined") return null;
    return new TextDecoder().decode(await bytesOf(await import("virtual:duizhao/worker")));
  },
  async htmlParser() {
    // Named at run time, so that bundlers for browsers, which have a DOMParser, leave it out.
    const file = "./html-parser.js";
    const { parseHtml } = (await import(
      /* @vite-ignore */ /* webpackIgnore: true */ file
    )) as typeof import("./html-parser.js");
    return parseHtml;
  },
};

export const { open, createBuilder, segment, createSegmenter, compare, inspect, status, close } = createFace(assets);
export { type Decoded, decode } from "./decode.js";
export { DuizhaoError, type ErrorKind } from "./errors.js";
export {
  tokenizerForFlexSearch,
  tokenizerForLunr,
  tokenizerForMiniSearch,
  tokenizerForOrama,
  WORD_KINDS,
} from "./segmenter.js";
export { textType } from "./sniff.js";
export type * from "./types.js";
