/**
 * Cutting texts into words and nothing else. The same functions as in `duizhao`, over a module that can do only this, on the
 * thread that calls: what a worker would save is less than sending the text there costs.
 *
 * @example
 * import { createSegmenter } from "duizhao/segment";
 * const segmenter = await createSegmenter();
 * for (const { segment, isWordLike } of segmenter.segment("他来到了北京大学")) console.log(segment, isWordLike);
 *
 * @module
 */

import { lexiconFile, segmentModuleFile } from "./beside.js";
import { Engine } from "./engine.js";
import { segmentingOver } from "./segmenting.js";
import type { Face } from "./types.js";
import { Work } from "./work.js";

const work = new Work({
  // The build puts the glue of this module where `engine.ts` names the full one's.
  module: async () => WebAssembly.compile((await segmentModuleFile()) as BufferSource),
  engine: async () => Engine,
  lexicon: lexiconFile,
  workerSource: async () => null,
});
const face = segmentingOver(work);

/** The words of a text, with where they stand in it. */
export const segment: Face["segment"] = face.segment;
/** A segmenter that answers at once, on this thread: for many texts, or for another search library. */
export const createSegmenter: Face["createSegmenter"] = face.createSegmenter;
/** Gives all memory back. */
export const close: Face["close"] = () => work.close();
export { DuizhaoError, type ErrorKind } from "./errors.js";
export {
  tokenizerForFlexSearch,
  tokenizerForLunr,
  tokenizerForMiniSearch,
  tokenizerForOrama,
  WORD_KINDS,
} from "./segmenter.js";
export type * from "./types.js";
