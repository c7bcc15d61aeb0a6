/** How does one stretch of a source text split where its marks begin and end? */

import type { Layer, Stretch } from "../lib/overlay.js";

export { type Layer, layer, type Stretch } from "../lib/overlay.js";

/** The stretches of a layer that touch `start..end`. Cost: logarithmic in the layer, linear in the answer. */
export function within<T extends Stretch>(layer: Layer<T>, start: number, end: number): T[] {
  let low = 0;
  let high = layer.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const stretch = layer[middle];
    if (stretch !== undefined && stretch.end <= start) low = middle + 1;
    else high = middle;
  }
  const found: T[] = [];
  for (let i = low; i < layer.length; i++) {
    const stretch = layer[i];
    if (stretch === undefined || stretch.start >= end) break;
    found.push(stretch);
  }
  return found;
}

/** A run of text in which every layer holds one state. `over[i]` is what layer `i` lays there, if anything. */
export interface Piece {
  start: number;
  end: number;
  over: (Stretch | undefined)[];
}

/**
 * Cuts `start..end` at every edge of every layer.
 *
 * The pieces follow one another without a gap and rebuild the stretch: the law tested in `tests/page/pieces.test.mjs`.
 */
export function cut(start: number, end: number, layers: readonly Layer<Stretch>[]): Piece[] {
  const edges = new Set<number>([start, end]);
  const local = layers.map((layer) => within(layer, start, end));
  for (const stretches of local) {
    for (const stretch of stretches) {
      if (stretch.start > start) edges.add(stretch.start);
      if (stretch.end < end) edges.add(stretch.end);
    }
  }
  const sorted = [...edges].sort((a, b) => a - b);
  const cursors = local.map(() => 0);
  const pieces: Piece[] = [];
  for (let i = 0; i + 1 < sorted.length; i++) {
    const from = sorted[i] as number;
    const to = sorted[i + 1] as number;
    const over = local.map((stretches, which) => {
      let cursor = cursors[which] as number;
      while (cursor < stretches.length && (stretches[cursor] as Stretch).end <= from) cursor++;
      cursors[which] = cursor;
      const stretch = stretches[cursor];
      return stretch !== undefined && stretch.start <= from ? stretch : undefined;
    });
    pieces.push({ start: from, end: to, over });
  }
  return pieces;
}

const WIDE =
  /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u2014\u2018-\u201d\u2026\ud800-\udfff]/;

/** A line that begins so says what the text is, `发布时间: …`: it does not go on from the line before. */
const LABEL = /^[^\s:：，。]{1,8} ?[:：]/;

/**
 * The text of a piece as it is set: a hard line break between Chinese characters is no space, between words it is one.
 *
 * Only white space changes; what is copied from the page differs from the source in nothing else.
 */
export function setLines(text: string, before: string, after: string): string {
  return text.replace(/[ \t]*\r?\n[ \t]*/g, (found, at: number) => {
    const left = at > 0 ? text[at - 1] : before;
    const right = text[at + found.length] ?? after;
    if (LABEL.test(text.slice(at + found.length))) return " ";
    return (left && WIDE.test(left)) || (right && WIDE.test(right)) ? "" : " ";
  });
}
