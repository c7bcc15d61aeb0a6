/**
 * Cutting texts into words and nothing else. The same functions as in `duizhao`.
 *
 * @example
 * import { createSegmenter } from "duizhao/segment";
 * const segmenter = await createSegmenter();
 * for (const { segment, isWordLike } of segmenter.segment("他来到了北京大学")) console.log(segment, isWordLike);
 *
 * @module
 */

import { face } from "./inline.js";
import type { Face } from "./types.js";

/** The words of a text, with where they stand in it. */
export const segment: Face["segment"] = face.segment;
/** A segmenter that answers at once, on this thread: for many texts, or for another search library. */
export const createSegmenter: Face["createSegmenter"] = face.createSegmenter;
/** Stops the worker and gives all memory back. */
export const close: Face["close"] = face.close;
export { DuizhaoError, type ErrorKind } from "./errors.js";
export {
  tokenizerForFlexSearch,
  tokenizerForLunr,
  tokenizerForMiniSearch,
  tokenizerForOrama,
  WORD_KINDS,
} from "./segmenter.js";
export type * from "./types.js";
