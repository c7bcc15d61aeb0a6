/** In what portions is a text laid out, so that a book, or a text without a line break, holds nothing up? */

import type { Block, Document as SourceDocument } from "../lib/types.js";
import type { Stretch } from "./pieces.js";

/** One element of the set text: a whole block, or a part of one too long for one paragraph on a screen. */
export interface Slice extends Stretch {
  /** Null in the raw view, which knows no blocks. */
  block: Block | null;
  /** Whether the block begins here; further parts are set flush, as its continuation. */
  isHead: boolean;
}

/** Longest part, in UTF-16 units: some three screens. Browsers take seconds over a line a million characters long. */
export const MAX_SLICE = 3000;
const SENTENCE_END = /[。！？!?；;…\n][”’」』）)]*/g;

/** The blocks of a document; long ones in parts that end where a sentence does, if one does. */
export function slicesOf(document: SourceDocument): Slice[] {
  return document.blocks
    .filter((block) => block.end > block.start)
    .flatMap((block) =>
      cutUp(document.text, block.start, block.end).map(
        ({ start, end }): Slice => ({ start, end, block, isHead: start === block.start }),
      ),
    );
}

/** The raw text in runs of lines. */
export function rawSlicesOf(text: string): Slice[] {
  return cutUp(text, 0, text.length, /\n/g).map((part) => ({ ...part, block: null, isHead: true }));
}

/** Parts of at most {@link MAX_SLICE} units that follow one another and rebuild the stretch; none ends inside a character. */
export function cutUp(text: string, start: number, end: number, places = SENTENCE_END): Stretch[] {
  const parts: Stretch[] = [];
  let from = start;
  while (end - from > MAX_SLICE) {
    const window = text.slice(from, from + MAX_SLICE);
    let length = 0;
    for (const match of window.matchAll(places)) length = match.index + match[0].length;
    if (length < MAX_SLICE / 4) length = MAX_SLICE;
    const unit = text.charCodeAt(from + length);
    if (unit >= 0xdc00 && unit <= 0xdfff) length -= 1;
    parts.push({ start: from, end: from + length });
    from += length;
  }
  parts.push({ start: from, end });
  return parts;
}
