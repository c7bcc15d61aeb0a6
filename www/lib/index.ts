/**
 * Search and side-by-side comparison of Chinese texts.
 *
 * The WebAssembly module, the lexicon and the worker lie in files of their own beside this one, as base64 inside
 * JavaScript (`beside.ts`), and are loaded with the first call that needs them: so it runs unchanged in Node, Deno, Bun, every
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

import { face } from "./inline.js";
import type { Face } from "./types.js";

/** Opens an index: its bytes, a file, a response, or its address. Rejects with a `DuizhaoError` that says why not. */
export const open: Face["open"] = face.open;
/** Collects documents; `finish()` gives the bytes of an index. */
export const createBuilder: Face["createBuilder"] = face.createBuilder;
/** The words of a text, with where they stand in it. */
export const segment: Face["segment"] = face.segment;
/** A segmenter that answers at once, on this thread: for many texts, or for another search library. */
export const createSegmenter: Face["createSegmenter"] = face.createSegmenter;
/** Sets two texts side by side, without an index. */
export const compare: Face["compare"] = face.compare;
/** Reads one text and gives what was understood of it: blocks, speakers, noise, names, encoding. */
export const inspect: Face["inspect"] = face.inspect;
/** Where the work runs, and how often the module had to be started anew. */
export const status: Face["status"] = face.status;
/** Stops the worker and gives all memory back; open indexes and builders end. */
export const close: Face["close"] = face.close;
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
export {
  tokenizerForFlexSearch,
  tokenizerForLunr,
  tokenizerForMiniSearch,
  tokenizerForOrama,
  WORD_KINDS,
} from "./segmenter.js";
export { textType } from "./sniff.js";
export type * from "./types.js";
